package az.ocaq.decode.lorawan;

import az.ocaq.decode.FreeFields;
import az.ocaq.decode.MetricWords;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Unit;
import az.ocaq.measurement.Units;
import az.ocaq.measurement.Units.Scale;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What network servers call the values of Cayenne LPP, whose units the format fixes: {@code barometric_pressure_3} in one,
 * {@code barometer: {"3": …}} in the other. Everything else goes by its name.
 */
final class CayenneNames {
    private static final Pattern NUMBERED = Pattern.compile("([a-z_]+)_(\\d{1,3})");
    private static final Pattern CHANNEL = Pattern.compile("\\d{1,3}");

    private record Known(String quantity, Scale scale) {}

    /** Sure by themselves: no owner of a sensor numbers these names so by chance. */
    private static final Map<String, Known> NUMBERED_NAMES = Map.of(
            "temperature", known("temperature", "°C"),
            "relative_humidity", known("humidity", "%RH"),
            "barometric_pressure", known("pressure", "hPa"),
            "luminosity", known("illuminance", "lx"),
            "analog_in", known("analog_in", ""),
            "analog_out", known("analog_out", ""));

    /** Names that others number too: sure beside a channel, or in a payload that has nothing but names of the format. */
    private static final Map<String, Known> SHARED_NAMES = Map.ofEntries(
            Map.entry("voltage", known("voltage", "V")),
            Map.entry("current", known("current", "A")),
            Map.entry("power", known("active_power", "W")),
            Map.entry("energy", known("energy_import", "kWh")),
            Map.entry("frequency", known("frequency", "Hz")),
            Map.entry("percentage", known("ratio", "%")),
            Map.entry("altitude", known("altitude", "m")),
            Map.entry("distance", known("distance", "m")),
            Map.entry("concentration", known("co2", "ppm")),
            Map.entry("direction", known("wind_direction", "°")),
            Map.entry("digital_in", known("digital_in", "state")),
            Map.entry("digital_out", known("digital_out", "state")),
            Map.entry("digitalInput", known("digital_in", "state")),
            Map.entry("digitalOutput", known("digital_out", "state")),
            Map.entry("presence", known("presence", "state")),
            Map.entry("presenceSensor", known("presence", "state")),
            Map.entry("switch", known("switch", "state")));

    private static final Map<String, Known> OBJECT_NAMES = Map.of(
            "temperatureSensor", known("temperature", "°C"),
            "humiditySensor", known("humidity", "%RH"),
            "barometer", known("pressure", "hPa"),
            "illuminanceSensor", known("illuminance", "lx"),
            "analogInput", known("analog_in", ""),
            "analogOutput", known("analog_out", ""));

    /** Names of the format that say no number of a known quantity, or nothing that is measured. */
    private static final Set<String> OTHER_NAMES =
            Set.of("gps", "accelerometer", "gyrometer", "generic_sensor", "unixtime", "colour", "load");

    private CayenneNames() {}

    static void take(JsonNode decoded, FreeFields into) {
        into.among(decoded);
        boolean format = !decoded.isEmpty() && decoded.properties().stream().allMatch(it -> isOfTheFormat(it.getKey()));
        for (Map.Entry<String, JsonNode> field : decoded.properties()) {
            Matcher numbered = NUMBERED.matcher(field.getKey());
            Optional<Known> byNumber = numbered.matches() ? byNumber(numbered.group(1), format) : Optional.empty();
            Optional<Known> byObject = Optional.ofNullable(OBJECT_NAMES.get(field.getKey()))
                    .or(() -> Optional.ofNullable(SHARED_NAMES.get(field.getKey())));
            boolean clock = format && field.getKey().startsWith("unixtime_");
            if (byNumber.isPresent() && field.getValue().isNumber()) {
                number(byNumber.get(), numbered.group(2), field.getValue(), into);
            } else if (byObject.isPresent() && isChannels(field.getValue())) {
                field.getValue().properties().forEach(it -> number(byObject.get(), it.getKey(), it.getValue(), into));
            } else if (!clock && !field.getKey().equals("unixTime")) {
                into.take(field.getKey(), field.getValue());
            }
        }
    }

    private static Optional<Known> byNumber(String name, boolean format) {
        Optional<Known> sure = Optional.ofNullable(NUMBERED_NAMES.get(name));
        return sure.isPresent() || !format ? sure : Optional.ofNullable(SHARED_NAMES.get(name));
    }

    private static boolean isOfTheFormat(String key) {
        Matcher numbered = NUMBERED.matcher(key);
        return numbered.matches()
                && (NUMBERED_NAMES.containsKey(numbered.group(1))
                        || SHARED_NAMES.containsKey(numbered.group(1))
                        || OTHER_NAMES.contains(numbered.group(1)));
    }

    private static boolean isChannels(JsonNode node) {
        return node.isObject()
                && !node.isEmpty()
                && node.properties().stream()
                        .allMatch(it -> CHANNEL.matcher(it.getKey()).matches()
                                && it.getValue().isNumber());
    }

    private static void number(Known known, String channel, JsonNode value, FreeFields into) {
        Scale scale = known.scale();
        if (scale.unit() == Unit.STATE) {
            into.certain(MetricWords.state(known.quantity() + '_' + channel), value.doubleValue(), channel);
            return;
        }
        Metric metric = Metric.of(known.quantity(), channel, Optional.empty(), scale.unit());
        into.certain(metric, scale.apply(value.doubleValue(), metric.unit()), known.quantity() + '_' + channel);
    }

    private static Known known(String quantity, String unit) {
        return new Known(quantity, Units.of(unit).orElse(Units.plain(Unit.UNKNOWN)));
    }
}
