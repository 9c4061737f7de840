package az.ocaq.decode.homie;

import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Gathering;
import az.ocaq.decode.MetricWords;
import az.ocaq.decode.Names;
import az.ocaq.decode.Numbers;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Unit;
import az.ocaq.measurement.Units;
import az.ocaq.measurement.Units.Scale;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** One property's value on its way to a reading. */
final class HomieValue {
    private static final Pattern WISH =
            Pattern.compile(".*(target|setpoint|set-point|desired|wanted|setting).*|(.*[-_])?(sp|set)");
    private static final int LONGEST_WORD = 200;

    private record Statistic(String quantity, String channel, String unit) {}

    private static final Map<String, Statistic> STATISTICS = Map.of(
            "uptime", new Statistic("uptime", "", "s"),
            "signal", new Statistic("wifi_quality", "", "%"),
            "battery", new Statistic("battery_level", "", "%"),
            "cputemp", new Statistic("temperature", "cpu", "°C"),
            "supply", new Statistic("voltage", "supply", "V"));

    private final Gathering into;
    private final DeviceId device;
    private final Instant time;

    HomieValue(Gathering into, DeviceId device, Instant time) {
        this.into = into;
        this.device = device;
        this.time = time;
    }

    /** Takes a value of {@code $stats}; the others describe the program, not the village. */
    void statistic(String name, String text) {
        Statistic known = STATISTICS.get(name);
        OptionalDouble number = Numbers.decimal(text);
        if (known != null && number.isPresent()) {
            Scale scale = Units.of(known.unit()).orElseThrow();
            Metric metric = Metric.of(known.quantity(), known.channel(), Optional.empty(), scale.unit());
            into.value(device, metric, time, scale.apply(number.getAsDouble()), "$stats/" + name);
        }
    }

    void take(String node, String name, HomieProperty property, String text) {
        String value = text.strip();
        String path = node + '/' + name;
        boolean wish = property.settable()
                && WISH.matcher(name.toLowerCase(Locale.ROOT)).matches();
        if (wish || Numbers.isPlaceholder(value)) {
            return;
        }
        switch (property.type()) {
            case "integer", "float", "percent" -> number(path, property, value, true);
            case "boolean" -> {
                if (!state(path, value)) {
                    into.problem(path, Reason.MALFORMED, "its attribute says it is true or false");
                }
            }
            case "enum", "string" -> word(path, value, property.type().equals("enum"));
            case "color", "datetime", "duration", "json" -> {}
            default -> undescribed(path, property, value);
        }
    }

    private void undescribed(String path, HomieProperty property, String value) {
        if (Numbers.decimal(value).isPresent()) {
            number(path, property, value, false);
        } else if (!state(path, value)) {
            word(path, value, false);
        }
    }

    private void number(String path, HomieProperty property, String value, boolean due) {
        OptionalDouble number = Numbers.decimal(value);
        if (number.isEmpty()) {
            into.problem(path, Reason.NOT_A_NUMBER, due ? "its attribute says it is a number" : "no number");
            return;
        }
        String unit = property.unit().equals("#") ? "count" : property.unit();
        Optional<Scale> scale = Units.of(unit).filter(it -> it.unit() != Unit.UNKNOWN);
        boolean percent = scale.isEmpty() && property.type().equals("percent");
        if (scale.isEmpty() && !percent) {
            Names.Named named = Names.named(path);
            into.value(device, named.metric(), time, named.scale().apply(number.getAsDouble()), path);
        } else {
            Scale known = scale.orElse(Units.plain(Unit.PERCENT));
            Metric metric = MetricWords.metric(path, known.unit(), device.device());
            into.value(device, metric, time, known.apply(number.getAsDouble(), metric.unit()), path);
        }
    }

    private boolean state(String path, String value) {
        boolean on = value.equals("true");
        if (on || value.equals("false")) {
            into.value(device, MetricWords.state(path), time, on ? 1 : 0, path);
            return true;
        }
        return false;
    }

    private void word(String path, String value, boolean state) {
        if (value.length() <= LONGEST_WORD) {
            into.text(device, state ? MetricWords.state(path) : MetricWords.text(path), time, value);
        }
    }
}
