package az.ocaq.alarm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Devices that a rule compares, of which one is registered while the engine runs. */
final class LateTwinTest {
    private static final long QUARTER = 900_000;

    private final List<String> registered = new ArrayList<>(List.of("station"));
    private final Engine engine = new Engine(
            rules(),
            Policy.NOBODY,
            new Directory() {
                @Override
                public List<String> devices() {
                    return registered;
                }

                @Override
                public Map<String, String> labels(String device) {
                    return registered.contains(device) ? Map.of("type", device, "site", "a") : Map.of();
                }
            },
            0);
    private long quarter;

    @Test
    void commission_theTwin_isComparedFromThenOn() {
        speak(10, "station");
        registered.add("air");
        engine.commission("air");

        speak(100, "station", "air");

        assertThat(engine.alarm("D", "station")).get().matches(Instance::active);
    }

    @Test
    void commission_theTwinOnceMore_itIsStillCompared() {
        registered.add("air");
        engine.commission("air");
        speak(4, "station", "air");
        engine.decommission("air");
        engine.commission("air");

        speak(100, "station", "air");

        assertThat(engine.alarm("D", "station")).get().matches(Instance::active);
    }

    @Test
    void commission_whatHasATwinAlready_isComparedFromThenOn() {
        registered.clear();
        registered.add("air");
        speak(10, "air");
        registered.add("station");
        engine.commission("station");

        speak(100, "station", "air");

        assertThat(engine.alarm("D", "station")).get().matches(Instance::active);
    }

    /** The station shows five degrees more than the air. */
    private void speak(int quarters, String... devices) {
        for (int i = 0; i < quarters; i++) {
            quarter++;
            engine.advance(quarter * QUARTER);
            for (String device : devices) {
                engine.payload(List.of(new Sample(device, "t", quarter * QUARTER, device.equals("air") ? 10 : 15)));
            }
            engine.settle(quarter * QUARTER);
        }
    }

    private static List<az.ocaq.alarm.rule.Rule> rules() {
        Problems problems = new Problems();
        Rules rules = new Rules(Rules.drafts("rules", new StringReader("""
                D: {kind: drift, devices: {type: station}, metric: t, twin: {metric: t, of: {type: air}, same: site},
                  window: 6h, threshold: 2, deadband: 0.5}
                """), problems));
        problems.throwIfAny();
        return rules.all();
    }
}
