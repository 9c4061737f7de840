package az.ocaq.fleet;

import az.ocaq.config.YamlMap;
import az.ocaq.device.DeviceType;
import az.ocaq.device.MetricRange;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quantity;
import az.ocaq.measurement.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** One file of {@code devices/types/}. */
record TypeFile(DeviceType type, Behaviour behaviour, List<Example> examples, List<Match> matches) {
    private static final double ANY = Double.MAX_VALUE;
    private static final Set<String> UTILITIES =
            Set.of("electricity", "water", "heat", "gas", "lighting", "charging", "weather", "air", "agriculture");

    static TypeFile read(String id, YamlMap file) {
        Map<String, MetricRange> metrics = new LinkedHashMap<>();
        file.maps("metrics").forEach((name, map) -> {
            if (Metric.isName(name)) {
                metrics.put(name, metric(name, map));
            } else {
                map.problem("", "a metric's name must be snake case");
            }
        });
        if (metrics.isEmpty()) {
            file.problem("metrics", "must name at least one metric");
        }
        DeviceType type =
                new DeviceType(id, file.title("title"), utility(file), interval(file), metrics, file.strings("alarms"));
        TypeFile read = new TypeFile(type, behaviour(file), examples(file, metrics), matches(file, metrics));
        file.finish();
        return read;
    }

    private static String utility(YamlMap file) {
        String utility = file.string("utility");
        if (!UTILITIES.contains(utility)) {
            file.problem(
                    "utility",
                    "'" + utility + "' must be one of "
                            + UTILITIES.stream().sorted().toList());
        }
        return utility;
    }

    private static Duration interval(YamlMap file) {
        Duration interval = file.duration("interval", Duration.ZERO);
        if (interval.toSeconds() < 1) {
            file.problem("interval", "must be there, at least 1s");
            return Duration.ofMinutes(1);
        }
        return interval;
    }

    private static MetricRange metric(String name, YamlMap map) {
        Metric metric = Metric.named(name);
        Unit unit = unit(metric, map);
        Quantity.Kind kind = map.word("kind", Quantity.Kind.class, metric.kind());
        if (metric.unit() != Unit.UNKNOWN && kind != metric.kind()) {
            map.problem(
                    "kind",
                    "'" + metric.quantity() + "' is a " + metric.kind().name().toLowerCase(java.util.Locale.ROOT));
        }
        double[] range = range(map, kind);
        MetricRange read = new MetricRange(
                new Metric(name, metric.quantity(), metric.channel(), metric.phase(), unit),
                kind,
                range[0],
                range[1],
                map.optionalNumber("max_step", 0, ANY),
                map.optionalNumber("modulus", 1, ANY),
                resolution(map));
        map.finish();
        return read;
    }

    private static OptionalDouble resolution(YamlMap map) {
        return map.optionalNumber("resolution", 1e-9, 1e9);
    }

    private static Unit unit(Metric metric, YamlMap map) {
        String code = map.string("unit");
        Optional<Unit> unit = Unit.ofCode(code);
        if (unit.isEmpty()) {
            map.problem("unit", "'" + code + "' is no unit that Ocaq knows");
        } else if (metric.unit() != Unit.UNKNOWN && unit.get() != metric.unit()) {
            map.problem(
                    "unit",
                    "'" + metric.quantity() + "' is stored in " + metric.unit().code());
        }
        return unit.orElse(Unit.UNKNOWN);
    }

    private static double[] range(YamlMap map, Quantity.Kind kind) {
        double lowest = kind == Quantity.Kind.GAUGE ? -ANY : 0;
        List<String> ends = map.strings("range");
        if (ends.isEmpty()) {
            return new double[] {lowest, ANY};
        }
        try {
            double min = Double.parseDouble(ends.get(0));
            double max = Double.parseDouble(ends.get(ends.size() - 1));
            if (ends.size() == 2 && min < max) {
                return new double[] {min, max};
            }
        } catch (NumberFormatException e) {
            // told below, together with the other ways to be wrong
        }
        map.problem("range", "must be two numbers, the smaller first");
        return new double[] {lowest, ANY};
    }

    private static List<Match> matches(YamlMap file, Map<String, MetricRange> metrics) {
        List<Match> matches = new ArrayList<>();
        for (YamlMap map : file.list("matches")) {
            List<String> told = map.strings("metrics");
            told.stream()
                    .filter(it -> !metrics.containsKey(it))
                    .forEach(it -> map.problem("metrics", "'" + it + "' is no metric of this type"));
            matches.add(new Match(Set.copyOf(map.strings("conventions")), Set.copyOf(told), name(map)));
            map.finish();
        }
        return matches;
    }

    private static Pattern name(YamlMap map) {
        try {
            return Pattern.compile(map.string("name", ""));
        } catch (PatternSyntaxException e) {
            map.problem("name", "is no regular expression: " + e.getDescription());
            return Match.ANY_NAME;
        }
    }

    private static Behaviour behaviour(YamlMap file) {
        if (!file.has("simulate")) {
            return Behaviour.NONE;
        }
        YamlMap map = file.map("simulate");
        ModelKind model = map.word("model", ModelKind.class);
        Map<String, Double> parameters = new LinkedHashMap<>();
        for (String key : model.parameters()) {
            if (map.has(key)) {
                parameters.put(key, map.number(key, -1e12, 1e12));
            }
        }
        checkParameters(map, model);
        return new Behaviour(model, parameters);
    }

    private static void checkParameters(YamlMap map, ModelKind model) {
        for (String key : map.keys()) {
            if (!key.equals("model") && !model.parameters().contains(key)) {
                map.problem(key, unknownParameter(model));
            }
        }
    }

    /** Says what a model takes instead. */
    static String unknownParameter(ModelKind model) {
        return model.parameters().isEmpty()
                ? "the model " + model.word() + " takes no numbers"
                : "the model " + model.word() + " takes " + String.join(", ", new TreeSet<>(model.parameters()));
    }

    private static List<Example> examples(YamlMap file, Map<String, MetricRange> metrics) {
        List<Example> examples = new ArrayList<>();
        for (YamlMap map : file.list("examples")) {
            YamlMap expected = map.mapOrEmpty("readings");
            Map<String, Double> readings = new LinkedHashMap<>();
            for (String name : expected.keys()) {
                readings.put(name, expected.number(name, -ANY, ANY));
                if (!metrics.containsKey(name)) {
                    expected.problem(name, "is no metric of this type");
                }
            }
            Optional<String> rejected = map.optionalString("rejected");
            examples.add(new Example(map.string("payload"), readings, rejected));
            if (readings.isEmpty() == rejected.isEmpty()) {
                map.problem("payload", "must have either readings or rejected");
            }
            map.finish();
        }
        if (examples.isEmpty()) {
            file.problem("examples", "must hold at least one");
        }
        return examples;
    }
}
