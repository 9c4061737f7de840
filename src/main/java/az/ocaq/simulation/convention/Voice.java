package az.ocaq.simulation.convention;

import az.ocaq.fleet.Convention;
import az.ocaq.measurement.DeviceId;
import java.nio.charset.StandardCharsets;

/**
 * How one device words what it tells; it keeps what its convention wants kept, such as sequence numbers. Values that a
 * convention has no word for are left out, as by a real device.
 */
public interface Voice {
    /** What it says when it begins, and after each silence; {@code first} is what it measures then. */
    void begin(Report first, Sink out);

    /** What it measures. */
    void tell(Report report, Sink out);

    /** What is heard when it is gone: its last will. */
    void end(Sink out);

    /** Whether it can tell later what it kept while nobody heard it: whether its messages tell their time. */
    boolean tellsLater();

    /** Takes the messages. */
    interface Sink {
        void say(String topic, byte[] payload, boolean retained);

        /** Text instead of bytes. */
        default void say(String topic, CharSequence payload, boolean retained) {
            say(topic, payload.toString().getBytes(StandardCharsets.UTF_8), retained);
        }
    }

    /** The voice of a device. */
    static Voice of(Convention convention, DeviceId device) {
        return switch (convention) {
            case NATIVE -> new NativeVoice(device);
            case TASMOTA -> new TasmotaVoice(device);
            case SHELLY_GEN1 -> new ShellyOneVoice(device);
            case SHELLY_GEN2 -> new ShellyTwoVoice(device);
            case SPARKPLUG_B -> new SparkplugVoice(device);
            case ZIGBEE2MQTT -> new ZigbeeVoice(device);
            case HOME_ASSISTANT -> new HomeAssistantVoice(device);
        };
    }

    /** A device's name where a convention gives it one topic level. */
    static String name(DeviceId device) {
        return device.settlement() + '-' + device.site() + '-' + device.device();
    }
}
