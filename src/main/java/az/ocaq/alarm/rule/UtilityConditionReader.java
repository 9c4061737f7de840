package az.ocaq.alarm.rule;

import static az.ocaq.alarm.rule.ConditionReader.WIDE;

import az.ocaq.alarm.Priority;
import az.ocaq.config.YamlMap;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Map;
import java.util.function.BiFunction;

/** Reads the kinds of rule that know electricity and water. */
final class UtilityConditionReader {
    private static final double NOMINAL_VOLTAGE = 230;

    static final Map<String, BiFunction<YamlMap, Priority, Condition>> KINDS = Map.of(
            "pv_pr", (map, priority) -> pvPerformance(map),
            "en50160_week",
                    (map, priority) -> new Condition.VoltageWeek(
                            map.string("metric"), ConditionReader.unit(map), nominal(map), RuleReader.zone(map)),
            "en50160_abs",
                    (map, priority) ->
                            new Condition.VoltageBand(map.string("metric"), ConditionReader.unit(map), nominal(map)),
            "transformer_thermal", (map, priority) -> transformer(map),
            "energy_balance", (map, priority) -> energyBalance(map),
            "continuous_flow",
                    (map, priority) -> new Condition.ContinuousFlow(
                            map.string("metric"),
                            ConditionReader.unit(map),
                            map.number("min_l_per_h", 0, WIDE, 2),
                            map.integer("hours", 1, 1000, 24)),
            "mnf", (map, priority) -> nightFlow(map),
            "peers", (map, priority) -> peers(map));

    private UtilityConditionReader() {}

    private static double nominal(YamlMap map) {
        return map.number("un", 1, WIDE, NOMINAL_VOLTAGE);
    }

    private static Span span(YamlMap map, Duration window, Duration interval, Duration lateness) {
        Span span = new Span(
                map.duration("window", window),
                map.duration("interval", interval),
                map.duration("lateness", lateness),
                RuleReader.zone(map));
        if (span.window().isZero() || span.interval().isZero()) {
            map.problem("window", "window and interval must be longer than zero");
            return new Span(window, interval, lateness, span.zone());
        }
        return span;
    }

    private static Condition pvPerformance(YamlMap map) {
        double threshold = map.number("threshold", 0, 2, 0.75);
        double deadband = map.number("deadband", 0, 1, 0.05);
        return new Condition.PvPerformance(
                map.string("metric"),
                span(map, Duration.ofHours(1), Duration.ofMinutes(15), Duration.ofMinutes(10)),
                map.number("p0_kw", 0, WIDE),
                map.number("gamma", -0.1, 0, -0.004),
                map.number("min_g", 0, WIDE, 50),
                map.number("min_poa_kwh", 0, WIDE, 0.4),
                Limit.withDeadband(Operator.LESS, threshold, deadband),
                map.integer("consecutive", 1, 1000, 2));
    }

    private static Condition transformer(YamlMap map) {
        YamlMap given = map.mapOrEmpty("params");
        var thermal = new Condition.Transformer.Thermal(
                given.number("R", 0, 1000, 5),
                given.number("x", 0, 5, 0.8),
                given.number("y", 0, 5, 1.6),
                given.number("dTor", 0, 200, 55),
                given.number("dThr", 0, 200, 23),
                given.number("tau_o", 0.01, 10_000, 180),
                given.number("tau_w", 0.01, 10_000, 4),
                given.number("k11", 0.01, 100, 1),
                given.number("k21", 0.01, 100, 1),
                given.number("k22", 0.01, 100, 2));
        given.finish();
        return new Condition.Transformer(
                map.string("metric"),
                map.number("s_rated_kva", 0.001, WIDE),
                thermal,
                ConditionReader.limit(map),
                ConditionReader.delays(map));
    }

    private static Condition energyBalance(YamlMap map) {
        return new Condition.EnergyBalance(
                map.string("metric"),
                span(map, Duration.ofDays(1), Duration.ofDays(1), Duration.ofHours(6)),
                map.string("feeder"),
                RuleReader.selector(map, "homes"),
                map.number("min_coverage", 0, 1, 0.95),
                map.number("max_loss_pct", 0, 100, 8),
                map.number("deadband_pct", 0, 100, 2),
                map.number("min_loss_kwh", 0, WIDE, 0),
                map.number("negative_pct", -100, 0, -2),
                map.integer("consecutive", 1, 1000, 3));
    }

    private static Condition nightFlow(YamlMap map) {
        double properties = map.number("properties", 0, WIDE, 0);
        double legitimate = map.number("legit_l_per_prop_h", 0, WIDE, 2);
        return new Condition.NightFlow(
                map.string("metric"),
                ConditionReader.unit(map),
                span(map, Duration.ofHours(1), Duration.ofMinutes(15), Duration.ofMinutes(30)),
                RuleReader.time(map, "start", LocalTime.of(2, 0)),
                RuleReader.time(map, "end", LocalTime.of(4, 0)),
                map.number("min_coverage", 0, 1, 0.85),
                properties * legitimate / 1000,
                map.number("baseline_m3h", 0, WIDE, 0),
                Limit.withDeadband(
                        Operator.GREATER, map.number("excess_m3h", 0, WIDE), map.number("deadband", 0, WIDE, 0)),
                map.integer("nights", 1, 100, 2));
    }

    private static Condition peers(YamlMap map) {
        return new Condition.Peers(
                map.string("metric"),
                ConditionReader.unit(map),
                span(map, Duration.ofHours(1), Duration.ofMinutes(15), Duration.ofMinutes(10)),
                RuleReader.selector(map, "members"),
                map.integer("min_peers", 2, 10_000, 5),
                map.number("z", -100, 0, -3.5),
                map.integer("consecutive", 1, 1000, 3));
    }
}
