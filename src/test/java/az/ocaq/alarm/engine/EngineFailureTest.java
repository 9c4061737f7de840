package az.ocaq.alarm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.RuleReader;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A mistake of the program at one alarm costs that alarm, not the others. */
final class EngineFailureTest {
    private static final String BAD = "bad";
    private static final long MINUTE = 60_000;

    /** At one device nothing can be raised. */
    private static final Directory DIRECTORY = new NoDevices() {
        @Override
        public boolean isGone(String device) {
            if (device.equals(BAD)) {
                throw new IllegalStateException("a mistake");
            }
            return false;
        }
    };

    private final Engine engine = new Engine(rules(), Policy.NOBODY, DIRECTORY, 0);

    @Test
    void payload_judgingThrows_messagesOfTheOthersAreDecided_andOfTheNextPayload() {
        assertThatThrownBy(() -> engine.payload(List.of(high("a", 1), high(BAD, 2))))
                .hasMessage("a mistake");
        assertThat(told()).containsExactly("AT_ONCE@a raised");

        engine.payload(List.of(high("b", 3)));
        assertThat(told()).containsExactly("AT_ONCE@b raised");
    }

    @Test
    void onFailure_judgingThrows_isToldAndEverythingElseGoesOn() {
        List<String> failures = new ArrayList<>();
        engine.onFailure((alarm, failure) -> failures.add(alarm + " " + failure.getMessage()));

        engine.payload(List.of(high(BAD, 1), high("a", 2)));
        engine.settle(10 * MINUTE);

        assertThat(failures).containsExactly("AT_ONCE@bad a mistake", "timer CONDITION a mistake");
        assertThat(told()).containsExactly("AT_ONCE@a raised", "LATER@a raised");
    }

    @Test
    void payload_valueTooLargeForTheRulesUnit_isNoValue() {
        engine.payload(List.of(new Sample("a", "active_power", 1, 1e308, Map.of(), "kW", false)));
        engine.settle(10 * MINUTE);

        assertThat(told()).isEmpty();
    }

    private List<String> told() {
        return engine.drain().messages().stream()
                .map(it -> it.about() + " " + it.kind())
                .toList();
    }

    private static Sample high(String device, long time) {
        return new Sample(device, "active_power", time, 100, Map.of(), "W", false);
    }

    private static List<Rule> rules() {
        Problems problems = new Problems();
        YamlMap yaml = YamlFile.parse("rules.yaml", new StringReader("""
                AT_ONCE: {kind: threshold, metric: active_power, unit: W, op: ">", threshold: 9, priority: high}
                LATER: {kind: threshold, metric: active_power, unit: W, op: ">", threshold: 9, on_delay: 2m, priority: high}
                """), problems);
        List<Rule> rules = yaml.keys().stream()
                .map(it -> RuleReader.read(it, yaml.map(it), RuleReader.Texts.OPTIONAL))
                .toList();
        problems.throwIfAny();
        return rules;
    }
}
