package az.ocaq.decode.lorawan;

import az.ocaq.decode.FreeFields;
import az.ocaq.decode.UnitConversion;
import az.ocaq.decode.Units;
import az.ocaq.decode.Units.Scale;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Unit;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
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

    private static final Map<String, Known> NUMBERED_NAMES = Map.of(
            "temperature", known("temperature", "°C"),
            "relative_humidity", known("humidity", "%RH"),
            "barometric_pressure", known("pressure", "hPa"),
            "luminosity", known("illuminance", "lx"),
            "analog_in", known("analog_in", ""),
            "analog_out", known("analog_out", ""));

    private static final Map<String, Known> OBJECT_NAMES = Map.of(
            "temperatureSensor", known("temperature", "°C"),
            "humiditySensor", known("humidity", "%RH"),
            "barometer", known("pressure", "hPa"),
            "illuminanceSensor", known("illuminance", "lx"),
            "analogInput", known("analog_in", ""),
            "analogOutput", known("analog_out", ""));

    private CayenneNames() {}

    static void take(JsonNode decoded, FreeFields into) {
        for (Map.Entry<String, JsonNode> field : decoded.properties()) {
            Matcher numbered = NUMBERED.matcher(field.getKey());
            Known byNumber = numbered.matches() ? NUMBERED_NAMES.get(numbered.group(1)) : null;
            Known byObject = OBJECT_NAMES.get(field.getKey());
            if (byNumber != null && field.getValue().isNumber()) {
                number(byNumber, numbered.group(2), field.getValue(), into);
            } else if (byObject != null && isChannels(field.getValue())) {
                field.getValue().properties().forEach(it -> number(byObject, it.getKey(), it.getValue(), into));
            } else {
                into.take(field.getKey(), field.getValue());
            }
        }
    }

    private static boolean isChannels(JsonNode node) {
        return node.isObject()
                && node.properties().stream()
                        .allMatch(it -> CHANNEL.matcher(it.getKey()).matches()
                                && it.getValue().isNumber());
    }

    private static void number(Known known, String channel, JsonNode value, FreeFields into) {
        Scale scale = known.scale();
        Metric metric = Metric.of(known.quantity(), channel, Optional.empty(), scale.unit());
        double scaled = UnitConversion.convert(scale.apply(value.doubleValue()), scale.unit(), metric.unit());
        into.certain(metric, scaled, known.quantity() + '_' + channel);
    }

    private static Known known(String quantity, String unit) {
        return new Known(quantity, Units.of(unit).orElse(Units.plain(Unit.UNKNOWN)));
    }
}
