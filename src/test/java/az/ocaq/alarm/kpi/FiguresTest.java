package az.ocaq.alarm.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import az.ocaq.alarm.AlarmRates;
import az.ocaq.alarm.SmallVillage;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.alarm.rule.Utility;
import az.ocaq.database.OperationalDatabase;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Journals whose figures are computed by hand. */
@ParameterizedClass
@EnumSource
final class FiguresTest {
    private static final String FEEDER = "aghali/feeder-1";
    /** Sixteen homes. */
    private static final double CUSTOMERS = 16;

    private static final int BEHIND = 16;
    private static final SupplyPeriods.Hard HARD = new SupplyPeriods.Hard(2, Duration.ofHours(3));

    private static final Instant START = Instant.parse("2026-05-10T10:00:00Z");

    private int outages;

    private final DeviceRegistry registry = SmallVillage.registry();
    private final OperationalDatabase kind;
    private WrittenJournal written;

    FiguresTest(OperationalDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        written = new WrittenJournal(kind, START);
    }

    @AfterEach
    void close() {
        written.close();
    }

    @Test
    void alarms_whatTheReadingsDidNotConfirm_wasNotMendedYet() {
        written.alarm(1, "voltage", "aghali/home-001/meter", "high");
        written.line(1, 1, 0, "raised", "NORM", "UNACK", "");
        written.line(1, 1, 60, "acknowledged", "UNACK", "ACKED", "");
        written.line(1, 1, 600, "resolved", "ACKED", "ACKED", "");
        written.line(1, 1, 2_400, "reopened", "ACKED", "UNACK", "");
        Instant end = START.plus(Duration.ofHours(2));

        assertThat(figures(end).toResolve().median()).isEmpty();

        written.line(1, 1, 3_600, "resolved", "ACKED", "ACKED", "");
        assertThat(figures(end).toResolve().median()).hasValue(60);
        assertThat(figures(end).handling().meanMinutesToAcknowledge()).hasValue(1);
    }

    private AlarmFigures figures(Instant end) {
        return AlarmFigures.of(
                written.read().lines(START, end, Optional.empty()).await(), List.of(), 1, START, end, end);
    }

    @Test
    void alarms_anHourWithAChatteringAlarm() {
        written.alarm(1, "voltage", "aghali/home-001/meter", "high");
        written.alarm(2, "worn", "aghali/home-002/meter", "low");
        for (int i = 0; i < 3; i++) {
            written.line(1, i + 1, 20 * i, "raised", i == 0 ? "NORM" : "RTNUN", "UNACK", "");
            written.line(1, i + 1, 20 * i + 10, "cleared", "UNACK", "RTNUN", "");
        }
        written.line(2, 1, 1_800, "raised", "NORM", "UNACK", "");
        written.line(2, 1, 2_400, "acknowledged", "UNACK", "ACKED", "");
        written.line(2, 1, 2_430, "assigned", "ACKED", "ACKED", "crew");
        written.line(2, 1, 2_520, "on_way", "ACKED", "ACKED", "");
        written.line(2, 1, 2_880, "on_site", "ACKED", "ACKED", "");
        written.line(2, 1, 3_000, "resolved", "ACKED", "ACKED", "");
        Instant end = START.plus(Duration.ofHours(1));
        message("escalated", 1, "sent", 12);
        message("raised", 2, "sent", 4);
        message("raised", 1, "dead", 0);

        AlarmFigures figures = AlarmFigures.of(
                written.read().lines(START, end, Optional.empty()).await(),
                List.of(),
                1,
                START,
                end,
                end.plusSeconds(3_600));
        Journal.Messages messages =
                written.read().messages(START, end, place -> true).await();

        assertThat(figures.rates().total()).isEqualTo(4);
        assertThat(figures.rates().averagePer10Minutes()).isEqualTo(4 / 6.0, within(1e-9));
        assertThat(figures.rates().peak10Minutes()).isEqualTo(3);
        assertThat(figures.rates().chattering()).containsExactly("voltage@aghali/home-001/meter");
        assertThat(figures.mix()).containsEntry("high", 3L).containsEntry("low", 1L);
        assertThat(figures.handling().meanMinutesToAcknowledge()).hasValue(10);
        assertThat(figures.handling().unacknowledged()).isEqualTo(3);
        assertThat(figures.toResolve().median()).hasValue(20);
        assertThat(figures.crews().toAssign().median()).hasValue(10.5);
        assertThat(figures.crews().travel().median()).hasValue(6);
        assertThat(figures.crews().onSite().p90()).hasValue(2);
        assertThat(figures.lateShare()).isEqualTo(0.75);
        assertThat(figures.badActors()).as("what came once is not frequent").hasSize(1);
        assertThat(figures.badActors().get(0)).satisfies(it -> {
            assertThat(it.rule()).isEqualTo("voltage");
            assertThat(it.annunciations()).isEqualTo(3);
            assertThat(it.share()).isEqualTo(0.75);
            assertThat(it.chatters()).isTrue();
        });
        assertThat(messages.all()).isEqualTo(3);
        assertThat(messages.escalatedOccurrences()).isEqualTo(1);
        assertThat(messages.deadLetters()).isEqualTo(1);
        assertThat(messages.secondsToSend()).containsExactly(4.0, 12.0);
        assertThat(written.read()
                        .messages(START, end, "aghali/home-002/meter"::equals)
                        .await()
                        .all())
                .as("of the one place that the reader sees")
                .isEqualTo(1);
    }

