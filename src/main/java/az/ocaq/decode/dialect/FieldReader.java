package az.ocaq.decode.dialect;

import az.ocaq.config.YamlMap;
import az.ocaq.decode.Numbers;
import az.ocaq.measurement.Quantity;
import az.ocaq.measurement.Unit;
import az.ocaq.measurement.Units;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what a dialect file says about one kind of field. */
final class FieldReader {
    private final YamlMap yaml;

    FieldReader(YamlMap yaml) {
        this.yaml = yaml;
    }

    FieldRule read() {
        List<PathPattern> at = DialectFile.patterns(yaml, yaml.has("ignore") ? "ignore" : "at");
        if (at.isEmpty()) {
            yaml.problem("at", "is missing: at (or ignore) with one path or several");
        }
        boolean ignored = yaml.has("ignore");
        double factor = yaml.number("factor", -1e9, 1e9, 1);
        FieldRule rule = new FieldRule(
                at,
                ignored,
                new Template(ignored ? "ignored" : yaml.string("quantity")),
                ignored ? Units.plain(Unit.UNKNOWN) : unit(factor),
                yaml.optionalString("unit-from"),
                factor,
                new Template(yaml.string("channel", "")),
                new Template(yaml.string("phase", yaml.string("phase-from-0", ""))),
                yaml.has("phase-from-0"),
                yaml.optionalString("device").map(Template::new),
                DialectFile.numbers(yaml.mapOrEmpty("words")),
                new FieldRule.Condition(
                        DialectFile.choices(yaml.mapOrEmpty("when")),
                        yaml.optionalString("unless"),
                        yaml.word("only", FieldRule.Only.class, FieldRule.Only.ANYTHING),
                        yaml.number("over", -1e15, 1e15, Double.NEGATIVE_INFINITY)),
                limits());
        checkCaptures(rule);
        yaml.finish();
        return rule;
    }

    /** The unit that is written, else that of the quantity. */
    private Units.Scale unit(double factor) {
        Optional<String> text = yaml.optionalString("unit");
        if (text.isEmpty()) {
            Optional<Unit> usual = Quantity.named(yaml.string("quantity")).map(Quantity::unit);
            if (usual.isEmpty()) {
                yaml.problem("unit", "is missing, and the quantity is none that Ocaq knows a unit of");
            }
            return Units.plain(usual.orElse(Unit.UNKNOWN)).times(factor);
        }
        Optional<Units.Scale> scale = Units.of(text.get());
        if (scale.isEmpty()) {
            yaml.problem("unit", "'" + text.get() + "' is no unit that Ocaq knows");
        }
        return scale.orElse(Units.plain(Unit.UNKNOWN)).times(factor);
    }

    private FieldRule.Limits limits() {
        return new FieldRule.Limits(
                numbers("absent"),
                numbers("doubtful"),
                yaml.number("least", -1e15, 1e15, Double.NEGATIVE_INFINITY),
                yaml.number("most", -1e15, 1e15, Double.POSITIVE_INFINITY));
    }

    private Set<Double> numbers(String key) {
        Set<Double> numbers = new HashSet<>();
        for (String text : yaml.strings(key)) {
            OptionalDouble number = Numbers.decimal(text);
            if (number.isEmpty()) {
                yaml.problem(key, "'" + text + "' is not a number");
            }
            number.ifPresent(numbers::add);
        }
        return numbers;
    }

    /** Captures of the topic are filled in too and not known here, so only what the paths capture twice is told. */
    private void checkCaptures(FieldRule rule) {
        for (PathPattern pattern : rule.at()) {
            long different = Stream.of(pattern.names().toArray()).distinct().count();
            if (different != pattern.names().size()) {
                yaml.problem(
                        "at",
                        "captures a name twice: "
                                + Arrays.toString(pattern.names().toArray()));
            }
        }
    }
}
