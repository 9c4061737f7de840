package az.ocaq.alarm.rule;

import az.ocaq.alarm.Priority;
import az.ocaq.config.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Reads what is particular to each kind of rule. */
final class ConditionReader {
    static final double WIDE = 1e15;
    /** A run of values keeps no more than 512. */
    private static final int MOST_SAMPLES = 100;

    private static final int MOST_COUNTED = 512;

    /** EN 50160, percent. */
    private static final double UNBALANCE = 2;

    /** The share of a group that makes one event of its members' alarms. */
    private static final double OUTAGE = 0.2;

    private static final String SUNRISE = "sunrise";
    private static final Duration SHORTEST_SILENCE = Duration.ofMinutes(10);

    private static final Map<String, BiFunction<YamlMap, Priority, Condition>> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("threshold", ConditionReader::threshold);
        KINDS.put("count", ConditionReader::count);
        KINDS.put("rate", ConditionReader::rate);
        KINDS.put("forecast", ConditionReader::forecast);
        KINDS.put("no_data", (map, priority) -> new Absence.NothingNewer(map.string("metric"), after(map)));
        KINDS.put("stale", (map, priority) -> new Absence.Stale(map.string("metric"), after(map)));
        KINDS.put("offline", (map, priority) -> offline(map));
        KINDS.put("counter", (map, priority) -> counter(map));
        KINDS.put("compound", (map, priority) -> compound(map));
        KINDS.put("group_fraction", (map, priority) -> groupFraction(map));
        KINDS.put("curve", ConditionReader::curve);
        KINDS.put("unbalance", ConditionReader::unbalance);
        KINDS.put("vuf", ConditionReader::unbalance);
        KINDS.putAll(UtilityConditionReader.KINDS);
    }

    private ConditionReader() {}

    static Condition read(YamlMap map, Priority priority) {
        String kind = map.string("kind");
        BiFunction<YamlMap, Priority, Condition> reader = KINDS.get(kind);
        if (reader == null) {
            map.problem("kind", "'" + kind + "' must be one of " + String.join(", ", KINDS.keySet()));
            return new Absence.NothingNewer("none", Duration.ofDays(1));
        }
        Condition condition = reader.apply(map, priority);
        // Every rule may name its unit; of silence it says nothing.
        var unused = unit(map);
        return condition;
    }

    static Limit limit(YamlMap map) {
        return limit(map, operator(map), map.number("threshold", -WIDE, WIDE));
    }

    static Delays delays(YamlMap map) {
        return new Delays(
                map.duration("on_delay", Duration.ZERO),
                map.duration("off_delay", Duration.ZERO),
                map.optionalDuration("max_hold"),
                map.integer("samples", 1, MOST_SAMPLES, 1));
    }

    private static Limit limit(YamlMap map, Operator operator, double threshold) {
        double deadband = map.number("deadband", 0, WIDE, 0);
        Limit limit = Limit.withDeadband(operator, threshold, deadband);
        double clearAt = map.number("clear_at", -WIDE, WIDE, limit.clearAt());
        boolean wrongSide = switch (operator) {
            case GREATER, GREATER_OR_EQUAL -> clearAt > threshold;
            case LESS, LESS_OR_EQUAL -> clearAt < threshold;
            case EQUAL, NOT_EQUAL -> false;
        };
        if (wrongSide) {
            map.problem("clear_at", "must be on the good side of the threshold");
        }
        return new Limit(operator, threshold, clearAt);
    }

    /** The comparison that {@code op} names. */
    static Operator operator(YamlMap map) {
        String sign = map.string("op");
        Optional<Operator> operator = Operator.ofSign(sign);
        if (operator.isEmpty() && !sign.isEmpty()) {
            map.problem("op", "'" + sign + "' must be one of > >= < <= == !=");
        }
        return operator.orElse(Operator.GREATER);
    }

    private static Condition threshold(YamlMap map, Priority priority) {
        return new Signal.Threshold(map.string("metric"), unit(map), limits(map, priority));
    }

    /** {@code threshold} or {@code levels}, absolute or in multiples of an attribute. */
    static Limits limits(YamlMap map, Priority priority) {
        return limits(map, priority, operator(map));
    }

    /** Limits that a rule need not give: greater than a usual one. */
    static Limits limits(YamlMap map, Priority priority, double usual) {
        Operator operator = map.has("op") ? operator(map) : Operator.GREATER;
        return map.has("threshold") || map.has("levels")
                ? limits(map, priority, operator)
                : new Limits(List.of(new Level(priority, limit(map, operator, usual))), Optional.empty());
    }

    private static Limits limits(YamlMap map, Priority priority, Operator operator) {
        List<Level> levels = new ArrayList<>();
        for (YamlMap level : map.list("levels")) {
            Priority own = level.has("severity")
                    ? level.word("severity", Priority.class)
                    : level.word("priority", Priority.class);
            levels.add(new Level(own, limit(map, operator, level.number("threshold", -WIDE, WIDE))));
            level.finish();
        }
        if (levels.isEmpty()) {
            levels.add(new Level(priority, limit(map, operator, map.number("threshold", -WIDE, WIDE))));
        } else {
            var unused = map.optionalNumber("threshold", -WIDE, WIDE);
        }
        levels.sort((a, b) -> b.priority().compareTo(a.priority()));
        return new Limits(levels, map.optionalString("of_attribute"));
    }

    static String unit(YamlMap map) {
        return map.string("unit", "");
    }

    private static Duration after(YamlMap map) {
        return map.has("max_age")
                ? map.duration("max_age", Duration.ZERO)
                : map.optionalDuration("after").orElseGet(() -> {
                    map.problem("after", "is missing");
                    return Duration.ofMinutes(15);
                });
    }

    private static Condition count(YamlMap map, Priority priority) {
        return new Signal.Count(
                map.string("metric"),
                unit(map),
                limits(map, priority),
                map.integer("count", 1, MOST_COUNTED, 3),
                map.duration("window", Duration.ofMinutes(5)));
    }

    private static Condition rate(YamlMap map, Priority priority) {
        Duration window = map.duration("window", Duration.ofMinutes(10));
        return new Signal.Rate(
                map.string("metric"),
                unit(map),
                limits(map, priority),
                window,
                map.duration("min_span", window.dividedBy(2)),
                map.duration("per", Duration.ofHours(1)),
                map.flag("either_way", false));
    }

    private static Condition forecast(YamlMap map, Priority priority) {
        if (map.has("until") && map.string("until").equals(SUNRISE)) {
            return new Signal.UntilSunrise(
                    map.string("metric"), unit(map), limits(map, priority), CalendarReader.place(map));
        }
        Duration window = map.duration("window", Duration.ofHours(1));
        if (map.has("within") == map.has("until")) {
            map.problem("within", "either this or 'until', a time of the day or sunrise, says how far to look ahead");
        }
        return new Signal.Forecast(
                map.string("metric"),
                unit(map),
                limits(map, priority),
                window,
                map.duration("min_span", window.dividedBy(2)),
                map.duration("within", Duration.ZERO),
                map.has("until") ? Optional.of(CalendarReader.time(map, "until")) : Optional.empty(),
                CalendarReader.zone(map));
    }

    private static Condition offline(YamlMap map) {
        Duration interval = map.duration("interval", Duration.ZERO).multipliedBy(3);
        Duration keepAlive = map.duration("keep_alive", Duration.ZERO).multipliedBy(2);
        Duration longest = interval.compareTo(keepAlive) > 0 ? interval : keepAlive;
        Optional<Duration> computed = Optional.of(longest)
                .filter(it -> !it.isZero())
                .map(it -> it.compareTo(SHORTEST_SILENCE) > 0 ? it : SHORTEST_SILENCE);
        return new Absence.Offline(
                map.optionalDuration("silence_after").or(() -> computed),
                map.duration("lwt_grace", Duration.ofSeconds(30)));
    }

    private static Condition counter(YamlMap map) {
        Optional<Expression.Comparison> guard = Optional.empty();
        if (map.has("guard")) {
            guard = Optional.of(ExpressionReader.comparison(map.map("guard"), ""));
        }
        return new Signal.Counter(
                map.word("check", Signal.Counter.Check.class),
                map.string("metric"),
                unit(map),
                map.optionalNumber("rollover", 0, WIDE),
                map.number("max_step", 0, WIDE, WIDE),
                map.number("reset_below", 0, WIDE, 0),
                map.optionalNumber("eps", 0, WIDE),
                map.duration("for", Duration.ofHours(6)),
                guard);
    }

    private static Condition compound(YamlMap map) {
        Expression expression = ExpressionReader.read(map.map("expr"), unit(map));
        Set<String> optional = Set.copyOf(map.stringOrStrings("optional"));
        Set<String> told = expression.operands().map(Expression.Operand::metric).collect(Collectors.toSet());
        if (!told.containsAll(optional)) {
            map.problem("optional", "must name metrics of 'expr'");
        }
        return new Signal.Compound(expression, map.optionalDuration("stale_after"), optional);
    }

    private static Condition groupFraction(YamlMap map) {
        Optional<String> groupBy = map.optionalString("group_by");
        Limit limit = share(map);
        return new Neighbours.GroupFraction(
                map.string("of"),
                RuleReader.selector(map, "members"),
                groupBy.isPresent() ? map.string("group", "") : map.string("group"),
                groupBy,
                limit,
                map.integer("min_count", 1, 1_000_000, 1),
                map.has("powered") ? Optional.of(RuleReader.selector(map, "powered")) : Optional.empty(),
                map.number("last_gasp", 1, 100, 1));
    }

    /** Of a group: more than a fifth of it until no more than a tenth, where a rule says nothing else. */
    private static Limit share(YamlMap map) {
        if (!map.has("threshold")) {
            Operator operator = map.has("op") ? operator(map) : Operator.GREATER;
            return new Limit(operator, OUTAGE, map.number("clear_at", 0, OUTAGE, OUTAGE / 2));
        }
        Limit limit = limit(map);
        return unit(map).equals("%") ? limit.times(0.01) : limit;
    }

    private static Condition curve(YamlMap map, Priority priority) {
        String mode = mode(map);
        List<List<Double>> points = map.rows("points", 2);
        if (points.isEmpty()) {
            map.problem("points", "must have at least one point");
        }
        return new Signal.Curve(
                map.string("x"),
                map.string("y"),
                unit(map),
                points,
                !mode.equals("abs"),
                map.number("min_expected", 0, WIDE, 0),
                map.strings("of_attributes"),
                map.optionalDuration("stale_after"),
                limits(map, priority));
    }

    /** Whether a deviation is absolute or in percent. */
    static String mode(YamlMap map) {
        String mode = map.string("mode", "abs");
        if (!List.of("abs", "pct", "percent").contains(mode)) {
            map.problem("mode", "'" + mode + "' must be abs or pct");
        }
        return mode;
    }

    private static Condition unbalance(YamlMap map, Priority priority) {
        List<String> metrics = map.has("metrics") ? map.strings("metrics") : List.of(map.string("metric"));
        if (metrics.size() != 3 && metrics.size() != 1) {
            map.problem("metrics", "must name the three line-to-line voltages");
        }
        return new PowerQuality.Unbalance(metrics, limits(map, priority, UNBALANCE));
    }
}