    @Test
    void review_whatComesWithAnotherAlarm_andWhatNobodyActsOn() {
        written.alarm(1, "low_flow", "aghali/home-001/meter", "high");
        written.alarm(2, "low_pressure", "aghali/home-001/meter", "high");
        written.alarm(3, "voltage", "aghali/home-002/meter", "low");
        for (int i = 0; i < 6; i++) {
            int at = i * 3_600;
            written.line(1, i + 1, at, "raised", "NORM", "UNACK", "");
            written.line(1, i + 1, at + 300, "cleared", "UNACK", "NORM", "");
            if (i > 0) {
                written.line(2, i, at + 40, "raised", "NORM", "UNACK", "");
                written.line(2, i, at + 300, "cleared", "UNACK", "NORM", "");
            }
            written.line(3, i + 1, at + 120, "raised", "NORM", "UNACK", "");
            written.line(3, i + 1, at + 200, "cleared", "UNACK", "NORM", "");
        }
        var unused = written.database()
                .transactBlocking(handle ->
                        handle.execute("UPDATE alarm_journal SET who = 'vali' WHERE alarm_id = 3 AND occurrence = 1"));

        Review review = Review.of(written.read()
                .lines(START, START.plus(Duration.ofDays(1)), Optional.empty())
                .await());

        assertThat(review.duplicates()).singleElement().satisfies(it -> {
            assertThat(it.first().rule()).isEqualTo("low_flow");
            assertThat(it.second().rule()).isEqualTo("low_pressure");
            assertThat(it.times()).isEqualTo(6);
            assertThat(it.together()).isEqualTo(5);
        });
        assertThat(review.neverActioned())
                .containsExactly(new Review.Ignored("low_flow", 6), new Review.Ignored("low_pressure", 5));
    }

    @Test
    void rates_steadyIsWhatComesOutsideOfFloods_inBinsOfTheClock() {
        // one flood of 12 at 10:00 that ebbs with 6 at 10:10; 3 at 10:20
        List<Instant> times = new ArrayList<>();
        IntStream.range(0, 12).forEach(i -> times.add(START.plusSeconds(i)));
        IntStream.range(0, 6).forEach(i -> times.add(START.plusSeconds(600 + i)));
        IntStream.range(0, 3).forEach(i -> times.add(START.plusSeconds(1_200 + i)));

        AlarmRates rates = AlarmRates.of(Map.of("a", times), 1, Duration.ofHours(1));

        assertThat(rates.peak10Minutes()).isEqualTo(12);
        assertThat(rates.averagePer10Minutes()).isEqualTo(21 / 6.0, within(1e-9));
        assertThat(rates.steadyPer10Minutes()).isEqualTo(3 / 4.0, within(1e-9));
    }

