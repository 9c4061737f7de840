package az.ocaq.device;

import az.ocaq.measurement.DeviceId;

/**
 * The monitoring server as something that is monitored, too. It is no registered device, and no device speaks for it: what is
 * known of it comes from within.
 */
public final class ServerItself {
    public static final DeviceId ID = new DeviceId("ocaq", "server", "health");
    public static final Title TITLE = new Title("Ocaq serveri", "Сервер Ocaq", "Ocaq server");

    private ServerItself() {}

    /** Whether an alarm at this place is about the server. */
    public static boolean is(DeviceId device) {
        return device.equals(ID);
    }
}
