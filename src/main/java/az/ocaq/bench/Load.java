package az.ocaq.bench;

import az.ocaq.measurement.DeviceId;
import java.time.Duration;

/**
 * What a load run publishes: QoS 1 messages of six values each, of many devices in turn.
 *
 * @param firstDevice number of the first device, so that several loads can be told apart
 * @param devices how many devices take turns
 * @param settlements how many settlements the devices are spread over
 * @param connections MQTT connections that the devices share
 * @param rate messages per second; 0 for as fast as acknowledgements come
 * @param window unacknowledged messages allowed per connection
 * @param time how long to publish
 */
public record Load(
        int firstDevice, int devices, int settlements, int connections, int rate, int window, Duration time) {
    /** The device of an index from 0 to {@code devices}. */
    public DeviceId device(int index) {
        int number = firstDevice + index;
        return new DeviceId("bench-" + number % settlements, "home-" + number, "meter");
    }

    /** The topic that a device publishes under. */
    String topic(int index) {
        return "village/" + device(index) + "/telemetry";
    }
}
