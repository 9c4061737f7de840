package az.ocaq.alarm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.RuleReader;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Neighbours that are gathered once are judged as each with its own list of the others. */
final class PeerGroupTest {
    private static final long HOUR = 3_600_000;
    private static final double LIMIT = -0.8;

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 40, 41})
    void judge_manyDevices_asWithoutSharing(int count) {
        Random random = new Random(count);
        // Few different values: neighbours that are exactly alike are the hard case.
        double[] values = random.ints(count, 90, 110).asDoubleStream().toArray();
        Engine engine = engine();

        feed(engine, values);
        engine.settle(2 * HOUR);

        Set<String> raised = new TreeSet<>();
        engine.alarms().stream().filter(Instance::active).forEach(it -> raised.add(it.device()));
        assertThat(raised).isEqualTo(fallenBehind(values)).isNotEmpty();
    }

    @Test
    void sample_manyDevices_eachKeepsItsOwnOnly() {
        double[] values = new double[500];
        Arrays.fill(values, 100);
        Engine engine = engine();

        feed(engine, values);

        assertThat(Memory.all(engine))
                .hasSize(500)
                .allSatisfy(it -> assertThat(it.state()).hasSizeLessThan(2_000));
    }

    private static Engine engine() {
        Problems problems = new Problems();
        Rule rule = RuleReader.read(
                "PE",
                YamlFile.parse(
                        "rule",
                        new StringReader(
                                "{kind: peers, devices: 'd*', metric: p, window: 1h, lateness: 10m, consecutive: 1,"
                                        + " z: " + LIMIT + ", priority: low}"),
                        problems),
                RuleReader.Texts.OPTIONAL);
        problems.throwIfAny();
        return new Engine(List.of(rule), Policy.NOBODY, new NoDevices(), 0);
    }

    private static void feed(Engine engine, double[] values) {
        engine.advance(HOUR / 2);
        for (int i = 0; i < values.length; i++) {
            engine.payload(List.of(new Sample("d" + i, "p", HOUR / 2, values[i])));
        }
    }

    private static Set<String> fallenBehind(double[] values) {
        Set<String> fallen = new TreeSet<>();
        for (int own = 0; own < values.length; own++) {
            int me = own;
            double[] others = java.util.stream.IntStream.range(0, values.length)
                    .filter(it -> it != me)
                    .mapToDouble(it -> values[it])
                    .sorted()
                    .toArray();
            double median = median(others);
            double[] deviations = Arrays.stream(others)
                    .map(it -> Math.abs(it - median))
                    .sorted()
                    .toArray();
            double spread = Math.max(median(deviations), 0.01 * median);
            if (0.6745 * (values[own] - median) / spread < LIMIT) {
                fallen.add("d" + own);
            }
        }
        return fallen;
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
