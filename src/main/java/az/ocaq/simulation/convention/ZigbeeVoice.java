package az.ocaq.simulation.convention;

import az.ocaq.measurement.DeviceId;
import java.time.Instant;

/** A device behind Zigbee2MQTT: one JSON object with {@code last_seen}; energy in kWh. */
final class ZigbeeVoice implements Voice {
    private static final Words WORDS = new Words()
            .with("active_power", "power", 1, 1)
            .with("voltage_l1", "voltage_phase_a", 1, 1)
            .with("voltage_l2", "voltage_phase_b", 1, 1)
            .with("voltage_l3", "voltage_phase_c", 1, 1)
            .with("current_l1", "current_phase_a", 1, 2)
            .with("current_l2", "current_phase_b", 1, 2)
            .with("current_l3", "current_phase_c", 1, 2)
            .with("energy_import", "energy", 0.001, 3)
            .with("energy_export", "produced_energy", 0.001, 3)
            .with("temperature", "temperature", 1, 2)
            .with("relative_humidity", "humidity", 1, 2)
            .with("co2", "co2", 1, 0)
            .with("pm2_5", "pm25", 1, 1)
            .with("pm10", "pm10", 1, 1)
            .with("illuminance", "illuminance", 1, 0)
            .with("battery_level", "battery", 1, 0);

    private final String topic;

    ZigbeeVoice(DeviceId device) {
        topic = "zigbee2mqtt/" + Voice.name(device);
    }

    @Override
    public void begin(Report first, Sink out) {
        out.say(topic + "/availability", "{\"state\":\"online\"}", true);
    }

    @Override
    public void tell(Report report, Sink out) {
        StringBuilder json = new StringBuilder(256).append('{');
        WORDS.each(
                report,
                (word, number) -> json.append('"')
                        .append(word)
                        .append("\":")
                        .append(number)
                        .append(','));
        json.append("\"linkquality\":120,\"last_seen\":\"").append(Instant.ofEpochMilli(report.millis()));
        out.say(topic, json.append("\"}"), false);
    }

    @Override
    public void end(Sink out) {
        out.say(topic + "/availability", "{\"state\":\"offline\"}", true);
    }

    @Override
    public boolean tellsLater() {
        return false;
    }
}