    @Test
    void reliability_aMonthWithOutagesOfEveryKind() {
        written.alarm(1, "feeder_outage", FEEDER, "critical");
        for (int home = 1; home <= 16; home++) {
            written.alarm(10 + home, "meter_offline", "aghali/home-%03d/meter".formatted(home), "medium");
        }
        int day = 86_400;
        // the first: eight homes, four of them back after an hour, four after two
        outage(30, 3_600, "");
        for (int home = 1; home <= 8; home++) {
            silence(home, 30, home <= 4 ? 3_600 : 7_200);
        }
        // momentary: five homes for exactly five minutes
        outage(10 * day + 30, 10 * day + 300, "");
        for (int home = 1; home <= 5; home++) {
            silence(home, 10 * day + 30, 10 * day + 300);
        }
        // announced: three homes for an hour
        written.window(7, 14 * day);
        outage(15 * day + 30, 15 * day + 3_600, "maintenance 7");
        for (int home = 1; home <= 3; home++) {
            silence(home, 15 * day + 30, 15 * day + 3_600);
        }
        // one meter alone is silent for a day: its own fault
        silence(10, 17 * day, 18 * day);
        // June: four homes, still dark
        outage(24 * day + 30, -1, "");
        for (int home = 1; home <= 4; home++) {
            silence(home, 24 * day + 30, -1);
        }
        Instant now = START.plusSeconds(24 * day + 7_200);

        Reliability reliability = new Reliability(registry, rules(), Utility.ELECTRICITY);
        Instant from = Instant.parse("2026-04-30T20:00:00Z");
        SupplyHistory history = written.history();
        Supply supply = history.supply(reliability, from, LocalDate.EPOCH, now).await();
        SupplyPeriods periods = new SupplyPeriods(supply, Set.of(), HARD, from, now);
        Settlement aghali = registry.settlement("aghali").orElseThrow();
        List<SupplyPeriods.Period> months = periods.months(periods.of(aghali), from, now);

        assertThat(history.supply(reliability, from, LocalDate.EPOCH, now).await())
                .as("the same from what was kept and what is new")
                .isEqualTo(supply);
        assertThat(months)
                .extracting(SupplyPeriods.Period::month)
                .containsExactly(YearMonth.of(2026, 5), YearMonth.of(2026, 6));
        assertThat(months.get(0)).satisfies(may -> {
            assertThat(may.customers()).isEqualTo(16);
            assertThat(may.interruptions()).isEqualTo(2);
            assertThat(may.provisional()).isFalse();
            assertThat(may.unplanned().indices().saifi()).isEqualTo(8 / CUSTOMERS, within(1e-9));
            assertThat(may.unplanned().indices().saidiMinutes())
                    .isEqualTo((4 * 60 + 4 * 120) / CUSTOMERS, within(1e-9));
            assertThat(may.unplanned().indices().caidiMinutes()).isEqualTo(90, within(1e-9));
            assertThat(may.unplanned().indices().maifi()).isEqualTo(5 / CUSTOMERS, within(1e-9));
            assertThat(may.unplanned().indices().asai()).isEqualTo(1 - 720 / CUSTOMERS / (31 * 1_440), within(1e-12));
            assertThat(may.planned().indices().saidiMinutes()).isEqualTo(3 * 60 / CUSTOMERS, within(1e-9));
        });
        assertThat(reliability.customersBehind("aghali")).containsEntry(FEEDER, BEHIND);
        assertThat(periods.months(periods.of(aghali, FEEDER), from, now).get(0)).satisfies(may -> {
            assertThat(may.interruptions()).isEqualTo(2);
            assertThat(may.unplanned().indices().saidiMinutes()).isEqualTo(720.0 / BEHIND, within(1e-9));
        });
        assertThat(periods.lastYear(periods.together(List.of(aghali)), now).orElseThrow())
                .satisfies(year -> {
                    assertThat(year.interruptions()).isEqualTo(3);
                    assertThat(year.unplanned().cemi())
                            .as("four homes, twice each; five minutes do not count")
                            .isEqualTo(4 / CUSTOMERS, within(1e-9));
                    assertThat(year.unplanned().celid())
                            .as("four homes 1 + 2 h, four 2 h")
                            .isEqualTo(4 / CUSTOMERS, within(1e-9));
                });
        assertThat(months.get(1)).satisfies(june -> {
            assertThat(june.provisional()).isTrue();
            assertThat(june.unplanned().indices().saidiMinutes()).isEqualTo(4 * 120 / CUSTOMERS, within(1e-9));
        });
    }

