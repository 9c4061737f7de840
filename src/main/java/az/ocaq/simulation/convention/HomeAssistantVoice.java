package az.ocaq.simulation.convention;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quantity;
import az.ocaq.measurement.Unit;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Home Assistant's discovery: a retained config for each metric, then one JSON object of all values. */
final class HomeAssistantVoice implements Voice {
    private static final Map<Unit, String> CLASSES = Map.ofEntries(
            Map.entry(Unit.WATT, "power"),
            Map.entry(Unit.VOLT_AMPERE, "apparent_power"),
            Map.entry(Unit.VAR, "reactive_power"),
            Map.entry(Unit.WATT_HOUR, "energy"),
            Map.entry(Unit.VOLT, "voltage"),
            Map.entry(Unit.AMPERE, "current"),
            Map.entry(Unit.HERTZ, "frequency"),
            Map.entry(Unit.CELSIUS, "temperature"),
            Map.entry(Unit.RELATIVE_HUMIDITY, "humidity"),
            Map.entry(Unit.LUX, "illuminance"),
            Map.entry(Unit.WATT_PER_SQUARE_METRE, "irradiance"));
    private static final Map<Unit, String> UNITS = Map.of(
            Unit.CUBIC_METRE,
            "m³",
            Unit.CUBIC_METRE_PER_HOUR,
            "m³/h",
            Unit.RELATIVE_HUMIDITY,
            "%",
            Unit.WATT_PER_SQUARE_METRE,
            "W/m²",
            Unit.MICROGRAM_PER_CUBIC_METRE,
            "µg/m³");

    private final DeviceId device;
    private final String name;

    HomeAssistantVoice(DeviceId device) {
        this.device = device;
        this.name = Voice.name(device);
    }

    private String topic(String last) {
        return "sensors/" + name + '/' + last;
    }

    @Override
    public void begin(Report first, Sink out) {
        for (int i = 0; i < first.size(); i++) {
            Metric metric = first.metric(i);
            if (first.isTold(i) && metric.unit() != Unit.STATE) {
                String topic = "homeassistant/sensor/" + name + '/' + metric.name() + "/config";
                out.say(topic, config(metric).toString(), true);
            }
        }
        out.say(topic("availability"), "online", true);
    }

    private ObjectNode config(Metric metric) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("name", metric.name().replace('_', ' '));
        config.put("unique_id", name + '_' + metric.name());
        config.put("state_topic", topic("state"));
        config.put("availability_topic", topic("availability"));
        config.put("value_template", "{{ value_json." + metric.name() + " }}");
        String unit = metric.unit().code();
        if (metric.unit() != Unit.ONE) {
            config.put("unit_of_measurement", UNITS.getOrDefault(metric.unit(), unit));
        }
        String deviceClass = CLASSES.get(metric.unit());
        if (deviceClass != null) {
            config.put("device_class", deviceClass);
        } else if (metric.quantity().equals("power_factor")) {
            config.put("device_class", "power_factor");
        }
        config.put("state_class", metric.kind() == Quantity.Kind.COUNTER ? "total_increasing" : "measurement");
        config.putObject("device")
                .put("name", device.device())
                .putArray("identifiers")
                .add(name);
        return config;
    }

    @Override
    public void tell(Report report, Sink out) {
        Text json = new Text();
        for (int i = 0; i < report.size(); i++) {
            if (report.isTold(i) && report.metric(i).unit() != Unit.STATE) {
                json.add(json.isEmpty() ? "{\"" : ",\"");
                json.add(report.metric(i).name());
                json.add("\":");
                report.print(i, json);
            }
        }
        json.add('}');
        out.say(topic("state"), json.toBytes(), false);
    }

    @Override
    public void end(Sink out) {
        out.say(topic("availability"), "offline", true);
    }

    @Override
    public boolean tellsLater() {
        return false;
    }
}
