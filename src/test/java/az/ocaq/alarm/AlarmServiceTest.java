package az.ocaq.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import az.ocaq.access.Actor;
import az.ocaq.access.Role;
import az.ocaq.alarm.AlarmService.Presence;
import az.ocaq.alarm.engine.Policy;
import az.ocaq.alarm.engine.PolicyReader;
import az.ocaq.alarm.rule.RuleReader;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import az.ocaq.database.Database;
import az.ocaq.database.OperationalDatabase;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.DeviceType;
import az.ocaq.device.Title;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import az.ocaq.web.MovableClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
final class AlarmServiceTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final DeviceId METER = new DeviceId("aghali", "home-1", "meter");
    private static final DeviceId RECORDED = new DeviceId("aghali", "home-2", "meter");
    private static final Actor CREW = new Actor("elvin", Role.CREW, Set.of("aghali"), Set.of(), Optional.empty());

    private final MovableClock clock = new MovableClock(START);
    private final OperationalDatabase kind;
    private Vertx vertx;
    private Database database;
    private AlarmService alarms;

    AlarmServiceTest(OperationalDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        database = kind.open(vertx);
        alarms = reopened(List.of());
    }

    @AfterEach
    void close() {
        database.close();
        vertx.close().await();
    }

    @Test
    void apply_violation_isKeptWithJournalAndMessage() {
        List<Alarm> changed = apply(power(9_500));

        assertThat(changed).singleElement().satisfies(alarm -> {
            assertThat(alarm.state()).isEqualTo(AlarmState.UNACK);
            assertThat(alarm.rule()).isEqualTo("overload");
            assertThat(alarm.device()).isEqualTo(METER);
            assertThat(alarm.value()).hasValue(9.5);
            assertThat(alarm.setpoint()).hasValue(9);
            assertThat(alarm.unit()).isEqualTo("kW");
            assertThat(alarm.raisedAt()).isEqualTo(START);
        });
        assertThat(alarms.standing()).hasSize(1);
        assertThat(count("alarm_journal")).isEqualTo(1);
        assertThat(keys()).containsExactly("overload@aghali/home-1/meter#1/raised/0/crew/page");
    }

    @Test
    void standing_outOfTheRulesHours_isNothingThatStands() throws Exception {
        // 12:00 in Baku
        AlarmBench bench = new AlarmBench(kind, """
                power_at_night: {kind: threshold, devices: {type: meter}, metric: active_power, op: ">", threshold: 1,
                  schedule: {tz: Asia/Baku, windows: [{start: "22:00", end: "06:00"}]}}
                """, "{}");
        try {
            var unused = bench.power(5);

            assertThat(bench.state(1)).isEqualTo(AlarmState.DSUPR);
            assertThat(bench.alarms.standing()).isEmpty();
            bench.pass(Duration.ofHours(11));
            assertThat(bench.alarms.standing()).extracting(Alarm::state).containsExactly(AlarmState.UNACK);
        } finally {
            bench.close();
        }
    }

    @Test
    void apply_sameBatchAgain_changesNothing() {
        List<Reading> batch = List.of(power(9_500), power(7_000).at(START.plusSeconds(10), Quality.GOOD));
        var unused = on(() -> alarms.apply(batch, List.of(), START.plusSeconds(10)));

        List<Alarm> again = on(() -> alarms.apply(batch, List.of(), START.plusSeconds(11)));

        assertThat(again).isEmpty();
        assertThat(count("alarm_journal")).isEqualTo(2);
        assertThat(alarms.standing()).extracting(Alarm::state).containsExactly(AlarmState.RTNUN);
    }

    @Test
    void apply_batchComesAgainAfterRestart_changesNothing() {
        var unused = apply(power(9_500));
        alarms = reopened(List.of(power(9_500)));

        assertThat(apply(power(9_500))).isEmpty();
        assertThat(count("alarm_journal")).isEqualTo(1);
        assertThat(keys()).hasSize(1);
        assertThat(alarms.standing()).hasSize(1);
    }

    @Test
    void apply_storedButNotJudgedBeforeTheCrash_isJudgedAtTheStart() {
        alarms = reopened(List.of(power(9_500)));

        var unused = apply(power(9_500));

        assertThat(alarms.standing()).extracting(Alarm::state).containsExactly(AlarmState.UNACK);
        assertThat(keys()).hasSize(1);
    }

    @Test
    void apply_databaseFails_isKeptOnceWhenItWorksAgain() {
        execute("ALTER TABLE outbox RENAME TO outbox_away");

        assertThatThrownBy(() -> apply(power(9_500))).isInstanceOf(CompletionException.class);
        assertThat(alarms.standing()).isEmpty();
        assertThat(count("alarm")).isZero();

        execute("ALTER TABLE outbox_away RENAME TO outbox");
        assertThat(apply(power(9_500))).hasSize(1);
        assertThat(count("alarm_journal")).isEqualTo(1);
        assertThat(keys()).hasSize(1);
    }

    @Test
    void tick_restartDuringOnDelay_goesOnWithWhatWasLeft() {
        var unused = apply(reading(METER, "voltage", 260));
        clock.advance(Duration.ofMinutes(2));
        var seen = on(alarms::tick);
        clock.advance(Duration.ofMinutes(20));
        alarms = reopened(List.of(reading(METER, "voltage", 260)));

        clock.advance(Duration.ofSeconds(179));
        var early = on(alarms::tick);
        clock.advance(Duration.ofSeconds(1));
        var raised = on(alarms::tick);

        assertThat(seen).isEmpty();
        assertThat(early).isEmpty();
        assertThat(raised).extracting(Alarm::rule).containsExactly("overvoltage");
    }

    @Test
    void apply_willMessage_raisesOfflineAfterItsGrace() {
        var unused = on(() -> alarms.apply(List.of(), List.of(new Presence(METER, false, false)), clock.instant()));
        clock.advance(Duration.ofSeconds(30));

        assertThat(on(alarms::tick)).extracting(Alarm::rule).containsExactly("offline");
    }

    @Test
    void tick_throws_theNextOneWorks() {
        var unused = on(() -> alarms.apply(List.of(), List.of(new Presence(METER, false, false)), clock.instant()));
        clock.advance(Duration.ofSeconds(30));
        clock.failOnce();
        boolean worked = on(() -> {
            try {
                return alarms.tick().map(true).otherwise(false);
            } catch (IllegalStateException e) {
                return Future.succeededFuture(false);
            }
        });

        assertThat(worked).isFalse();
        assertThat(on(alarms::tick)).extracting(Alarm::rule).containsExactly("offline");
    }

    @Test
    void apply_retainedWill_isAnOldStory() {
        var unused = on(() -> alarms.apply(List.of(), List.of(new Presence(METER, false, true)), clock.instant()));
        clock.advance(Duration.ofSeconds(30));

        assertThat(on(alarms::tick)).isEmpty();
    }

    @Test
    void apply_recordedOrUnregisteredDevice_pagesNobody() {
        DeviceId stranger = new DeviceId("inbox", "native", "x");

        List<Alarm> changed = on(() -> alarms.apply(
                List.of(reading(RECORDED, "active_power", 9_500), reading(stranger, "active_power", 9_500)),
                List.of(new Presence(RECORDED, false, false)),
                START));
        clock.advance(Duration.ofHours(1));
        List<Alarm> later = on(alarms::tick);

        assertThat(changed).isEmpty();
        assertThat(later).extracting(Alarm::device).containsOnly(METER);
    }

    @Test
    void acknowledge_byCrewInReach_isKept() {
        long id = apply(power(9_500)).get(0).id();

        Alarm alarm = on(() -> alarms.acknowledge(id, OptionalInt.of(1), CREW));

        assertThat(alarm.state()).isEqualTo(AlarmState.ACKED);
        assertThat(alarm.acknowledgedBy()).contains("elvin");
        assertThat(on(() -> alarms.journal(id)))
                .extracting(AlarmDesk.JournalEntry::kind)
                .containsExactly("raised", "acknowledged");
    }

    @Test
    void acknowledge_withoutRightOrOfAnOlderOccurrence_isRefused() {
        long id = apply(power(9_500)).get(0).id();
        Actor resident = new Actor("leyla", Role.RESIDENT, Set.of("aghali"), Set.of(), Optional.of("aghali/home-1"));
        Actor elsewhere = new Actor("anar", Role.OPERATOR, Set.of("talish"), Set.of(), Optional.empty());

        assertRefused(() -> alarms.acknowledge(id, OptionalInt.empty(), resident), AlarmDesk.Refusal.Why.NOT_PERMITTED);
        assertRefused(
                () -> alarms.acknowledge(id, OptionalInt.empty(), elsewhere), AlarmDesk.Refusal.Why.NOT_PERMITTED);
        assertRefused(() -> alarms.acknowledge(id, OptionalInt.of(7), CREW), AlarmDesk.Refusal.Why.NO_SUCH_OCCURRENCE);
        assertRefused(() -> alarms.acknowledge(99, OptionalInt.empty(), CREW), AlarmDesk.Refusal.Why.UNKNOWN_ALARM);
        assertThat(alarms.standing()).extracting(Alarm::state).containsExactly(AlarmState.UNACK);
    }

    @Test
    void acknowledge_databaseFails_changesNothing() {
        long id = apply(power(9_500)).get(0).id();
        execute("ALTER TABLE alarm_journal RENAME TO away");

        assertThatThrownBy(() -> on(() -> alarms.acknowledge(id, OptionalInt.empty(), CREW)))
                .isInstanceOf(CompletionException.class);
        execute("ALTER TABLE away RENAME TO alarm_journal");
        var unused = on(alarms::tick);

        assertThat(alarms.alarm(id).orElseThrow().state()).isEqualTo(AlarmState.UNACK);
        assertThat(count("alarm_journal")).isEqualTo(1);
        assertThat(on(() -> alarms.acknowledge(id, OptionalInt.empty(), CREW)).state())
                .isEqualTo(AlarmState.ACKED);
    }

    @Test
    void act_ofTheSameIdTwice_countsOnce_overARestartToo() {
        long id = apply(power(9_500)).get(0).id();
        CrewAct note = deed("note-0001", CrewAct.Kind.NOTE, 1, Duration.ZERO, "fuse changed");

        var unused = on(() -> alarms.act(id, note, CREW));
        var again = on(() -> alarms.act(id, note, CREW));
        alarms = reopened(List.of());
        var afterwards = on(() -> alarms.act(id, note, CREW));

        assertThat(again.id()).isEqualTo(id);
        assertThat(afterwards.id()).isEqualTo(id);
        assertThat(kinds(id)).containsExactly("raised", "note");
    }

    @Test
    void act_olderThanWhatIsKnown_isNotedAndUndoesNothing() {
        long id = apply(power(9_500)).get(0).id();
        clock.advance(Duration.ofHours(1));
        var unused =
                on(() -> alarms.act(id, deed("a-000001", CrewAct.Kind.ON_SITE, 1, Duration.ofMinutes(5), ""), CREW));

        Alarm late =
                on(() -> alarms.act(id, deed("a-000002", CrewAct.Kind.ON_WAY, 1, Duration.ofMinutes(20), ""), CREW));

        assertThat(late.work().stage()).isEqualTo(AlarmWork.Stage.ON_SITE);
        assertThat(kinds(id)).containsExactly("raised", "on_site", "on_way");
    }

    @Test
    void act_onTheWay_whereSomebodyElseIsOnSite_isNotedOnly_theirOwnLeavingCounts() {
        long id = apply(power(9_500)).get(0).id();
        Actor other = new Actor("aysel", Role.CREW, Set.of("aghali"), Set.of(), Optional.empty());
        var unused = on(() -> alarms.act(id, deed("b-000001", CrewAct.Kind.ON_SITE, 1, Duration.ZERO, ""), CREW));

        Alarm joined = on(() -> alarms.act(id, deed("b-000002", CrewAct.Kind.ON_WAY, 1, Duration.ZERO, ""), other));
        Alarm left = on(() -> alarms.act(id, deed("b-000003", CrewAct.Kind.ON_WAY, 1, Duration.ZERO, ""), CREW));

        assertThat(joined.work().stage()).isEqualTo(AlarmWork.Stage.ON_SITE);
        assertThat(joined.work().by()).contains("elvin");
        assertThat(left.work().stage()).isEqualTo(AlarmWork.Stage.ON_WAY);
    }

    @Test
    void past_isTheAlarmAsItWas() {
        long id = raisedAnew(12_000);

        assertThat(on(() -> alarms.past(id, 1))).hasValueSatisfying(past -> {
            assertThat(past.occurrence()).isEqualTo(1);
            assertThat(past.state()).isEqualTo(AlarmState.NORM);
            assertThat(past.raisedAt()).isEqualTo(START);
            assertThat(past.value()).hasValue(9.5);
            assertThat(past.title()).isEqualTo(alarms.alarm(id).orElseThrow().title());
        });
        assertThat(on(() -> alarms.past(id, 7))).isEmpty();
    }

    @Test
    void act_ofAnEarlierOccurrence_isRefused_butANoteIsKeptWithIt() {
        long id = raisedAnew(9_500);

        assertRefused(
                () -> alarms.act(id, deed("b-000001", CrewAct.Kind.RESOLVE, 1, Duration.ZERO, ""), CREW),
                AlarmDesk.Refusal.Why.NEWER_OCCURRENCE);
        var unused = on(() -> alarms.act(id, deed("b-000002", CrewAct.Kind.NOTE, 1, Duration.ZERO, "seen"), CREW));

        assertThat(on(() -> alarms.journal(id)))
                .filteredOn(it -> it.kind().equals("note"))
                .extracting(AlarmDesk.JournalEntry::occurrence)
                .containsExactly(1);
    }

    @Test
    void resolve_whenTelemetryDoesNotConfirm_isReopenedWithAMessage_overARestart() {
        long id = apply(power(9_500)).get(0).id();
        var unused = on(() -> alarms.acknowledge(id, OptionalInt.of(1), CREW));
        var fixed = on(() -> alarms.act(id, deed("c-000001", CrewAct.Kind.RESOLVE, 1, Duration.ZERO, "done"), CREW));
        clock.advance(Duration.ofMinutes(10));
        alarms = reopened(List.of(power(9_500)));
        clock.advance(Duration.ofMinutes(21));

        var unusedChanged = on(alarms::tick);

        assertThat(fixed.work().stage()).isEqualTo(AlarmWork.Stage.FIXED);
        Alarm reopened = alarms.alarm(id).orElseThrow();
        assertThat(reopened.state()).isEqualTo(AlarmState.UNACK);
        assertThat(reopened.work().stage()).isEqualTo(AlarmWork.Stage.REOPENED);
        assertThat(reopened.revision()).isGreaterThan(fixed.revision());
        assertThat(keys()).contains("overload@aghali/home-1/meter#1/reopened/0.1/crew/page");
    }

    @Test
    void resolve_confirmedByTelemetry_isClosedWithItsCause() {
        long id = apply(power(9_500)).get(0).id();
        CrewAct resolve = new CrewAct(
                CrewAct.Kind.RESOLVE, Optional.empty(), OptionalInt.of(1), Duration.ZERO, "new fuse", "equipment");
        var unused = on(() -> alarms.act(id, resolve, CREW));
        clock.advance(Duration.ofMinutes(1));

        var unusedCleared = on(() -> alarms.apply(
                List.of(power(5_000).at(START.plusSeconds(60), Quality.GOOD)), List.of(), clock.instant()));

        assertThat(alarms.alarm(id).orElseThrow().work()).satisfies(work -> {
            assertThat(work.stage()).isEqualTo(AlarmWork.Stage.CLOSED);
            assertThat(work.cause()).contains("equipment");
        });
        assertThat(kinds(id)).containsExactly("raised", "resolved", "cleared", "verified");
    }

    @Test
    void photo_isKeptOnceAndGivenBack() {
        long id = apply(power(9_500)).get(0).id();
        CrewAct act = deed("d-000001", CrewAct.Kind.PHOTO, 1, Duration.ofMinutes(2), "");
        byte[] picture = {(byte) 0xff, (byte) 0xd8, 7};

        var unused = on(() -> alarms.photo(id, picture, act, CREW));
        var unusedAgain = on(() -> alarms.photo(id, picture, act, CREW));

        List<Photo> photos = on(() -> alarms.photos(id));
        assertThat(photos).singleElement().satisfies(it -> {
            assertThat(it.by()).isEqualTo("elvin");
            assertThat(it.takenAt()).isEqualTo(START.minus(Duration.ofMinutes(2)));
        });
        assertThat(on(() -> alarms.photo(id, photos.get(0).id()))).contains(picture);
        assertThat(kinds(id)).containsExactly("raised", "photo");
    }

    private static CrewAct deed(String id, CrewAct.Kind kind, int occurrence, Duration age, String text) {
        return new CrewAct(kind, Optional.of(id), OptionalInt.of(occurrence), age, text, "");
    }

    private List<String> kinds(long id) {
        return on(() -> alarms.journal(id)).stream()
                .map(AlarmDesk.JournalEntry::kind)
                .toList();
    }

    /** An alarm in its second occurrence; the first was at 9.5 kW. */
    private long raisedAnew(double watt) {
        long id = apply(power(9_500)).get(0).id();
        clock.advance(Duration.ofMinutes(1));
        var unusedCleared = on(() -> alarms.apply(
                List.of(power(5_000).at(START.plusSeconds(60), Quality.GOOD)), List.of(), clock.instant()));
        clock.advance(Duration.ofMinutes(1));
        var unusedRaised = on(() -> alarms.apply(
                List.of(power(watt).at(START.plusSeconds(120), Quality.GOOD)), List.of(), clock.instant()));
        return id;
    }

    private void assertRefused(Supplier<Future<Alarm>> act, AlarmDesk.Refusal.Why why) {
        assertThatThrownBy(() -> on(act))
                .cause()
                .isInstanceOfSatisfying(
                        AlarmDesk.Refusal.class, it -> assertThat(it.why()).isEqualTo(why));
    }

    private List<Alarm> apply(Reading reading) {
        return on(() -> alarms.apply(List.of(reading), List.of(), clock.instant()));
    }

    private AlarmService reopened(List<Reading> newest) {
        return on(() -> AlarmService.open(
                vertx, database, new AlarmService.Edition(rules(), policy(), () -> newest), registry(), clock));
    }

    private <T> T on(Supplier<Future<T>> work) {
        return Future.<T>future(promise -> vertx.getOrCreateContext()
                        .runOnContext(ignored -> work.get().onComplete(promise)))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static Reading power(double watts) {
        return reading(METER, "active_power", watts);
    }

    private static Reading reading(DeviceId device, String metric, double value) {
        return new Reading(new SeriesId(device, Metric.named(metric)), START, value, Quality.GOOD);
    }

    private long count(String table) {
        return database.transactBlocking(handle -> handle.createQuery("SELECT count(*) FROM " + table)
                .mapTo(Long.class)
                .one());
    }

    private List<String> keys() {
        return database.transactBlocking(handle -> handle.createQuery("SELECT message_key FROM outbox ORDER BY id")
                .mapTo(String.class)
                .list());
    }

    private void execute(String sql) {
        var unused = database.transactBlocking(handle -> handle.execute(sql));
    }

    private static Rules rules() {
        Problems problems = new Problems();
        YamlMap map = YamlFile.parse("rules.yaml", new StringReader("""
                overload: {kind: threshold, metric: active_power, unit: kW, op: ">", threshold: 9, deadband: 1,
                  priority: high, devices: {type: meter}}
                overvoltage: {kind: threshold, metric: voltage, unit: V, op: ">", threshold: 253, on_delay: 5m,
                  max_hold: 10m, priority: medium, devices: {type: meter}}
                offline: {kind: offline, lwt_grace: 30s, priority: low, devices: {type: meter}}
                """), problems);
        Rules rules = new Rules(map.keys().stream()
                .map(it -> RuleReader.read(it, map.map(it), RuleReader.Texts.OPTIONAL))
                .toList());
        problems.throwIfAny();
        return rules;
    }

    private static Policy policy() {
        return PolicyReader.read(YamlFile.parse("crews.yaml", new StringReader("{}"), new Problems()));
    }

    private static DeviceRegistry registry() {
        Title title = new Title("Sayğac", "Счётчик", "Meter");
        DeviceType type = new DeviceType("meter", title, "electricity", Duration.ofSeconds(10), Map.of(), List.of());
        return new DeviceRegistry(
                List.of(),
                List.of(),
                List.of(
                        new Device(METER, type, title, false, Map.of()),
                        new Device(RECORDED, type, title, true, Map.of())));
    }
}
