package az.ocaq.decode;

import az.ocaq.decode.Decoded.Reason;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quantity;
import az.ocaq.measurement.SeriesId;
import az.ocaq.measurement.Unit;
import az.ocaq.measurement.Units;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Takes the fields of a JSON object whose names its owner chose: what a name says tells the quantity, nothing is guessed.
 * An object {@code {"value": 21.5, "unit": "°C"}} is one value; any other object's name goes before those of its fields.
 */
public final class FreeFields {
    private static final int DEEPEST = 6;
    private static final int MOST_OF_AN_ARRAY = 32;
    private static final int LONGEST_WORD = 100;
    private static final int SHORT = 2;
    private static final int FULL = 100;
    private static final int HIGHEST_CONDITION = 3;
    private static final Set<String> STATE_WORDS =
            Set.of("on", "off", "open", "closed", "close", "opened", "true", "false");

    private final Gathering into;
    private final DeviceId device;
    private final Stamp stamp;
    private final Set<String> taken = new HashSet<>();
    private OptionalDouble batteryVolts = OptionalDouble.empty();

    /** Fields of one device at one time. */
    public FreeFields(Gathering into, DeviceId device, Stamp stamp) {
        this.into = into;
        this.device = device;
        this.stamp = stamp;
    }

    /** Takes every field of an object, and of the objects in it. */
    public void take(JsonNode object) {
        among(object);
        take("", "", object, 0);
    }

    /** Notes the object whose fields are taken one by one: some mean something only beside others. */
    public void among(JsonNode object) {
        batteryVolts = batteryVolts(object);
    }

    /** Takes one field by its name. */
    public void take(String name, JsonNode value) {
        take(name, name, value, 0);
    }

    /** Takes a number whose quantity and unit are certain; one that the message has already told is left out. */
    public void certain(Metric metric, double value, String path) {
        if (taken.add(metric.name())) {
            into.value(new SeriesId(device, metric), stamp.time(), value, stamp.quality(), path);
        }
    }

    private void take(String name, String path, JsonNode node, int depth) {
        if (node.isObject()
                && node.path("value").isValueNode()
                && !node.path("value").isNull()) {
            String unit = node.path("unit").asText(node.path("units").asText(""));
            scalar(name, path, node.get("value"), unit);
        } else if (node.path("measurementValue").isNumber()) { // SenseCAP: its name stands in "type"
            scalar(node.path("type").asText(), path, node.get("measurementValue"), "");
        } else if (node.isObject() && depth < DEEPEST) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                take(join(name, field.getKey(), "_"), join(path, field.getKey(), "."), field.getValue(), depth + 1);
            }
        } else if (node.isArray() && node.size() <= MOST_OF_AN_ARRAY && depth < DEEPEST && !Names.isIdentity(name)) {
            for (int i = 0; i < node.size(); i++) {
                if (node.get(i).isNumber()) {
                    scalar(name + '_' + i, path + '.' + i, node.get(i), "");
                } else if (node.get(i).isArray() || node.get(i).has("measurementValue")) {
                    take(name, path + '.' + i, node.get(i), depth + 1);
                }
            }
        } else if (node.isValueNode()) {
            scalar(name, path, node, "");
        }
    }

    private static String join(String before, String name, String by) {
        return before.isEmpty() ? name : before + by + name;
    }

    private void scalar(String name, String path, JsonNode node, String unit) {
        if (name.isEmpty() || Names.isIdentity(name)) {
            return;
        }
        if (node.isNumber()) {
            number(name, path, node.doubleValue(), unit);
        } else if (node.isBoolean()) {
            certain(MetricWords.state(name), node.booleanValue() ? 1 : 0, path);
        } else if (node.isTextual()) {
            text(name, path, node.textValue(), unit);
        }
    }

    private void number(String name, String path, double value, String unit) {
        Optional<Units.Scale> told = told(unit);
        if (told.isPresent()) {
            Metric metric = isBattery(name, told.get().unit())
                    ? Metric.of("voltage", "battery", Optional.empty(), Unit.VOLT)
                    : MetricWords.metric(name, told.get().unit());
            certain(metric, told.get().apply(value, metric.unit()), path);
        } else if (!Names.isCode(name) && !Names.isTime(name, value)) {
            Names.Named named = unsaid(name);
            if (named.metric().name().equals("battery_level") && batteryVolts.isPresent()) {
                batteryBesideVoltage(value, path);
                return;
            }
            boolean percent = named.metric().quantity().equals("power_factor") && Math.abs(value) > 1;
            certain(named.metric(), named.scale().apply(percent ? value / 100 : value), path);
        }
    }

    private static Optional<Units.Scale> told(String unit) {
        return Units.of(unit).filter(it -> it.unit() != Unit.UNKNOWN);
    }

    /** The battery's voltage, where a field of its own says that it is one. */
    private static OptionalDouble batteryVolts(JsonNode object) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (field.getValue().isNumber()
                    && Names.named(field.getKey()).metric().name().equals("voltage_battery")) {
                return OptionalDouble.of(field.getValue().doubleValue());
            }
        }
        return OptionalDouble.empty();
    }

    /** What {@code Bat} is beside {@code BatV}: the same again, one of the conditions 0 to 3, or the level. */
    private void batteryBesideVoltage(double value, String path) {
        boolean condition = value == Math.rint(value) && value >= 0 && value <= HIGHEST_CONDITION;
        if (value != batteryVolts.getAsDouble() && !condition) {
            Unit unit = value >= 0 && value <= FULL ? Unit.PERCENT : Unit.UNKNOWN;
            certain(Metric.of("battery_level", "", Optional.empty(), unit), value, path);
        }
    }

    private static boolean isBattery(String name, Unit unit) {
        return unit == Unit.VOLT && Names.named(name).metric().name().equals("battery_level");
    }

    private static boolean isQuantity(String name) {
        return Quantity.named(Names.named(name).metric().quantity()).isPresent();
    }

    /** By the name alone. Of an energy in no unit nobody knows which way it goes; one or two letters say nothing. */
    private static Names.Named unsaid(String name) {
        Names.Named named = Names.named(name);
        Metric metric = named.metric();
        boolean brief = name.length() <= SHORT;
        boolean energy = metric.unit() == Unit.UNKNOWN
                && metric.quantity().equals("energy_import")
                && !name.toLowerCase(Locale.ROOT).contains("import");
        if (!brief && !energy) {
            return named;
        }
        String quantity = brief ? name : "energy";
        return new Names.Named(
                Metric.of(quantity, brief ? "" : metric.channel(), metric.phase(), Unit.UNKNOWN),
                Units.plain(Unit.UNKNOWN));
    }

    private void text(String name, String path, String value, String unit) {
        int blank = unit.isEmpty() ? value.indexOf(' ') : -1; // 3.1 V
        boolean both = blank > 0 && told(value.substring(blank)).isPresent();
        OptionalDouble number = Numbers.decimal(both ? value.substring(0, blank) : value);
        if (number.isPresent()) {
            number(name, path, number.getAsDouble(), both ? value.substring(blank) : unit);
        } else if (Numbers.startsAsNumber(value) && isQuantity(name)) {
            into.problem(path, Reason.NOT_A_NUMBER, "must be a number");
        } else if (!Numbers.isPlaceholder(value) && value.length() <= LONGEST_WORD) {
            boolean state = STATE_WORDS.contains(value.toLowerCase(Locale.ROOT));
            Metric metric = state ? MetricWords.state(name) : MetricWords.text(name);
            if (taken.add(metric.name())) {
                into.text(device, metric, stamp.time(), value);
            }
        }
    }
}
