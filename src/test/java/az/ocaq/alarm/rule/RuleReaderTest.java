package az.ocaq.alarm.rule;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RuleReaderTest {
    private final Problems problems = new Problems();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {kind: thresold, metric: t}                                                 | r.yaml:1 kind: 'thresold' must be one of threshold
            {kind: threshold, metric: t, op: '=>', threshold: 1}                        | r.yaml:1 op: '=>' must be one of
            {kind: threshold, metric: t, op: '>', threshold: high}                      | r.yaml:1 threshold: 'high' is not a number
            {kind: threshold, metric: t, op: '>', threshold: 1, on_delay: 5 minutes}    | r.yaml:1 on_delay: '5 minutes' is not a duration
            {kind: threshold, metric: t, op: '>', threshold: 1, clear_at: 2}            | r.yaml:1 clear_at: must be on the good side
            {kind: threshold, metric: t, op: '>', threshold: 1, deadbnd: 2}             | r.yaml:1 deadbnd: unknown key
            {kind: threshold, metric: t, op: '>', threshold: 1, severity: urgent}       | r.yaml:1 severity: 'urgent'
            {kind: offline, devices: 'home-{9..1}'}                                     | r.yaml:1 devices: '{9..1}' is no row
            {kind: offline, schedule: {windows: [{days: [monday]}]}}                    | days: 'monday' must be one of mon
            {kind: curve, x: a, y: b, op: '<', threshold: 1, points: [[1, 2, 3]]}       | r.yaml:1 points: must be a list of lists of 2 numbers
            {kind: compound, expr: {and: [{metric: a, op: '>', threshold: x}]}}         | threshold: 'x' is not a number
            """)
    void read_badRule_namesLineKeyAndWhatIsWrong(String text, String message) {
        var unused = read(text);

        assertThat(problems.all()).anySatisfy(it -> assertThat(it).contains(message));
    }

    @Test
    void read_isoAndShortDurations_areTheSame() {
        Rule iso = read("{kind: offline, silence_after: PT10M, lwt_grace: PT30S}");
        Rule words = read("{kind: offline, silence_after: 10m, lwt_grace: 30s}");

        assertThat(problems.all()).isEmpty();
        assertThat(iso.condition()).isEqualTo(words.condition());
    }

    @Test
    void withDeadband_decimals_clearsAtTheWrittenNumber() {
        Limit limit = Limit.withDeadband(Operator.GREATER, 0.3, 0.1);

        assertThat(limit.clears(0.2)).isTrue();
        assertThat(limit.clears(0.2001)).isFalse();
        assertThat(limit.raises(0.3)).isFalse();
    }

    @Test
    void expand_severalRows_namesAll() {
        assertThat(Selector.expand("v{1..2}/home-{9..10}"))
                .containsExactly("v1/home-9", "v1/home-10", "v2/home-9", "v2/home-10");
    }

    private Rule read(String text) {
        YamlMap map = YamlFile.parse("r.yaml", new StringReader(text), problems);
        return RuleReader.read("r", map, RuleReader.Texts.OPTIONAL);
    }
}
