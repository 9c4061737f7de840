package az.ocaq.alarm.rule;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
            {kind: feeder_loss, metric: m, export: x, homes: h, dark: {start: '04:00', end: '05:00'}} | dark.start: must be later
            {kind: feeder_loss, metric: m, export: x, homes: h, window: 12h, dark: {}}  | r.yaml:1 dark: needs a 'window' of a day
            {kind: compound, expr: {and: [{metric: a, op: '>', threshold: x}]}}         | threshold: 'x' is not a number
            {kind: drift, metric: m, threshold: 1, twin: {metric: t, off: x}}           | r.yaml:1 twin.off: unknown key
            {kind: drift, metric: m, threshold: 1, twin: {metric: t}, mode: share}      | r.yaml:1 mode: 'share' must be abs or pct
            {kind: burst, metric: f}                                                    | r.yaml:1 pressure: is missing
            {kind: burst, metric: f, pressure: p, interval: 2h}                         | r.yaml:1 interval: must be 1m to 1h
            """)
    void read_badRule_namesLineKeyAndWhatIsWrong(String text, String message) {
        var unused = read(text);

        assertThat(problems.all()).anySatisfy(it -> assertThat(it).contains(message));
    }

    @Test
    void isFor_peers_theMembersAlone() {
        Rule rule = read("{kind: peers, metric: p, unit: W, members: {type: inverter}}");

        assertThat(problems.all()).isEmpty();
        assertThat(rule.isFor("aghali/home-1/pv", Map.of("type", "inverter"))).isTrue();
        assertThat(rule.isFor("aghali/home-1/meter", Map.of("type", "meter"))).isFalse();
    }

    /** What every rule may have, whatever it looks at. */
    private static final String COMMON = "version: 3, severity: high, devices: [a, b], unit: '', on_delay: 1m, "
            + "off_delay: 2m, max_hold: 1h, samples: 2, mean: 10m, latch: true, ack_required: false, correlate: 2m, "
            + "realarm: 1h, public: false, title: {az: a, ru: b, en: c}, response: {az: a, ru: b, en: c}, "
            + "inhibits: [{rule: X, same: feeder}], schedule: {windows: [{days: [mon], start: '08:00', end: '17:00'}]}";

    /** What a rule has that compares with a limit of its own. */
    private static final String LIMIT =
            "op: '>', levels: [{severity: low, threshold: 1}, {severity: high, threshold: 2}], "
                    + "deadband: 0.5, of_attribute: rated_power";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            threshold           | metric: m                                | limit
            rate                | metric: m, window: 10m                   | limit
            forecast            | metric: m, until: '07:00'                | limit
            forecast            | metric: m, until: sunrise, latitude: 39, longitude: 46 | limit
            count               | metric: m, count: 3                      | limit
            curve               | x: a, y: b, points: [[0, 1], [2, 3]]     | limit
            unbalance           | metrics: [a, b, c]                       | limit
            transformer_thermal | metric: m, s_rated_kva: 100              | limit
            no_data             | metric: m, after: 15m                    |
            stale               | metric: m, after: 15m                    |
            offline             | silence_after: 10m                       |
            counter             | metric: m, check: backwards              |
            compound            | expr: {metric: m, op: '>', threshold: 1} |
            group_fraction      | of: X, members: [a, b], group: g, op: '>', threshold: 0.2, clear_at: 0.1 |
            pv_pr               | metric: m, p0_kw: 5                      |
            en50160_week        | metric: m                                |
            en50160_abs         | metric: m                                |
            en50160_frequency   | metric: m, system: island                |
            energy_balance      | metric: m, feeder: f, homes: [h]         |
            feeder_loss         | metric: m, export: x, homes: [h]         |
            continuous_flow     | metric: m                                |
            mnf                 | metric: m, excess_m3h: 1                 |
            burst               | metric: m, pressure: p                   | limit
            drift               | metric: m, twin: {metric: t}, threshold: 1 |
            peers               | metric: m                                |
            """)
    void read_everyKind_takesWhatAllRulesHave(String kind, String own, String limit) {
        Rule rule = read("{kind: %s, %s, %s%s}".formatted(kind, own, COMMON, limit == null ? "" : ", " + LIMIT));

        assertThat(problems.all()).isEmpty();
        assertThat(rule.delays())
                .isEqualTo(
                        new Delays(Duration.ofMinutes(1), Duration.ofMinutes(2), Optional.of(Duration.ofHours(1)), 2));
        assertThat(rule.traits().latch()).isTrue();
        assertThat(rule.traits().ackRequired()).isFalse();
        assertThat(rule.traits().mean()).hasValue(Duration.ofMinutes(10));
        assertThat(rule.inhibits()).hasSize(1);
        assertThat(rule.schedule()).isPresent();
        rule.condition().limits().ifPresent(it -> {
            assertThat(it.levels()).hasSize(2);
            assertThat(it.attribute()).hasValue("rated_power");
        });
        assertThat(rule.condition().limits().isPresent()).isEqualTo(limit != null);
    }

    @Test
    void read_whatIsNoMap_isToldOnce_withoutWhatFollowsFromIt() {
        var unused = read("{kind: compound, expr: [a]}");
        var unusedToo = read("{kind: compound}");

        assertThat(problems.all())
                .containsExactly("r.yaml:1 expr: must be a map of keys and values", "r.yaml:1 expr: is missing");
    }

    @Test
    void read_expressionThatNobodyMeans_isRefused() {
        var unused = read("{kind: compound, expr: " + "{not: ".repeat(60) + "{metric: a, op: '>', threshold: 1}"
                + "}".repeat(60) + "}");

        assertThat(problems.all()).singleElement().asString().contains("is nested deeper than 50");
    }

    @Test
    void read_unitThatIsNoneOfTheMetric_isRefused(@TempDir Path folder) throws IOException {
        String rule = """
                r%d: {kind: threshold, metric: active_power, unit: %s, op: ">", threshold: 1, devices: {type: pump},
                  title: {az: a, ru: b, en: c}, response: {az: a, ru: b, en: c}}
                """;
        Path file = Files.writeString(
                folder.resolve("a.yaml"),
                rule.formatted(1, "kW") + rule.formatted(2, "parsec") + rule.formatted(3, "V"));

        var unused = Rules.read(folder, problems);

        assertThat(problems.all())
                .containsExactly(
                        file + ":3 r2: unit: 'parsec' is no unit of active_power, which is in W",
                        file + ":5 r3: unit: 'V' is no unit of active_power, which is in W");
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
