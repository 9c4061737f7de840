package az.ocaq.simulation.convention;

import az.ocaq.measurement.DeviceId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shelly of the second generation (Pro 3EM, Plug Plus, H&T Plus): the status of each component, no time. */
final class ShellyTwoVoice implements Voice {
    private static final Words METER = new Words()
            .with("active_power", "em:0 total_act_power", 1, 3)
            .with("voltage_l1", "em:0 a_voltage", 1, 1)
            .with("voltage_l2", "em:0 b_voltage", 1, 1)
            .with("voltage_l3", "em:0 c_voltage", 1, 1)
            .with("current_l1", "em:0 a_current", 1, 3)
            .with("current_l2", "em:0 b_current", 1, 3)
            .with("current_l3", "em:0 c_current", 1, 3)
            .with("energy_import", "emdata:0 total_act", 1, 2)
            .with("energy_export", "emdata:0 total_act_ret", 1, 2);
    private static final Words PLUG = new Words()
            .with("active_power", "switch:0 apower", 1, 1)
            .with("voltage", "switch:0 voltage", 1, 1)
            .with("energy_import", "switch:0 aenergy", 1, 3);
    private static final Words SENSOR = new Words()
            .with("temperature", "temperature:0 tC", 1, 1)
            .with("relative_humidity", "humidity:0 rh", 1, 1)
            .with("illuminance", "illuminance:0 lux", 1, 0)
            .with("battery_level", "devicepower:0 battery", 1, 0);

    private final String prefix;

    ShellyTwoVoice(DeviceId device) {
        prefix = Voice.name(device) + '/';
    }

    @Override
    public void begin(Report first, Sink out) {
        out.say(prefix + "online", "true", true);
    }

    @Override
    public void tell(Report report, Sink out) {
        Map<String, StringBuilder> components = new LinkedHashMap<>();
        boolean meter = report.value("energy_export").isPresent();
        (meter ? METER : PLUG).each(report, (word, number) -> put(components, word, number));
        SENSOR.each(report, (word, number) -> put(components, word, number));
        components.forEach((component, fields) -> out.say(prefix + "status/" + component, fields.append('}'), false));
    }

    private static void put(Map<String, StringBuilder> components, String word, String number) {
        int space = word.indexOf(' ');
        StringBuilder fields =
                components.computeIfAbsent(word.substring(0, space), it -> new StringBuilder().append("{\"id\":0"));
        String field = word.substring(space + 1);
        fields.append(",\"").append(field).append("\":").append(value(field, number));
    }

    /** Some numbers are wrapped. */
    private static String value(String field, String number) {
        return switch (field) {
            case "aenergy" -> "{\"total\":" + number + '}';
            case "battery" -> "{\"percent\":" + number + '}';
            default -> number;
        };
    }

    @Override
    public void end(Sink out) {
        out.say(prefix + "online", "false", true);
    }

    @Override
    public boolean tellsLater() {
        return false;
    }
}
