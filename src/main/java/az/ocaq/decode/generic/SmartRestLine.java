package az.ocaq.decode.generic;

import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.FreeFields;
import az.ocaq.decode.Gathering;
import az.ocaq.decode.MetricWords;
import az.ocaq.decode.Numbers;
import az.ocaq.decode.PayloadTimes;
import az.ocaq.decode.Phases;
import az.ocaq.decode.Stamp;
import az.ocaq.decode.Times;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Phase;
import az.ocaq.measurement.Unit;
import az.ocaq.measurement.Units;
import az.ocaq.measurement.Units.Scale;
import com.fasterxml.jackson.databind.node.DoubleNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** One line of SmartREST: a template's number and its columns. */
final class SmartRestLine {
    /** The meters' series: energy, power and reactive power, in and out; a phase may follow a colon. */
    private static final Map<String, String> METER_SERIES = Map.of(
            "A+", "energy_import",
            "A-", "energy_export",
            "P+", "active_power",
            "P-", "active_power_export",
            "R+", "reactive_power",
            "Ri+", "reactive_power");

    private static final Pattern SWITCH = Pattern.compile("(?i).*(switch|relay|contact|motion|door|onoff).*");

    private static final Pattern ENDS_IN_DIGIT = Pattern.compile(".*[0-9]");

    private final List<String> columns;
    private final Gathering into;
    private final DeviceId device;
    private final Instant receivedAt;

    SmartRestLine(List<String> columns, Gathering into, DeviceId device, Instant receivedAt) {
        this.columns = columns;
        this.into = into;
        this.device = device;
        this.receivedAt = receivedAt;
    }

    void take() {
        switch (column(0)) {
            case "200" -> measurement(column(1), column(2), column(3), column(4), stamp(5));
            case "201" -> measurements();
            case "210" -> plain("rssi", column(1), "dBm", stamp(3));
            case "211" -> plain("temperature", column(1), "°C", stamp(2));
            case "212" -> plain("battery_level", column(1), "%", stamp(2));
            case "401" -> {
                plain("latitude", column(1), "°lat", stamp(5));
                plain("longitude", column(2), "°lon", stamp(5));
            }
            default -> {
                if (!column(0).matches("[0-9]{2,3}")) {
                    into.problem("0", Reason.MALFORMED, "a line must start with a template's number");
                }
            }
        }
    }

    /** {@code 201,type,time,fragment,series,value,unit,fragment,…}. */
    private void measurements() {
        Stamp stamp = stamp(2);
        for (int i = 3; i + 2 < columns.size(); i += 4) {
            measurement(column(i), column(i + 1), column(i + 2), column(i + 3), stamp);
        }
    }

    private void measurement(String fragment, String series, String value, String unit, Stamp stamp) {
        OptionalDouble number = Numbers.decimal(value);
        if (number.isEmpty()) {
            into.problem(fragment + '.' + series, Reason.NOT_A_NUMBER, "must be a number");
            return;
        }
        FreeFields fields = new FreeFields(into, device, stamp);
        String[] meter = series.split(":", 2);
        boolean state = unit.isEmpty() && SWITCH.matcher(fragment).matches();
        Optional<Scale> scale = Units.of(unit).filter(it -> it.unit() != Unit.UNKNOWN);
        String name = name(fragment, series);
        if (METER_SERIES.containsKey(meter[0]) && scale.isPresent()) {
            Optional<Phase> phase = meter.length > 1 ? Phases.of(meter[1]) : Optional.empty();
            Metric metric = Metric.of(
                    METER_SERIES.getOrDefault(meter[0], series),
                    "",
                    phase,
                    scale.get().unit());
            fields.certain(metric, scale.get().apply(number.getAsDouble()), series);
        } else if (state) {
            fields.certain(MetricWords.state(series), number.getAsDouble(), series);
        } else if (scale.isPresent()) {
            Metric metric = MetricWords.metric(name, scale.get().unit());
            fields.certain(metric, scale.get().apply(number.getAsDouble(), metric.unit()), series);
        } else {
            fields.take(name, DoubleNode.valueOf(number.getAsDouble()));
        }
    }

    private void plain(String quantity, String value, String unit, Stamp stamp) {
        OptionalDouble number = Numbers.decimal(value);
        Scale scale = Units.of(unit).orElseThrow();
        if (number.isPresent()) {
            Metric metric = Metric.of(quantity, "", Optional.empty(), scale.unit());
            new FreeFields(into, device, stamp).certain(metric, scale.apply(number.getAsDouble()), quantity);
        } else if (!value.isBlank()) {
            into.problem(quantity, Reason.NOT_A_NUMBER, "must be a number");
        }
    }

    /** {@code c8y_TemperatureMeasurement} and {@code T} are one word; a series of more letters names which of several. */
    private static String name(String fragment, String series) {
        String words = fragment.replaceFirst("^c8y_", "").replaceFirst("Measurement$", "");
        boolean abbreviates =
                (series.length() <= 2 && !ENDS_IN_DIGIT.matcher(series).matches())
                        || words.toLowerCase(Locale.ROOT).contains(series.toLowerCase(Locale.ROOT));
        return abbreviates ? words : words + '_' + series;
    }

    private Stamp stamp(int column) {
        String text = column(column);
        Optional<Instant> own = Times.ofText(text);
        if (own.isEmpty() && !text.isBlank()) {
            own = Numbers.decimal(text).stream().boxed().findFirst().flatMap(PayloadTimes::of);
        }
        return Stamp.of(own, receivedAt);
    }

    private String column(int index) {
        return index < columns.size() ? columns.get(index).strip() : "";
    }
}
