package az.ocaq.alarm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.alarm.NightFlow;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is reported of a district's leakage. */
final class NightFlowTest {
    private static final String METER = "aghali/water-works/outlet";
    private static final long QUARTER = Duration.ofMinutes(15).toMillis();

    /** Half past ten in the evening of Baku. */
    private static final Instant START = Instant.parse("2026-03-01T18:30:00Z");

    private final Problems problems = new Problems();
    private final List<Rule> rules = Rules.drafts("rules", new StringReader("""
            leak:
              kind: mnf
              devices: {type: district_water_meter}
              metric: flow
              unit: m3/h
              baseline_m3h: 100
              excess_m3h: 1
            """), problems);
    private final Policy policy = PolicyReader.read(YamlFile.parse("crews.yaml", new StringReader("{}"), problems));
    private Engine engine = new Engine(rules, policy, new Meters(), START.toEpochMilli());

    @Test
    void reported_isThe20thPercentileOfSevenNights_overARestart_andOlderNightsAreForgotten() {
        assertThat(engine.nightFlows()).isEmpty();
        double[] nights = {1, 90, 4, 6, 3, 5, 8, 7, 9};
        for (int i = 0; i < nights.length; i++) {
            night(START.plus(Duration.ofDays(i)).toEpochMilli(), nights[i]);
        }

        NightFlow flow = engine.nightFlows().get(0);
        assertThat(flow.nights()).isEqualTo(7);
        assertThat(flow.newest()).isEqualTo(9);
        // of 4 6 3 5 8 7 9 the second smallest
        assertThat(flow.reported()).isEqualTo(4);
        assertThat(flow.night()).isEqualTo("2026-03-10T00:00:00Z");
        assertThat(flow.unit()).isEqualTo("m3/h");

        engine =
                Memory.restore(rules, policy, new Meters(), Memory.of(engine), Memory.all(engine), false, engine.now());
        assertThat(engine.nightFlows()).containsExactly(flow);
    }

    /** Eight hours, of which one from two to four takes less than the others. */
    private void night(long from, double least) {
        for (int i = 1; i <= 32; i++) {
            long time = from + i * QUARTER;
            boolean quiet = i > 16 && i <= 20;
            engine.advance(time);
            engine.payload(
                    List.of(new Sample(METER, "flow", time, quiet ? least : least + 20, Map.of(), "m3/h", false)));
            engine.settle(time);
        }
    }

    private static final class Meters implements Directory {
        @Override
        public List<String> devices() {
            return List.of(METER);
        }

        @Override
        public Map<String, String> labels(String device) {
            return Map.of("type", "district_water_meter");
        }
    }
}
