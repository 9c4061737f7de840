package az.ocaq.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import az.ocaq.access.Actor;
import az.ocaq.access.Role;
import az.ocaq.alarm.AlarmDesk.JournalEntry;
import az.ocaq.alarm.engine.Coverage;
import az.ocaq.database.OperationalDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Silences, maintenance windows, out of service, reset and history of alarms that a database keeps. */
@ParameterizedClass
@EnumSource
final class QuietPeriodsTest {
    private static final Map<String, List<String>> METERS =
            Map.of("settlement", List.of("aghali"), "type", List.of("meter"));
    private static final Actor OPERATOR = actor(Role.OPERATOR, Set.of("aghali"));
    private static final Actor ENGINEER = actor(Role.ENGINEER, Set.of());

    private final OperationalDatabase kind;
    private AlarmBench bench;

    QuietPeriodsTest(OperationalDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        bench = new AlarmBench(kind, """
                overload: {kind: threshold, metric: active_power, unit: kW, op: ">", threshold: 9, deadband: 1,
                  priority: high, devices: {type: meter}}
                tamper: {kind: threshold, metric: voltage, unit: V, op: ">", threshold: 253, latch: true,
                  priority: medium, devices: {type: meter}}
                """, "{}");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void silence_muteThenEnds_tellsWhatIsStillActive_alsoAfterARestart() {
        QuietPeriod silence = bench.on(() -> bench.alarms.plan(plan(QuietPeriod.Kind.SILENCE, 60), OPERATOR));

        Alarm alarm = bench.power(9_500).get(0);
        bench.restart();
        bench.pass(Duration.ofMinutes(59));
        assertThat(bench.keys()).isEmpty();
        assertThat(bench.alarms.quietPeriods())
                .singleElement()
                .satisfies(it -> assertThat(it.covers(bench.clock.instant())).isTrue());
        bench.pass(Duration.ofMinutes(2));

        assertThat(alarm.state()).isEqualTo(AlarmState.UNACK);
        assertThat(bench.keys()).containsExactly("overload@aghali/home-1/meter#1/raised/0/crew/page");
        assertThat(journal(alarm.id()))
                .filteredOn(it -> it.kind().equals("silenced"))
                .singleElement()
                .satisfies(it -> assertThat(it.text()).isEqualTo(silence.id() + " raised"));
    }

    @Test
    void silence_plannedForLater_beginsAndEndsByItself_evenWhileTheServerIsDown() {
        QuietPeriod.Plan later = new QuietPeriod.Plan(
                QuietPeriod.Kind.SILENCE,
                METERS,
                bench.clock.instant().plus(Duration.ofHours(1)),
                bench.clock.instant().plus(Duration.ofHours(2)),
                "works");
        var unused = bench.on(() -> bench.alarms.plan(later, OPERATOR));
        bench.pass(Duration.ofMinutes(61));
        var unusedAlarm = bench.power(9_500);
        assertThat(bench.keys()).isEmpty();

        bench.clock.advance(Duration.ofHours(2));
        bench.restart();

        assertThat(bench.keys()).hasSize(1);
    }

    @Test
    void silence_weekly_isInForceOnItsDaysAndTimesOnly_overARestart() {
        // The bench begins on Monday at noon in Baku.
        QuietPeriod.Plan nights = new QuietPeriod.Plan(
                QuietPeriod.Kind.SILENCE,
                METERS,
                bench.clock.instant(),
                bench.clock.instant().plus(Duration.ofDays(90)),
                Optional.of(Weekly.parse(List.of("mon"), "13:00", "14:00")),
                "pumps are flushed");
        QuietPeriod period = bench.on(() -> bench.alarms.plan(nights, OPERATOR));
        bench.pass(Duration.ofMinutes(59));
        assertThat(period.covers(bench.clock.instant())).isFalse();
        bench.pass(Duration.ofMinutes(2));
        bench.restart();
        var unusedAlarm = bench.power(9_500);
        assertThat(bench.keys()).isEmpty();

        bench.pass(Duration.ofMinutes(59));

        assertThat(bench.keys()).containsExactly("overload@aghali/home-1/meter#1/raised/0/crew/page");
        QuietPeriod kept = bench.alarms.quietPeriods().get(0);
        assertThat(kept.plan().weekly()).isEqualTo(nights.weekly());
        assertThat(kept.covers(AlarmBench.START.plus(Duration.ofMinutes(90)))).isTrue();
        assertThat(kept.covers(AlarmBench.START.plus(Duration.ofDays(1)).plus(Duration.ofMinutes(90))))
                .isFalse();
        assertThat(kept.covers(AlarmBench.START.plus(Duration.ofDays(7)).plus(Duration.ofMinutes(90))))
                .isTrue();
        assertThat(kept.covers(AlarmBench.START.plus(Duration.ofDays(7)).plus(Duration.ofHours(2))))
                .isFalse();
    }

    @Test
    void covered_countsAlarmsThatCanBe_raisedOrNot_andThoseOnTheList() {
        var unused = bench.power(100);
        var unusedVoltage = bench.reading("voltage", 230);
        assertThat(bench.alarms.covered(List.of(METERS)).get(0)).isEqualTo(new Coverage(2, 0));
        bench.pass(Duration.ofSeconds(10));
        var unusedAlarm = bench.power(9_500);

        assertThat(bench.alarms.covered(List.of(METERS)).get(0)).isEqualTo(new Coverage(2, 1));
        assertThat(bench.alarms.covered(List.of(
                        Map.of("rule", List.of("tamper", "none")),
                        Map.of("rule", List.of("overload"), "priority", List.of("high")),
                        Map.of("settlement", List.of("talish")))))
                .containsExactly(new Coverage(1, 0), new Coverage(1, 1), new Coverage(0, 0));
    }

    @Test
    void maintenance_over_tellsWhoPlannedItWhatHappened_once_alsoAfterARestart() {
        QuietPeriod window = bench.on(() -> bench.alarms.plan(plan(QuietPeriod.Kind.MAINTENANCE, 60), ENGINEER));
        Alarm alarm = bench.power(9_500).get(0);
        bench.pass(Duration.ofMinutes(10));
        var unusedReading = bench.power(100);
        bench.pass(Duration.ofMinutes(40));
        assertThat(bench.keys()).isEmpty();

        bench.clock.advance(Duration.ofMinutes(20));
        bench.restart();
        bench.restart();
        bench.pass(Duration.ofMinutes(5));

        assertThat(bench.keys()).singleElement().asString().startsWith("maintenance-" + window.id() + "#");
        assertThat(bench.on(() -> bench.alarms.deliveries(alarm.id())))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.kind()).isEqualTo("summary");
                    assertThat(it.receiver()).isEqualTo("account:" + ENGINEER.user());
                    assertThat(it.members()).isEqualTo(1);
                });
    }

    @Test
    void silence_olderThanAMonth_isToBeReviewed_untilSomebodySaysItIsNeeded() {
        QuietPeriod.Plan nights = new QuietPeriod.Plan(
                QuietPeriod.Kind.SILENCE,
                METERS,
                bench.clock.instant(),
                bench.clock.instant().plus(Duration.ofDays(90)),
                Optional.of(Weekly.parse(List.of("mon"), "13:00", "14:00")),
                "pumps are flushed");
        QuietPeriod period = bench.on(() -> bench.alarms.plan(nights, OPERATOR));
        bench.clock.advance(Duration.ofDays(30));
        assertThat(period.isToBeReviewed(bench.clock.instant())).isFalse();
        bench.clock.advance(Duration.ofHours(1));
        assertThat(period.isToBeReviewed(bench.clock.instant())).isTrue();

        assertThatThrownBy(() ->
                        bench.on(() -> bench.alarms.review(period.id(), period.kind(), actor(Role.CREW, Set.of()))))
                .hasMessageContaining("your role");
        var unused = bench.on(() -> bench.alarms.review(period.id(), period.kind(), OPERATOR));
        bench.restart();

        QuietPeriod kept = bench.alarms.quietPeriods().get(0);
        assertThat(kept.reviewed().map(QuietPeriod.Deed::by)).contains(OPERATOR.user());
        assertThat(kept.isToBeReviewed(bench.clock.instant())).isFalse();
        assertThat(kept.isToBeReviewed(bench.clock.instant().plus(Duration.ofDays(31))))
                .isTrue();
        assertThat(kept.isToBeReviewed(kept.plan().until().plusSeconds(1)))
                .as("it is over")
                .isFalse();
    }

    @Test
    void weekly_wrongWords_areRefused() {
        assertThatThrownBy(() -> Weekly.parse(List.of(), "13:00", "14:00")).hasMessageContaining("at least one day");
        assertThatThrownBy(() -> Weekly.parse(List.of("funday"), "13:00", "14:00"))
                .hasMessageContaining("'funday'");
        assertThatThrownBy(() -> Weekly.parse(List.of("fri"), "1 pm", "14:00")).hasMessageContaining("'1 pm'");
    }

    @Test
    void shelve_once_endsWithTheReturnToNormal() {
        Alarm alarm = bench.power(9_500).get(0);
        var unused = bench.on(() -> bench.alarms.shelve(alarm.id(), Optional.empty(), true, "known", OPERATOR));
        assertThat(bench.state(alarm.id())).isEqualTo(AlarmState.SHLVD);
        bench.pass(Duration.ofMinutes(1));

        var unusedReading = bench.power(100);

        assertThat(bench.state(alarm.id())).isEqualTo(AlarmState.NORM);
    }

    @Test
    void retry_deadLetter_waitsAgain_another_doesNot() {
        Alarm alarm = bench.power(9_500).get(0);
        assertThat(bench.on(() -> bench.alarms.deadLetters(10))).isEmpty();
        int unused = bench.database.transactBlocking(
                handle -> handle.execute("UPDATE outbox SET state = 'dead', attempts = 8, last_error = 'answers 403'"));

        Delivery dead = bench.on(() -> bench.alarms.deadLetters(10)).get(0);
        assertThat(dead.alarms()).containsExactly(alarm.id());
        assertThat(dead.error()).contains("answers 403");
        assertThat(bench.on(() -> bench.alarms.retry(dead.id()))).isTrue();

        assertThat(bench.on(() -> bench.alarms.retry(dead.id()))).isFalse();
        assertThat(bench.on(() -> bench.alarms.deliveries(alarm.id())))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.state()).isEqualTo("pending");
                    assertThat(it.attempts()).isZero();
                });
    }

    @Test
    void maintenance_suppressesByDesign_untilItIsEnded() {
        Alarm alarm = bench.power(9_500).get(0);
        QuietPeriod window = bench.on(() -> bench.alarms.plan(plan(QuietPeriod.Kind.MAINTENANCE, 60), ENGINEER));
        assertThat(bench.state(alarm.id())).isEqualTo(AlarmState.DSUPR);
        bench.restart();
        assertThat(bench.state(alarm.id())).isEqualTo(AlarmState.DSUPR);

        var unused = bench.on(() -> bench.alarms.end(window.id(), QuietPeriod.Kind.MAINTENANCE, ENGINEER));

        assertThat(bench.state(alarm.id())).isEqualTo(AlarmState.UNACK);
        assertThat(journal(alarm.id()))
                .extracting(JournalEntry::kind, JournalEntry::text)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("suppressed", "maintenance " + window.id()),
                        org.assertj.core.groups.Tuple.tuple("unsuppressed", "maintenance " + window.id()));
        assertThat(bench.alarms.quietPeriods().get(0).ended().map(QuietPeriod.Deed::by))
                .contains("somebody");
    }

    @Test
    void plan_databaseFails_isRefusedWhole_orCountsAndIsFollowedWithTheNextTick() {
        Alarm alarm = bench.power(9_500).get(0);
        rename("quiet_period", "away");
        assertThatThrownBy(() -> bench.on(() -> bench.alarms.plan(plan(QuietPeriod.Kind.MAINTENANCE, 60), ENGINEER)))
                .isInstanceOf(CompletionException.class);
        rename("away", "quiet_period");
        assertThat(bench.alarms.quietPeriods()).isEmpty();

        rename("alarm_journal", "away");
        QuietPeriod window = bench.on(() -> bench.alarms.plan(plan(QuietPeriod.Kind.MAINTENANCE, 60), ENGINEER));
        assertThat(bench.alarms.quietPeriods()).containsExactly(window);
        assertThat(bench.state(alarm.id())).isEqualTo(AlarmState.UNACK);
        rename("away", "alarm_journal");
        var unused = bench.on(bench.alarms::tick);

        assertThat(bench.state(alarm.id())).isEqualTo(AlarmState.DSUPR);
        assertThat(journal(alarm.id())).extracting(JournalEntry::kind).containsOnlyOnce("suppressed");
        bench.restart();
        assertThat(bench.state(alarm.id())).isEqualTo(AlarmState.DSUPR);
        assertThat(bench.alarms.quietPeriods()).extracting(QuietPeriod::id).containsExactly(window.id());
    }

    private void rename(String table, String name) {
        int unused = bench.database.transactBlocking(
                handle -> handle.execute("ALTER TABLE " + table + " RENAME TO " + name));
    }

    @Test
    void plan_withoutRightReasonOrScope_isRefusedAndKeepsNothing() {
        refused(plan(QuietPeriod.Kind.SILENCE, 60), actor(Role.CREW, Set.of()), AlarmDesk.Refusal.Why.NOT_PERMITTED);
        refused(plan(QuietPeriod.Kind.MAINTENANCE, 60), OPERATOR, AlarmDesk.Refusal.Why.NOT_PERMITTED);
        refused(plan(QuietPeriod.Kind.SILENCE, 31 * 24 * 60), OPERATOR, AlarmDesk.Refusal.Why.BAD_ARGUMENT);
        refused(plan(QuietPeriod.Kind.SILENCE, -1), OPERATOR, AlarmDesk.Refusal.Why.BAD_ARGUMENT);
        refused(of(Map.of(), "r"), OPERATOR, AlarmDesk.Refusal.Why.BAD_ARGUMENT);
        refused(of(Map.of("setlement", List.of("aghali")), "r"), ENGINEER, AlarmDesk.Refusal.Why.BAD_ARGUMENT);
        refused(of(METERS, " "), OPERATOR, AlarmDesk.Refusal.Why.BAD_ARGUMENT);
        refused(of(Map.of("type", List.of("meter")), "r"), OPERATOR, AlarmDesk.Refusal.Why.NOT_PERMITTED);
        refused(
                of(Map.of("settlement", List.of("aghali", "talish")), "r"),
                OPERATOR,
                AlarmDesk.Refusal.Why.NOT_PERMITTED);

        assertThat(bench.alarms.quietPeriods()).isEmpty();
    }

    @Test
    void outOfService_untilBackInService_tellsNobody_overARestart() {
        Alarm alarm = bench.power(9_500).get(0);
        assertThatThrownBy(() -> bench.on(() -> bench.alarms.outOfService(alarm.id(), "exchange", OPERATOR)))
                .hasMessageContaining("may not");

        var unused = bench.on(() -> bench.alarms.outOfService(alarm.id(), "meter exchange", ENGINEER));
        bench.restart();
        assertThat(bench.state(alarm.id())).isEqualTo(AlarmState.OOSRV);
        var unusedToo = bench.on(() -> bench.alarms.inService(alarm.id(), ENGINEER));

        assertThat(bench.state(alarm.id())).isEqualTo(AlarmState.UNACK);
        assertThat(journal(alarm.id())).extracting(JournalEntry::kind).contains("out_of_service", "in_service");
    }

    @Test
    void reset_latched_onlyWhenOverAndAcknowledged() {
        Alarm alarm = bench.reading("voltage", 260).get(0);
        assertThatThrownBy(() -> bench.on(() -> bench.alarms.reset(alarm.id(), OPERATOR)))
                .hasMessageContaining("still active");
        bench.pass(Duration.ofSeconds(10));
        var unusedReading = bench.reading("voltage", 230);
        assertThat(bench.state(alarm.id())).isEqualTo(AlarmState.LATUN);
        var unused = bench.on(() -> bench.alarms.acknowledge(alarm.id(), OptionalInt.of(1), OPERATOR));

        var unusedToo = bench.on(() -> bench.alarms.reset(alarm.id(), OPERATOR));

        assertThat(bench.state(alarm.id())).isEqualTo(AlarmState.NORM);
    }

    @Test
    void history_closedOccurrences_newestFirst_inPages() {
        long id = bench.power(9_500).get(0).id();
        var unusedAck = bench.on(() -> bench.alarms.acknowledge(id, OptionalInt.empty(), OPERATOR));
        for (double watts : new double[] {7_000, 9_900, 7_000}) {
            bench.pass(Duration.ofMinutes(10));
            var unused = bench.power(watts);
        }
        bench.pass(Duration.ofMinutes(10));
        var unusedToo = bench.power(9_700);

        List<Occurrence> first = bench.on(() -> bench.alarms.history(wanted(Long.MAX_VALUE, 2)));
        List<Occurrence> second =
                bench.on(() -> bench.alarms.history(wanted(first.get(1).entry(), 2)));

        assertThat(first).extracting(it -> it.alarm().occurrence()).containsExactly(3, 2);
        assertThat(first.get(0).alarm().state()).isEqualTo(AlarmState.UNACK);
        assertThat(first.get(0).clearedAt()).isEmpty();
        assertThat(first.get(1).alarm().value()).hasValue(9.9);
        assertThat(second).singleElement().satisfies(it -> {
            assertThat(it.alarm().acknowledgedBy()).contains("somebody");
            assertThat(it.acknowledgedAt()).isPresent();
            assertThat(it.clearedAt()).contains(AlarmBench.START.plus(Duration.ofMinutes(10)));
            assertThat(it.alarm().state()).isEqualTo(AlarmState.NORM);
        });
    }

    @Test
    void deliveries_aMessage_isThereWithItsState() {
        long id = bench.power(9_500).get(0).id();

        assertThat(bench.on(() -> bench.alarms.deliveries(id))).singleElement().satisfies(it -> {
            assertThat(it.kind()).isEqualTo("raised");
            assertThat(it.receiver()).isEqualTo("crew");
            assertThat(it.state()).isEqualTo("pending");
            assertThat(it.attempts()).isZero();
        });
    }

    private static Occurrence.Wanted wanted(long before, int most) {
        return new Occurrence.Wanted(Optional.empty(), Optional.empty(), before, most, it -> true);
    }

    private List<JournalEntry> journal(long id) {
        return bench.on(() -> bench.alarms.journal(id));
    }

    private void refused(QuietPeriod.Plan plan, Actor actor, AlarmDesk.Refusal.Why why) {
        assertThatThrownBy(() -> bench.on(() -> bench.alarms.plan(plan, actor)))
                .cause()
                .isInstanceOfSatisfying(
                        AlarmDesk.Refusal.class, it -> assertThat(it.why()).isEqualTo(why));
    }

    private QuietPeriod.Plan plan(QuietPeriod.Kind kind, long minutes) {
        return new QuietPeriod.Plan(
                kind,
                METERS,
                bench.clock.instant(),
                bench.clock.instant().plus(Duration.ofMinutes(minutes)),
                "works on the feeder");
    }

    private QuietPeriod.Plan of(Map<String, List<String>> match, String reason) {
        return new QuietPeriod.Plan(
                QuietPeriod.Kind.SILENCE,
                match,
                bench.clock.instant(),
                bench.clock.instant().plus(Duration.ofHours(1)),
                reason);
    }

    private static Actor actor(Role role, Set<String> settlements) {
        return new Actor("somebody", role, settlements, Set.of(), Optional.empty());
    }
}
