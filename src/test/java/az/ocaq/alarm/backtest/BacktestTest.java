package az.ocaq.alarm.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.alarm.SmallVillage;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.measurement.Reading;
import az.ocaq.store.TimeSeriesStore;
import az.ocaq.store.questdb.QuestStore;
import io.vertx.core.Vertx;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rules over a real store: thirty days of two meters, a reading a minute. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BacktestTest {
    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(30));
    private static final String FIRST = "aghali/home-001/meter";
    private static final String SECOND = "aghali/home-002/meter";
    private static final String RULE = """
            high:
              kind: threshold
              devices: {type: household_meter}
              metric: voltage_l1
              unit: V
              op: ">"
              threshold: 253
              priority: high
            """;

    private final Vertx vertx = Vertx.vertx();
    private final DeviceRegistry registry = SmallVillage.registry();
    private TimeSeriesStore store;

    @BeforeAll
    void fill(@TempDir Path directory) {
        store = QuestStore.open(vertx, directory, false);
        List<Reading> readings = new ArrayList<>();
        for (int minute = 0; minute < 30 * 1440; minute++) {
            Instant time = START.plus(Duration.ofMinutes(minute));
            readings.add(SmallVillage.reading(FIRST + "/voltage_l1", time, first(minute)));
            readings.add(SmallVillage.reading(SECOND + "/voltage_l1", time, minute == 20_000 ? 258 : 230));
        }
        store.append(readings).await();
    }

    /** Each of the first 13 days from noon: nine times a minute too high, four times ten minutes. */
    private static double first(int minute) {
        int day = minute / 1440;
        int sinceNoon = minute % 1440 - 720;
        int length = day < 9 ? 1 : day < 13 ? 10 : 0;
        return sinceNoon >= 0 && sinceNoon < length ? 260 : 230;
    }

    @AfterAll
    void close() {
        store.close().await();
        vertx.close().await();
    }

    @Test
    void threshold_thirtyDays_countsWhatPeopleWouldHaveSeen() {
        BacktestResult result = run(RULE, START, END);

        assertThat(result.sentence())
                .isEqualTo(
                        "high would have raised 14 times in 30 days at 2 devices, 10 of them shorter than 2 minutes");
        assertThat(result.readings()).isEqualTo(86_400);
        assertThat(result.byDevice().keySet()).containsExactly(FIRST, SECOND);
        Occurrence tenth = result.byDevice().getOrDefault(FIRST, List.of()).get(9);
        assertThat(tenth.from()).isEqualTo(START.plus(Duration.ofDays(9)).plus(Duration.ofHours(12)));
        assertThat(tenth.duration(END)).isEqualTo(Duration.ofMinutes(10));
        assertThat(tenth.value()).hasValue(260);
    }

    @Test
    void onDelay_takesTheShortOnesAway() {
        BacktestResult result = run(RULE + "  on_delay: 5m\n  max_hold: 5m\n", START, END);

        assertThat(result.occurrences())
                .hasSize(4)
                .allSatisfy(it -> assertThat(it.duration(END)).isEqualTo(Duration.ofMinutes(5)));
    }

    @Test
    void occurrence_thatGoesOnAtTheEnd_hasNoEnd() {
        Instant end = START.plus(Duration.ofDays(9)).plus(Duration.ofHours(12)).plus(Duration.ofMinutes(3));

        BacktestResult result = run(RULE, START.plus(Duration.ofDays(9)), end);

        assertThat(result.occurrences()).singleElement().satisfies(it -> {
            assertThat(it.to()).isEmpty();
            assertThat(it.duration(end)).isEqualTo(Duration.ofMinutes(3));
        });
    }

    @Test
    void groupFraction_needsItsCompanion_andSeesAllMembersInTheOrderOfTime() {
        Rules inService = new Rules(drafts(RULE));
        Rule share = drafts("""
                many:
                  kind: group_fraction
                  of: high
                  members: [aghali/home-001/meter, aghali/home-002/meter]
                  group: both
                  op: ">"
                  threshold: 0.4
                """).get(0);

        BacktestResult result = new Backtest(store, registry).run(share, inService, device -> true, START, END);

        assertThat(result.occurrences()).hasSize(14).allSatisfy(it -> {
            assertThat(it.rule()).isEqualTo("many");
            assertThat(it.device()).isEqualTo("both");
        });
    }

    @Test
    void offline_hearsEverythingThatADeviceSays() {
        BacktestResult result = run("""
                gone:
                  kind: offline
                  devices: [aghali/home-001/meter, aghali/home-003/meter]
                  silence_after: 10m
                """, START, START.plus(Duration.ofDays(2)));

        assertThat(result.occurrences()).singleElement().satisfies(it -> {
            assertThat(it.device()).isEqualTo("aghali/home-003/meter");
            assertThat(it.from()).isEqualTo(START.plus(Duration.ofMinutes(10)));
            assertThat(it.to()).isEmpty();
        });
    }

    private BacktestResult run(String rule, Instant from, Instant to) {
        return new Backtest(store, registry).run(drafts(rule).get(0), Rules.NONE, device -> true, from, to);
    }

    private static List<Rule> drafts(String text) {
        Problems problems = new Problems();
        List<Rule> rules = Rules.drafts("rule", new StringReader(text), problems);
        problems.throwIfAny();
        return rules;
    }
}
