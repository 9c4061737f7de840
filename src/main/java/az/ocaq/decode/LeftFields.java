package az.ocaq.decode;

import az.ocaq.decode.Decoded.Readings;
import az.ocaq.decode.PayloadFields.Field;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Words for why a field that changes nothing was left. */
final class LeftFields {
    private static final double ALIKE = 1e-9;
    private static final double FAHRENHEIT_ALIKE = 0.6;
    private static final Pattern SETPOINT =
            Pattern.compile("set_?point|target|setting|limit|threshold|calibrat|max_|min_");
    private static final Pattern PAST = Pattern.compile("yesterday|minute|history|last_|previous|starttime|_ts$|reset");
    private static final Pattern METADATA = Pattern.compile(
            "(^|[^a-z])(id|mac|ip|ssid|bssid|sn|fw|ver|src|dst|method|model|name|port|rev|seq)([^a-z]|$)|version|serial"
                    + "|firmware|manufacturer|vendor|friendly|device|gateway|eui|uuid|type|count(er)?$|channel");
    private static final Pattern STATUS =
            Pattern.compile("status|state|error|alarm|online|reachable|avail|update|mode");

    private LeftFields() {}

    /** The word: a fault that the decoder named, a twin of a value, or what its name and kind say. */
    static String reason(Field field, Readings found) {
        String plain = field.pointer().substring(1).replace('/', '.');
        for (Decoded.FieldProblem problem : found.problems()) {
            if (problem.path().equals(field.pointer())
                    || problem.path().replace('/', '.').equals(plain)) {
                return problem.reason().word();
            }
        }
        String name = field.name().toLowerCase(Locale.ROOT);
        if (SETPOINT.matcher(name).find()) {
            return "set_point";
        } else if (isTwin(field.value(), found)) {
            return "twin";
        } else if (PAST.matcher(field.pointer().toLowerCase(Locale.ROOT)).find()) {
            return "history";
        } else if (METADATA.matcher(name).find()) {
            return "metadata";
        } else if (STATUS.matcher(name).find()) {
            return "status";
        }
        return field.value().isNumber()
                        || Numbers.decimal(field.value().asText()).isPresent()
                ? "no_rule"
                : "text";
    }

    /** The same value again, or the same temperature in Fahrenheit. */
    private static boolean isTwin(JsonNode value, Readings found) {
        OptionalDouble number =
                value.isNumber() ? OptionalDouble.of(value.doubleValue()) : Numbers.decimal(value.asText());
        if (value.isBoolean() || number.isEmpty() || number.getAsDouble() == 0) {
            return false;
        }
        double it = number.getAsDouble();
        return found.readings().stream()
                .anyMatch(reading -> Math.abs(reading.value() - it) <= ALIKE * Math.abs(it)
                        || (reading.series().metric().unit() == az.ocaq.measurement.Unit.CELSIUS
                                && Math.abs(reading.value() * 1.8 + 32 - it) <= FAHRENHEIT_ALIKE));
    }
}
