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
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.DeviceType;
import az.ocaq.device.Title;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
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
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AlarmServiceTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final DeviceId METER = new DeviceId("aghali", "home-1", "meter");
    private static final DeviceId RECORDED = new DeviceId("aghali", "home-2", "meter");
    private static final Actor CREW = new Actor("elvin", Role.CREW, Set.of("aghali"), Set.of(), Optional.empty());

    private final TestClock clock = new TestClock(START);
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=STRICT;DB_CLOSE_DELAY=-1";
    private Vertx vertx;
    private Database database;
    private AlarmService alarms;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        database = Database.open(vertx, url, "sa", "");
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
        clock.forward(Duration.ofMinutes(2));
        var seen = on(alarms::tick);
        clock.forward(Duration.ofMinutes(20));
        alarms = reopened(List.of(reading(METER, "voltage", 260)));

        clock.forward(Duration.ofSeconds(179));
        var early = on(alarms::tick);
        clock.forward(Duration.ofSeconds(1));
        var raised = on(alarms::tick);

        assertThat(seen).isEmpty();
        assertThat(early).isEmpty();
        assertThat(raised).extracting(Alarm::rule).containsExactly("overvoltage");
    }

    @Test
    void apply_willMessage_raisesOfflineAfterItsGrace() {
        var unused = on(() -> alarms.apply(List.of(), List.of(new Presence(METER, false, false)), clock.instant()));
        clock.forward(Duration.ofSeconds(30));

        assertThat(on(alarms::tick)).extracting(Alarm::rule).containsExactly("offline");
    }

    @Test
    void apply_retainedWill_isAnOldStory() {
        var unused = on(() -> alarms.apply(List.of(), List.of(new Presence(METER, false, true)), clock.instant()));
        clock.forward(Duration.ofSeconds(30));

        assertThat(on(alarms::tick)).isEmpty();
    }

    @Test
    void apply_recordedOrUnregisteredDevice_pagesNobody() {
        DeviceId stranger = new DeviceId("inbox", "native", "x");

        List<Alarm> changed = on(() -> alarms.apply(
                List.of(reading(RECORDED, "active_power", 9_500), reading(stranger, "active_power", 9_500)),
                List.of(new Presence(RECORDED, false, false)),
                START));
        clock.forward(Duration.ofHours(1));
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
        assertRefused(() -> alarms.acknowledge(id, OptionalInt.of(7), CREW), AlarmDesk.Refusal.Why.NEWER_OCCURRENCE);
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
        return on(() -> AlarmService.open(vertx, database, rules(), policy(), registry(), clock, newest));
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