    /** IEEE 1366: N is the average of the customers served. */
    @Test
    void reliability_feederThatGrew_countsThoseItServedOnAverage() {
        LocalDate first = LocalDate.of(2026, 6, 1);
        Instant since = Instant.parse("2026-05-31T20:00:00Z");
        Instant now = Instant.parse("2026-06-30T20:00:00Z");
        List<SupplyDay> days = IntStream.range(0, 30)
                .mapToObj(it -> new SupplyDay("aghali", first.plusDays(it), 100, 0))
                .toList();
        CustomerInterruption hour = new CustomerInterruption(
                "aghali", first, FEEDER, "aghali/home-001/meter", since, Duration.ofHours(1), false, false);
        List<PlaceCustomers> places = List.of(
                new PlaceCustomers(FEEDER, first.plusDays(5), 10), new PlaceCustomers(FEEDER, first.plusDays(15), 20));
        SupplyPeriods periods = new SupplyPeriods(new Supply(days, List.of(hour), places), Set.of(), HARD, since, now);
        Settlement aghali = registry.settlement("aghali").orElseThrow();

        assertThat(periods.months(periods.of(aghali, FEEDER), since, now))
                .singleElement()
                .satisfies(june -> {
                    assertThat(june.customers()).isEqualTo(15);
                    assertThat(june.unplanned().indices().saidiMinutes()).isEqualTo(60 / 15.0, within(1e-9));
                });
    }

    /** IEEE 1366: planned is what was announced beforehand, and nothing else that hides an alarm. */
    @Test
    void reliability_onlyWhatWasAnnouncedBeforehandIsPlanned() {
        written.alarm(1, "feeder_outage", FEEDER, "critical");
        for (int home = 1; home <= 16; home++) {
            written.alarm(10 + home, "meter_offline", "aghali/home-%03d/meter".formatted(home), "medium");
        }
        int hour = 3_600;
        written.window(3, hour);
        written.window(4, 30 * hour + 600);
        outage(10 * hour, 11 * hour, "maintenance 3");
        outage(20 * hour, 21 * hour, "grid_down@aghali/substation");
        outage(30 * hour, 31 * hour, "");
        written.line(1, 3, 30 * hour + 600, "suppressed", "UNACK", "DSUPR", "maintenance 4");
        outage(40 * hour, 41 * hour, "maintenance 99");
        for (int start : new int[] {10, 20, 30, 40}) {
            for (int home = 1; home <= 3; home++) {
                silence(home, start * hour, (start + 1) * hour);
            }
        }
        Instant now = START.plus(Duration.ofDays(2));

        Supply supply = written.history()
                .supply(new Reliability(registry, rules(), Utility.ELECTRICITY), START, LocalDate.EPOCH, now)
                .await();

        assertThat(supply.interruptions().stream()
                        .filter(it -> !it.planned())
                        .map(CustomerInterruption::began)
                        .distinct())
                .as("a parent's outage, work that was announced after supply failed, a window that nobody knows")
                .hasSize(3);
        assertThat(supply.interruptions())
                .filteredOn(CustomerInterruption::planned)
                .hasSize(3);
    }

    @Test
    void reliability_beforeMonitoringBegan_nothingIsSaid() {
        Instant since = Instant.parse("2026-05-21T08:00:00Z");
        Instant now = Instant.parse("2026-06-02T20:00:00Z");

        Supply supply = written.history()
                .supply(new Reliability(registry, rules(), Utility.ELECTRICITY), since, LocalDate.EPOCH, now)
                .await();
        SupplyPeriods periods = new SupplyPeriods(supply, Set.of(), HARD, since, now);
        List<SupplyPeriods.Period> months = periods.months(
                periods.of(registry.settlement("aghali").orElseThrow()), Instant.parse("2025-06-01T00:00:00Z"), now);

        assertThat(months)
                .extracting(it -> it.month() + " " + it.from())
                .containsExactly("2026-05 2026-05-21T08:00:00Z", "2026-06 2026-05-31T20:00:00Z");
    }

    /** What a gateway no longer passes on is not without power. */
    @Test
    void reliability_silenceBehindAGateway_isNoInterruption() {
        Rules rules = WrittenJournal.rules("""
                meter_offline: {kind: offline, devices: {type: household_meter}}
                gateway_outage: {kind: group_fraction, of: meter_offline, members: {type: household_meter}, group_by: gateway,
                  op: ">", threshold: 0.7, min_count: 3}
                """);

        assertThat(new Reliability(registry, rules, Utility.ELECTRICITY).rules())
                .isEmpty();
    }

