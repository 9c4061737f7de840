package az.ocaq.simulation.convention;

import az.ocaq.measurement.DeviceId;
import java.nio.charset.StandardCharsets;

/** Ocaq's own convention: one JSON object with time and metrics in canonical units. */
public final class NativeVoice implements Voice {
    private static final byte[] TIME = "{\"ts\":".getBytes(StandardCharsets.UTF_8);

    private final DeviceId device;
    private final String telemetry;

    NativeVoice(DeviceId device) {
        this.device = device;
        telemetry = "village/" + device + "/telemetry";
    }

    private String status() {
        return "village/" + device + "/status";
    }

    @Override
    public void begin(Report first, Sink out) {
        out.say(status(), "online", true);
    }

    @Override
    public void tell(Report report, Sink out) {
        Text json = new Text();
        print(report, json);
        out.say(telemetry, json.toBytes(), false);
    }

    /** Several reports in one message: the array of them. */
    public void tellAll(Text array, Sink out) {
        out.say(telemetry, array.toBytes(), false);
    }

    /** Writes a report as a JSON object. */
    public static void print(Report report, Text json) {
        json.add(TIME);
        json.add(report.millis(), 0);
        for (int i = 0; i < report.size(); i++) {
            if (report.isTold(i)) {
                json.add(report.key(i));
                report.print(i, json);
            }
        }
        json.add('}');
    }

    @Override
    public void end(Sink out) {
        out.say(status(), "offline", true);
    }

    @Override
    public boolean tellsLater() {
        return true;
    }
}
