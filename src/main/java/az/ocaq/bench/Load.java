package az.ocaq.bench;

import java.time.Duration;

/**
 * What a load run publishes: QoS 1 messages of six values each, of many devices in turn.
 *
 * @param devices how many devices take turns
 * @param settlements how many settlements the devices are spread over
 * @param connections MQTT connections that the devices share
 * @param rate messages per second; 0 for as fast as acknowledgements come
 * @param window unacknowledged messages allowed per connection
 * @param time how long to publish
 */
public record Load(int devices, int settlements, int connections, int rate, int window, Duration time) {
    /** The settlement of a device's number. */
    String settlement(int device) {
        return "bench-" + device % settlements;
    }

    /** The topic that a device publishes under. */
    String topic(int device) {
        return "village/" + settlement(device) + "/home-" + device + "/meter/telemetry";
    }
}
