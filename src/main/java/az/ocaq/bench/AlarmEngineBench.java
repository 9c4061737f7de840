package az.ocaq.bench;

import az.ocaq.alarm.engine.Coverage;
import az.ocaq.alarm.engine.Directory;
import az.ocaq.alarm.engine.Engine;
import az.ocaq.alarm.engine.Policy;
import az.ocaq.alarm.engine.Sample;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import java.io.PrintStream;
import java.io.StringReader;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Measures the alarm engine alone, without broker, store and database: time and memory for the meters of many homes. Blocks. */
public final class AlarmEngineBench {
    private static final List<String> METRICS = List.of(
            "voltage_l1",
            "voltage_l2",
            "voltage_l3",
            "current_l1",
            "current_l2",
            "current_l3",
            "active_power",
            "energy_import",
            "energy_export",
            "frequency");
    private static final String EXPLAINING = """
            high: {kind: threshold, devices: {type: household_meter}, metric: voltage_l1, op: '>', threshold: 260, inhibits: [{rule: band, same: device}]}
            band: {kind: threshold, devices: {type: household_meter}, metric: voltage_l1, op: '>', threshold: 253}
            """;
    private static final int EXPLAINED = 1000;
    private static final int HOMES_PER_FEEDER = 17;
    private static final int FEEDERS_PER_SETTLEMENT = 20;
    private static final int ROUNDS = 5;
    private static final long START = 1_772_395_200_000L;
    private static final long INTERVAL = 10_000;

    private final Rules shipped;
    private final PrintStream out;

    /** @param shipped the rules whose first samples are timed */
    public AlarmEngineBench(Rules shipped, PrintStream out) {
        this.shipped = shipped;
        this.out = out;
    }

    /** Runs and prints; values change in every round and violate nothing, as nearly all of them do. */
    public void run(int homes) {
        Homes directory = Homes.of(homes);
        out.printf(Locale.ROOT, "%d devices, %d metrics each%n", homes, METRICS.size());
        measure("no rule", List.of(), directory);
        measure("10 rules", thresholds(1), directory);
        measure("the " + shipped.all().size() + " rules of the server", shipped.all(), directory);
        // Ten rules for each metric of each home would be millions of alarms: a part of the homes tells the same.
        measure("100 rules, a tenth of the devices", thresholds(10), Homes.of(homes / 10));
        explain(directory);
    }

    /** What it costs that an alarm hides another one of its own home, where each home has both. */
    private void explain(Homes directory) {
        Engine engine = new Engine(rules(EXPLAINING), Policy.NOBODY, directory, START);
        round(engine, directory, 0);
        List<String> some = directory.devices().stream().limit(EXPLAINED).toList();
        long now = START + 2 * INTERVAL;
        engine.advance(now);
        long begun = System.nanoTime();
        some.forEach(it -> engine.payload(List.of(new Sample(it, "voltage_l1", now, 270))));
        double each = (System.nanoTime() - begun) / 1e3 / some.size();
        out.printf(Locale.ROOT, "an alarm that explains another one of its home: %.0f µs%n", each);
    }

    private void measure(String name, List<Rule> rules, Homes directory) {
        long before = used();
        long begun = System.nanoTime();
        Engine engine = new Engine(rules, Policy.NOBODY, directory, START);
        long made = System.nanoTime();
        round(engine, directory, 0);
        long first = System.nanoTime();
        for (int i = 1; i <= ROUNDS; i++) {
            round(engine, directory, i);
        }
        long readings = (long) ROUNDS * directory.devices().size() * METRICS.size();
        double each = (System.nanoTime() - first) / (double) readings;
        out.printf(
                Locale.ROOT,
                "%s: start %.2f s, first samples %.2f s, then %.0f ns a reading, %.1f KB a device, %d alarms%n",
                name,
                (made - begun) / 1e9,
                (first - made) / 1e9,
                each,
                (used() - before) / 1024.0 / directory.devices().size(),
                engine.alarms().size());
        preview(engine, "a settlement", Map.of("settlement", List.of("s0"), "utility", List.of("electricity")));
        preview(engine, "all", Map.of("utility", List.of("electricity"), "type", List.of("household_meter")));
    }

    /** What a person waits for before a silence is planned. */
    private void preview(Engine engine, String name, Map<String, List<String>> match) {
        Coverage coverage = engine.coverage(List.of(match)).get(0);
        long begun = System.nanoTime();
        for (int i = 0; i < ROUNDS; i++) {
            coverage = engine.coverage(List.of(match)).get(0);
        }
        double each = (System.nanoTime() - begun) / 1e6 / ROUNDS;
        out.printf(
                Locale.ROOT, "  preview of a silence of %s: %d alarms in %.1f ms%n", name, coverage.possible(), each);
    }

    private static void round(Engine engine, Homes directory, int round) {
        long now = START + (round + 1) * INTERVAL;
        engine.advance(now);
        for (String device : directory.devices()) {
            for (int i = 0; i < METRICS.size(); i++) {
                double value = i < 3 ? 230 + (round + i) % 3 : 1000.0 + round;
                engine.payload(List.of(new Sample(device, METRICS.get(i), now, value)));
            }
        }
        engine.settle(now);
        var unused = engine.drain();
    }

    private static List<Rule> thresholds(int each) {
        StringBuilder text = new StringBuilder();
        for (String metric : METRICS) {
            for (int i = 0; i < each; i++) {
                text.append(
                        "%s_%d: {kind: threshold, devices: {type: household_meter}, metric: %s, op: '>', threshold: %d, on_delay: 1m}\n"
                                .formatted(metric, i, metric, 100_000 + i));
            }
        }
        return rules(text.toString());
    }

    private static List<Rule> rules(String text) {
        return Rules.drafts("bench", new StringReader(text), new Problems());
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    /** The meters of homes on feeders. */
    private record Homes(Map<String, Map<String, String>> labelled) implements Directory {
        static Homes of(int homes) {
            Map<String, Map<String, String>> labelled = new LinkedHashMap<>();
            for (int i = 0; i < homes; i++) {
                int feeder = i / HOMES_PER_FEEDER;
                String settlement = "s" + feeder / FEEDERS_PER_SETTLEMENT;
                String site = settlement + "/home-" + i;
                labelled.put(
                        site + "/meter",
                        Map.of(
                                "type",
                                "household_meter",
                                "utility",
                                "electricity",
                                "settlement",
                                settlement,
                                "village",
                                settlement,
                                "site",
                                site,
                                "site_kind",
                                "home",
                                "home",
                                site,
                                "feeder",
                                settlement + "/feeder-" + feeder));
            }
            return new Homes(labelled);
        }

        @Override
        public Collection<String> devices() {
            return labelled.keySet();
        }

        @Override
        public Map<String, String> labels(String device) {
            return labelled.getOrDefault(device, Map.of());
        }

        @Override
        public Optional<Duration> interval(String device) {
            return Optional.of(Duration.ofMillis(INTERVAL));
        }
    }
}