    @Test
    void majorEvents_aStormBeyondTheLimitOfTheYearsBefore() {
        List<CustomerInterruption> outages = new ArrayList<>();
        // Logarithms of 1 and e in turn: alpha 0.5, beta sqrt(20 * 0.25 / 19); a day without interruptions is left out.
        for (int i = 0; i < 20; i++) {
            outages.addAll(day(LocalDate.of(2025, 3, 1).plusDays(i), i % 2 == 0 ? 100 : 100 * Math.E));
        }
        double limit = Math.exp(0.5 + 2.5 * Math.sqrt(5.0 / 19));
        outages.addAll(day(LocalDate.of(2026, 2, 1), 100 * limit * 1.001));
        outages.addAll(day(LocalDate.of(2026, 2, 2), 100 * limit * 0.999));
        // a hundred customers
        List<SupplyDay> days = LocalDate.of(2025, 3, 1)
                .datesUntil(LocalDate.of(2026, 3, 1))
                .map(day -> new SupplyDay(
                        "aghali",
                        day,
                        100,
                        outages.stream()
                                        .filter(it -> it.day().equals(day))
                                        .mapToLong(it -> it.duration().toNanos())
                                        .sum()
                                / 60e9))
                .toList();

        MajorEvents major = MajorEvents.of(days);
        Instant since = Instant.parse("2025-01-01T00:00:00Z");
        Instant now = Instant.parse("2026-03-01T00:00:00Z");
        SupplyPeriods periods = new SupplyPeriods(new Supply(days, outages, List.of()), major.days(), HARD, since, now);
        SupplyPeriods.Period year = periods.lastYear(
                        periods.of(registry.settlement("aghali").orElseThrow()), now)
                .orElseThrow();

        assertThat(major.limits()).containsOnlyKeys(2026);
        assertThat(major.limits().get(2026)).isCloseTo(limit, within(1e-9));
        assertThat(major.days()).containsExactly(LocalDate.of(2026, 2, 1));
        assertThat(year.majorDays()).isEqualTo(1);
        assertThat(year.unplanned().indices().saidiMinutes()
                        - year.ordinary().indices().saidiMinutes())
                .isCloseTo(limit * 1.001, within(1e-4));
        assertThat(year.unplanned().indices().saifi()
                        - year.ordinary().indices().saifi())
                .isCloseTo(0.1, within(1e-9));
    }

    /** Ten customers, interrupted for so many minutes together. */
    private static List<CustomerInterruption> day(LocalDate day, double minutes) {
        return IntStream.range(0, 10)
                .mapToObj(it -> new CustomerInterruption(
                        "aghali",
                        day,
                        FEEDER,
                        "aghali/home-%03d/meter".formatted(it),
                        day.atStartOfDay().toInstant(ZoneOffset.UTC),
                        Duration.ofNanos(Math.round(minutes / 10 * 60e9)),
                        false,
                        false))
                .toList();
    }

    private static Rules rules() {
        return WrittenJournal.rules("""
                meter_offline: {kind: offline, devices: {type: household_meter}, lwt_grace: 30s}
                feeder_outage: {kind: group_fraction, of: meter_offline, members: {type: household_meter}, group_by: feeder,
                  op: ">", threshold: 0.15, min_count: 3}
                """);
    }

    private void outage(int from, int to, String suppressedBy) {
        String state = suppressedBy.isEmpty() ? "UNACK" : "DSUPR";
        int occurrence = ++outages;
        written.line(1, occurrence, from, "raised", "NORM", state, "");
        if (!suppressedBy.isEmpty()) {
            written.line(1, occurrence, from, "suppressed", state, state, suppressedBy);
        }
        if (to >= 0) {
            written.line(1, occurrence, to, "cleared", state, "NORM", "");
        }
    }

    private void silence(int home, int from, int to) {
        written.line(10 + home, 1, from, "raised", "NORM", "DSUPR", "will message");
        if (to >= 0) {
            written.line(10 + home, 1, to, "cleared", "DSUPR", "NORM", "heard");
        }
    }

    private void message(String kind, long alarm, String state, int seconds) {
        var unused = written.database()
                .transactBlocking(handle -> handle.createUpdate("INSERT INTO outbox (message_key, about,"
                                + " subject, alarm_id, occurrence, kind, step, receiver, channel, members, created_at, state,"
                                + " attempts, next_attempt_at, sent_at) VALUES (:key, 'a', 'alarm', :alarm, 1, :kind, 0, 'crew',"
                                + " 'mail', 1, :at, :state, 1, :at, :sent)")
                        .bind("key", kind + alarm)
                        .bind("kind", kind)
                        .bind("alarm", alarm)
                        .bind("state", state)
                        .bind("at", START.atOffset(ZoneOffset.UTC))
                        .bindByType(
                                "sent",
                                state.equals("sent")
                                        ? START.plusSeconds(seconds).atOffset(ZoneOffset.UTC)
                                        : null,
                                java.time.OffsetDateTime.class)
                        .execute());
    }
}
