package az.ocaq.alarm.rule;

import static az.ocaq.alarm.rule.ConditionReader.WIDE;

import az.ocaq.alarm.Priority;
import az.ocaq.config.YamlMap;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** Reads the kinds of rule that know electricity and water. */
final class UtilityConditionReader {
    private static final double NOMINAL_VOLTAGE = 230;
    private static final double NOMINAL_FREQUENCY = 50;
    private static final String SETTLEMENT = "settlement";
    private static final Duration QUARTER = Duration.ofMinutes(15);

    /** Nothing is judged before so many days are known. */
    private static final int FEWEST_DAYS = 7;

    /** No device's metric: the composite value itself, where it is made here. */
    private static final String COMPOSITE = "composite value";

    static final Map<String, BiFunction<YamlMap, Priority, Condition>> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("pv_pr", (map, priority) -> pvPerformance(map));
        KINDS.put(
                "en50160_week",
                (map, priority) -> new PowerQuality.VoltageWeek(
                        phases(map), ConditionReader.unit(map), nominal(map), CalendarReader.zone(map)));
        KINDS.put(
                "en50160_abs",
                (map, priority) -> new PowerQuality.VoltageBand(phases(map), ConditionReader.unit(map), nominal(map)));
        KINDS.put(
                "en50160_frequency",
                (map, priority) -> new PowerQuality.Frequency(
                        map.string("metric"),
                        ConditionReader.unit(map),
                        map.number("fn", 1, WIDE, NOMINAL_FREQUENCY),
                        map.word("system", PowerQuality.Frequency.Grid.class),
                        CalendarReader.zone(map)));
        KINDS.put("transformer_thermal", UtilityConditionReader::transformer);
        KINDS.put("energy_balance", (map, priority) -> energyBalance(map));
        KINDS.put("feeder_loss", (map, priority) -> feederLoss(map));
        KINDS.put(
                "continuous_flow",
                (map, priority) -> new Leakage.ContinuousFlow(
                        map.string("metric"),
                        ConditionReader.unit(map),
                        map.number("min_l_per_h", 0, WIDE, 2),
                        map.integer("hours", 1, 1000, 24)));
        KINDS.put("mnf", (map, priority) -> nightFlow(map));
        KINDS.put("burst", UtilityConditionReader::burst);
        KINDS.put("drift", (map, priority) -> drift(map));
        KINDS.put("peers", (map, priority) -> peers(map));
    }

    private UtilityConditionReader() {}

    private static double nominal(YamlMap map) {
        return map.number("un", 1, WIDE, NOMINAL_VOLTAGE);
    }

    private static Span span(YamlMap map, Duration window, Duration interval, Duration lateness) {
        Span span = new Span(
                map.duration("window", window),
                map.duration("interval", interval),
                map.duration("lateness", lateness),
                CalendarReader.zone(map));
        if (span.window().isZero() || span.interval().isZero()) {
            map.problem("window", "window and interval must be longer than zero");
            return new Span(window, interval, lateness, span.zone());
        }
        return span;
    }

    private static Condition pvPerformance(YamlMap map) {
        double threshold = map.number("threshold", 0, 2, 0.75);
        double deadband = map.number("deadband", 0, 1, 0.05);
        Span span = span(map, Duration.ofHours(1), Duration.ofMinutes(15), Duration.ofMinutes(10));
        // mean watts over the interval are kilowatt-hours of it
        double energy = span.interval().toMillis() / 3_600_000.0 / 1000;
        Optional<Inputs> inputs =
                inputs(map, span.interval(), Map.of("power", energy, "irradiance", 1.0, "ambient", 1.0, "module", 1.0));
        return new Equipment.PvPerformance(
                inputs.isPresent() ? map.string("metric", COMPOSITE) : map.string("metric"),
                span,
                rated(map, "p0_kw"),
                map.optionalString("p0_attribute"),
                map.number("gamma", -0.1, 0, -0.004),
                map.number("min_g", 0, WIDE, 50),
                map.number("min_poa_kwh", 0, WIDE, 0.4),
                Limit.withDeadband(Operator.LESS, threshold, deadband),
                map.integer("consecutive", 1, 1000, 2),
                inputs,
                sameSky(map));
    }

    private static Optional<Equipment.PvPerformance.SameSky> sameSky(YamlMap map) {
        if (!map.has("peers")) {
            return Optional.empty();
        }
        YamlMap given = map.map("peers");
        var peers = new Equipment.PvPerformance.SameSky(
                given.integer("least", 2, 10_000, 3), given.number("min_poa_kwh", 0, WIDE, 0.2));
        given.finish();
        return Optional.of(peers);
    }

    /** The rated power as a number, or as an attribute of the device. */
    private static OptionalDouble rated(YamlMap map, String key) {
        String attribute = key.substring(0, key.indexOf('_')) + "_attribute";
        return map.has(attribute)
                ? map.optionalNumber(key, 0.001, WIDE)
                : OptionalDouble.of(map.number(key, 0.001, WIDE));
    }

    private static final Map<String, String> FIELDS =
            Map.of("power", "e_kwh", "irradiance", "g", "module", "tm", "ambient", "ta", "apparent_power", "s_kva");

    /** {@code inputs: {irradiance: {metric: irradiance, of: {type: weather_station}}, power: active_power}}. */
    private static Optional<Inputs> inputs(YamlMap map, Duration interval, Map<String, Double> factors) {
        if (!map.has("inputs")) {
            return Optional.empty();
        }
        YamlMap given = map.map("inputs");
        List<Inputs.Part> parts = new ArrayList<>();
        for (String name : given.keys()) {
            Double factor = factors.get(name);
            if (factor == null) {
                given.problem(name, "must be one of " + String.join(", ", new TreeSet<>(factors.keySet())));
                continue;
            }
            String field = java.util.Objects.requireNonNull(FIELDS.get(name));
            parts.add(
                    given.isMap(name)
                            ? elsewhere(given.map(name), field, factor)
                            : own(given.string(name), field, factor));
        }
        given.finish();
        return Optional.of(new Inputs(interval, parts));
    }

    private static Inputs.Part own(String metric, String field, double factor) {
        return new Inputs.Part(field, metric, Optional.empty(), SETTLEMENT, factor);
    }

    /** {@code {metric: temperature, of: {type: weather_station}, same: settlement}}; without {@code of} of the own device. */
    private static Inputs.Part elsewhere(YamlMap part, String field, double factor) {
        Inputs.Part read = new Inputs.Part(
                field,
                part.string("metric"),
                part.has("of") ? Optional.of(RuleReader.selector(part, "of")) : Optional.empty(),
                part.string("same", SETTLEMENT),
                factor);
        part.finish();
        return read;
    }

    private static List<String> phases(YamlMap map) {
        List<String> metrics = map.has("metrics") ? map.strings("metrics") : List.of(map.string("metric"));
        if (metrics.isEmpty() || metrics.size() > 3) {
            map.problem("metrics", "must name one to three phases");
        }
        return metrics;
    }

    private static Condition transformer(YamlMap map, Priority priority) {
        YamlMap given = map.mapOrEmpty("params");
        var thermal = new Equipment.Transformer.Thermal(
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
        Optional<Inputs> inputs = inputs(
                map, map.duration("interval", Duration.ofMinutes(1)), Map.of("apparent_power", 0.001, "ambient", 1.0));
        return new Equipment.Transformer(
                inputs.isPresent() ? map.string("metric", COMPOSITE) : map.string("metric"),
                rated(map, "s_rated_kva"),
                map.optionalString("s_attribute"),
                thermal,
                map.duration("within", Duration.ZERO),
                ConditionReader.limits(map, priority),
                inputs);
    }

    private static Condition energyBalance(YamlMap map) {
        return new EnergyLoss.EnergyBalance(
                map.string("metric"),
                span(map, Duration.ofDays(1), Duration.ofDays(1), Duration.ofHours(6)),
                map.string("feeder"),
                RuleReader.selector(map, "homes"),
                map.number("min_coverage", 0, 1, 0.95),
                map.number("max_loss_pct", 0, 100, 8),
                map.number("deadband_pct", 0, 100, 2),
                map.number("min_loss_kwh", 0, WIDE, 0),
                map.number("negative_pct", -100, 0, -2),
                map.integer("consecutive", 1, 1000, 3),
                technicalLoss(map));
    }

    private static Condition feederLoss(YamlMap map) {
        return new EnergyLoss.FeederLoss(
                map.string("metric"),
                map.string("export"),
                map.string("group_by", "feeder"),
                span(map, Duration.ofDays(1), Duration.ofDays(1), Duration.ofHours(2)),
                RuleReader.selector(map, "homes"),
                map.number("min_coverage", 0, 1, 0.95),
                map.number("max_loss_pct", 0, 100, 8),
                map.number("deadband_pct", 0, 100, 2),
                map.number("min_loss_kwh", 0, WIDE, 0),
                map.number("negative_pct", -100, 0, -2),
                map.integer("consecutive", 1, 1000, 3),
                technicalLoss(map),
                dark(map));
    }

    private static Optional<EnergyLoss.FeederLoss.Dark> dark(YamlMap map) {
        if (!map.has("dark")) {
            return Optional.empty();
        }
        YamlMap given = map.map("dark");
        LocalTime start = CalendarReader.time(given, "start", LocalTime.of(21, 0));
        LocalTime end = CalendarReader.time(given, "end", LocalTime.of(5, 0));
        if (!start.isAfter(end)) {
            given.problem("start", "must be later in the day than 'end': the hours from evening to morning are meant");
        }
        if (map.duration("window", Duration.ofDays(1)).compareTo(Duration.ofDays(1)) != 0) {
            map.problem("dark", "needs a 'window' of a day");
        }
        given.finish();
        return Optional.of(new EnergyLoss.FeederLoss.Dark(start, end));
    }

    private static TechnicalLoss technicalLoss(YamlMap map) {
        if (!map.has("technical")) {
            return TechnicalLoss.NONE;
        }
        YamlMap given = map.map("technical");
        List<String> currents = given.strings("currents");
        if (currents.isEmpty() || Set.copyOf(currents).size() < currents.size()) {
            given.problem("currents", "must name the feeder's currents, each once");
        }
        Optional<String> attribute = given.optionalString("resistance_attribute");
        double constant = given.number("constant", 0, WIDE, 0);
        double resistance = attribute.isPresent()
                ? given.optionalNumber("resistance", 0, 1000).orElse(Double.NaN)
                : given.number("resistance", 0, 1000);
        given.finish();
        return new TechnicalLoss(currents, constant, resistance, attribute);
    }

    private static Condition nightFlow(YamlMap map) {
        OptionalDouble properties = map.optionalNumber("properties", 0, WIDE);
        double legitimate = map.number("legit_l_per_prop_h", 0, WIDE, 2);
        double lost = map.number("baseline_l_per_prop_h", 0, WIDE, 0);
        return new Leakage.NightFlow(
                map.string("metric"),
                ConditionReader.unit(map),
                span(map, Duration.ofHours(1), Duration.ofMinutes(15), Duration.ofMinutes(30)),
                CalendarReader.time(map, "start", LocalTime.of(2, 0)),
                CalendarReader.time(map, "end", LocalTime.of(4, 0)),
                map.number("min_coverage", 0, 1, 0.85),
                properties,
                (legitimate + lost) / 1000,
                lost > 0,
                map.number("baseline_m3h", 0, WIDE, 0),
                map.integer("learn_nights", 0, 366, 0),
                map.number("spreads", 0, 100, 3),
                map.number("share", 0, 100, 0.25),
                Limit.withDeadband(
                        Operator.GREATER, map.number("excess_m3h", 0, WIDE), map.number("deadband", 0, WIDE, 0)),
                map.integer("nights", 1, 100, 2));
    }

    private static Condition burst(YamlMap map, Priority priority) {
        return new Leakage.Burst(
                map.string("metric"),
                ConditionReader.unit(map),
                map.string("pressure"),
                map.number("pressure_drop", 0, 1, 0.1),
                map.number("percentile", 1, 100, 95) / 100,
                map.number("min_usual", 0, WIDE, 0),
                interval(map),
                map.integer("learn_days", FEWEST_DAYS, 366, 28),
                ConditionReader.limits(map, priority, 3));
    }

    private static Condition drift(YamlMap map) {
        String mode = ConditionReader.mode(map);
        Span span = span(map, Duration.ofDays(1), QUARTER, Duration.ofMinutes(30));
        List<Inputs.Part> both = List.of(
                own(map.string("metric"), Equipment.Drift.OWN, 1), elsewhere(map.map("twin"), Equipment.Drift.TWIN, 1));
        return new Equipment.Drift(
                COMPOSITE,
                ConditionReader.unit(map),
                new Inputs(span.interval(), both),
                span,
                !mode.equals("abs"),
                map.number("min_coverage", 0, 1, 0.5),
                map.number("min_expected", 0, WIDE, 0),
                Limit.withDeadband(
                        Operator.GREATER, map.number("threshold", 0, WIDE), map.number("deadband", 0, WIDE, 0)),
                map.integer("consecutive", 1, 1000, 2),
                map.integer("learn_windows", 0, 366, 0));
    }

    private static Duration interval(YamlMap map) {
        Duration interval = map.duration("interval", QUARTER);
        if (interval.compareTo(Duration.ofMinutes(1)) < 0 || interval.compareTo(Duration.ofHours(1)) > 0) {
            map.problem("interval", "must be 1m to 1h");
            return QUARTER;
        }
        return interval;
    }

    private static Condition peers(YamlMap map) {
        return new Neighbours.Peers(
                map.string("metric"),
                ConditionReader.unit(map),
                span(map, Duration.ofHours(1), Duration.ofMinutes(15), Duration.ofMinutes(10)),
                RuleReader.selector(map, "members"),
                map.string("group_by", "settlement"),
                map.integer("min_peers", 2, 10_000, 5),
                map.number("z", -100, 0, -3.5),
                map.integer("consecutive", 1, 1000, 3));
    }
}
