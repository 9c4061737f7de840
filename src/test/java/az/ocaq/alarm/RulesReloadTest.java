package az.ocaq.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import az.ocaq.alarm.kpi.Journal;
import az.ocaq.database.OperationalDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that are read again while the server runs. */
@ParameterizedClass
@EnumSource
final class RulesReloadTest {
    private static final String OVERLOAD = """
            overload: {kind: threshold, metric: active_power, unit: kW, op: ">", threshold: 9, priority: high,
              public: approved, devices: {type: meter}}
            """;
    private static final String VOLTAGE = """
            overvoltage: {kind: threshold, metric: voltage, unit: V, op: ">", threshold: 253, on_delay: 5m,
              max_hold: 1h, priority: medium, devices: {type: meter}}
            """;

    private static final String MANY = """
            many: {kind: group_fraction, of: overload, members: {type: meter}, group: all, op: ">", threshold: 0.2,
              priority: high, inhibits: [{rule: overload}]}
            """;

    private final OperationalDatabase kind;
    private AlarmBench bench;

    RulesReloadTest(OperationalDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        bench = new AlarmBench(kind, OVERLOAD + VOLTAGE, "{}");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void reload_lowerLimit_raisesByTheLastValue_higherOneClears() {
        var unused = bench.power(8_000);

        assertThat(bench.reload(OVERLOAD.replace("threshold: 9", "threshold: 7")))
                .isEqualTo(1);
        assertThat(bench.alarms.standing()).extracting(Alarm::state).containsExactly(AlarmState.UNACK);
        int rules = bench.reload(OVERLOAD.replace("threshold: 9", "threshold: 20"));

        assertThat(rules).isEqualTo(1);
        assertThat(bench.alarms.standing()).extracting(Alarm::state).containsExactly(AlarmState.RTNUN);
    }

    @Test
    void reload_anotherUnit_isJudgedInIt() {
        var unused = bench.power(8_000);

        int rules = bench.reload(OVERLOAD.replace("kW", "W").replace("threshold: 9", "threshold: 7999"));

        assertThat(rules).isEqualTo(1);
        assertThat(bench.alarms.standing()).extracting(Alarm::state).containsExactly(AlarmState.UNACK);
    }

    @Test
    void reload_ofCriticalRules_whereFourEyesAreWanted_waitsForASecondPersonWithTheSameEdit() throws Exception {
        String critical = OVERLOAD.replace("priority: high", "priority: critical");
        bench.close();
        bench = new AlarmBench(kind, critical + VOLTAGE, "{four_eyes: true}");
        var unusedAlarm = bench.power(8_000);
        String edited = critical.replace("threshold: 9", "threshold: 7");

        assertNeedsASecondPerson("aysel", edited);
        assertNeedsASecondPerson("aysel", edited);
        assertNeedsASecondPerson("rashad", critical.replace("threshold: 9", "threshold: 6"));
        assertNeedsASecondPerson("aysel", edited);
        assertThat(bench.alarms.standing()).isEmpty();

        assertThat(bench.reload("rashad", edited)).isEqualTo(1);
        assertThat(bench.alarms.standing()).extracting(Alarm::state).containsExactly(AlarmState.UNACK);
        assertThat(bench.reload("rashad", edited + VOLTAGE)).isEqualTo(2);
        assertNeedsASecondPerson("rashad", VOLTAGE);
    }

    private void assertNeedsASecondPerson(String user, String edited) {
        assertThatThrownBy(() -> bench.reload(user, edited))
                .hasMessageContaining("overload")
                .cause()
                .isInstanceOfSatisfying(
                        AlarmDesk.Refusal.class,
                        it -> assertThat(it.why()).isEqualTo(AlarmDesk.Refusal.Why.SECOND_PERSON));
    }

    @Test
    void reload_ruleThatIsNew_judgesSinceThen_theOthersForAsLongAsAlarmsAreWatched() {
        String cold = VOLTAGE.replace("overvoltage", "undervoltage").replace("\">\"", "\"<\"");
        bench.pass(Duration.ofDays(2));
        int rules = bench.reload(OVERLOAD + VOLTAGE + cold);
        bench.pass(Duration.ofHours(1));
        bench.restart();
        bench.pass(Duration.ofHours(1));

        assertThat(rules).isEqualTo(3);
        Instant server = judgesSince("overload");
        assertThat(server).isBetween(AlarmBench.START, AlarmBench.START.plus(Duration.ofMinutes(2)));
        assertThat(judgesSince("undervoltage")).isEqualTo(AlarmBench.START.plus(Duration.ofDays(2)));
        assertThat(judgesSince("undervoltage", "overvoltage")).isEqualTo(server);
    }

    private Instant judgesSince(String... rules) {
        return new Journal(bench.database)
                .monitoredSince(Set.of(rules))
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .orElseThrow();
    }

    @Test
    void reload_scheduleGone_whatItHidIsTold() {
        String night = "schedule: {windows: [{start: \"01:00\", end: \"01:01\"}]}, ";
        int unused = bench.reload(OVERLOAD.replace("public: approved", night + "public: true"));
        var unusedAlarm = bench.power(9_500);
        assertThat(bench.keys()).isEmpty();

        int rules = bench.reload(OVERLOAD);

        assertThat(rules).isEqualTo(1);
        assertThat(bench.alarms.standing()).extracting(Alarm::state).containsExactly(AlarmState.UNACK);
        assertThat(bench.keys()).singleElement().asString().contains("/raised/");
    }

    @Test
    void reload_whatExplainedIsGone_whatItHidIsTold() {
        String explains = OVERLOAD.replace("public: approved", "inhibits: [{rule: overvoltage, same: site}]");
        String voltage = VOLTAGE.replace("on_delay: 5m,", "");
        int unused = bench.reload(explains + voltage);
        var unusedAlarm = bench.power(9_500);
        var unusedToo = bench.reading("voltage", 260);
        assertThat(bench.alarms.standing())
                .extracting(Alarm::state)
                .containsExactlyInAnyOrder(AlarmState.UNACK, AlarmState.DSUPR);

        int rules = bench.reload(OVERLOAD + voltage);

        assertThat(rules).isEqualTo(2);
        assertThat(bench.alarms.standing())
                .extracting(Alarm::state)
                .containsExactly(AlarmState.UNACK, AlarmState.UNACK);
        assertThat(bench.keys()).filteredOn(it -> it.contains("/raised/")).hasSize(2);
    }

    @Test
    void reload_pendingDelay_goesOn() {
        var unused = bench.reading("voltage", 260);
        bench.pass(Duration.ofMinutes(3));

        int rules = bench.reload(OVERLOAD.replace("threshold: 9", "threshold: 8") + VOLTAGE);
        bench.pass(Duration.ofMinutes(1));
        assertThat(bench.alarms.standing()).isEmpty();
        bench.pass(Duration.ofMinutes(1));

        assertThat(rules).isEqualTo(2);
        assertThat(bench.alarms.standing()).extracting(Alarm::rule).containsExactly("overvoltage");
    }

    @Test
    void reload_ruleGone_closesItsAlarmAndTells_backAgain_goesOnCounting() {
        long id = bench.power(9_500).get(0).id();

        int unused = bench.reload(VOLTAGE);
        assertThat(bench.alarms.standing()).isEmpty();
        assertThat(bench.keys()).last().asString().contains("/cleared/");
        bench.pass(Duration.ofMinutes(1));
        int unusedToo = bench.reload(OVERLOAD);
        bench.pass(Duration.ofMinutes(1));
        var unusedAlarm = bench.power(9_600);

        assertThat(bench.alarms.standing()).singleElement().satisfies(it -> {
            assertThat(it.id()).isEqualTo(id);
            assertThat(it.occurrence()).isGreaterThan(1);
        });
        assertThat(bench.keys()).last().asString().contains("/raised/");
    }

    @Test
    void reload_ruleNoLongerForTheDevice_leavesNoOrphan() {
        var unused = bench.power(9_500);

        int rules = bench.reload(OVERLOAD.replace("type: meter", "type: pump"));

        assertThat(rules).isEqualTo(1);
        assertThat(bench.alarms.standing()).isEmpty();
    }

    @Test
    void reload_brokenFile_leavesAllAsItIs() {
        var unused = bench.power(9_500);
        bench.alarms.onReload(() -> Future.failedFuture(new IllegalArgumentException("load.yaml:3 op: unknown")));

        assertThatThrownBy(() -> bench.on(() -> bench.alarms.reload("engineer")))
                .hasMessageContaining("load.yaml:3");

        assertThat(bench.alarms.standing()).extracting(Alarm::state).containsExactly(AlarmState.UNACK);
        bench.pass(Duration.ofMinutes(1));
        assertThat(bench.power(1_000)).extracting(Alarm::state).containsExactly(AlarmState.RTNUN);
    }

    @Test
    void reload_silenceInForce_stays() {
        var actor = new az.ocaq.access.Actor(
                "somebody", az.ocaq.access.Role.ADMIN, java.util.Set.of(), java.util.Set.of(), Optional.empty());
        var unused = bench.on(() -> bench.alarms.plan(
                new QuietPeriod.Plan(
                        QuietPeriod.Kind.SILENCE,
                        Map.of("type", List.of("meter")),
                        bench.clock.instant(),
                        bench.clock.instant().plus(Duration.ofHours(1)),
                        "works"),
                actor));

        int rules = bench.reload(OVERLOAD);
        var unusedAlarm = bench.power(9_500);

        assertThat(rules).isEqualTo(1);
        assertThat(bench.keys()).isEmpty();
    }

    @Test
    void publicWarnings_ofAPublicRule_alertAndCancel() {
        var unused = bench.power(9_500);
        bench.pass(Duration.ofMinutes(1));
        var unusedToo = bench.power(1_000);
        var unusedVoltage = bench.reading("voltage", 260);
        bench.pass(Duration.ofMinutes(6));

        List<PublicWarning> warnings = bench.on(() -> bench.alarms.publicWarnings(AlarmBench.START));

        assertThat(warnings)
                .singleElement()
                .satisfies(it -> assertThat(it.steps())
                        .extracting(PublicWarning.Step::kind)
                        .containsExactly(PublicWarning.Kind.ALERT, PublicWarning.Kind.CLEAR));
    }

    @Test
    void reload_ruleNoLongerPublic_takesTheWarningBack_once() {
        var unused = bench.power(9_500);
        bench.pass(Duration.ofMinutes(1));

        int unusedRules = bench.reload(OVERLOAD.replace("public: approved, ", ""));
        int unusedAgain = bench.reload(OVERLOAD.replace("public: approved, ", "") + VOLTAGE);

        assertThat(told()).containsExactly(PublicWarning.Kind.ALERT, PublicWarning.Kind.WITHDRAWN);
        assertThat(bench.alarms.standing()).extracting(Alarm::state).containsExactly(AlarmState.UNACK);
    }

    @Test
    void reload_publicRuleIsGone_tellsThePublicThatItIsOver() {
        var unused = bench.power(9_500);
        bench.pass(Duration.ofMinutes(1));

        int unusedRules = bench.reload(VOLTAGE);

        assertThat(told()).containsExactly(PublicWarning.Kind.ALERT, PublicWarning.Kind.CLEAR);
    }

    @Test
    void restart_withARuleNoLongerPublic_takesTheWarningBack() {
        var unused = bench.power(9_500);
        bench.pass(Duration.ofMinutes(1));

        bench.restart(OVERLOAD.replace("public: approved, ", ""));

        assertThat(told()).containsExactly(PublicWarning.Kind.ALERT, PublicWarning.Kind.WITHDRAWN);
    }

    private void assertThatItIsClosedAndTold_once() {
        assertThat(bench.alarms.standing()).isEmpty();
        assertThat(bench.keys()).last().asString().contains("/cleared/");
        int told = bench.keys().size();
        bench.restart();
        bench.pass(Duration.ofMinutes(1));
        assertThat(bench.keys()).hasSize(told);
    }

    @Test
    void restart_withARuleGone_closesItsAlarmAndTells_once() {
        var unused = bench.power(9_500);
        bench.pass(Duration.ofMinutes(1));

        bench.restart(VOLTAGE);

        assertThatItIsClosedAndTold_once();

        bench.restart(OVERLOAD);
        var unusedAlarm = bench.power(9_600);
        assertThat(bench.alarms.standing()).extracting(Alarm::state).containsExactly(AlarmState.UNACK);
    }

    @Test
    void restart_withARuleNoLongerForTheDevice_leavesNoOrphan() {
        var unused = bench.power(9_500);
        bench.pass(Duration.ofMinutes(1));

        bench.restart(OVERLOAD.replace("type: meter", "type: pump"));

        assertThat(bench.alarms.standing()).isEmpty();
        assertThat(bench.keys()).last().asString().contains("/cleared/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aghali/home-1/meter", "aghali/*"})
    void restart_withTheDeviceGoneThatTheRuleNames_closesItsAlarmAndTells_once(String devices) {
        bench.restart(OVERLOAD.replace("{type: meter}", '"' + devices + '"'));
        var unused = bench.power(9_500);
        bench.pass(Duration.ofMinutes(1));

        bench.restartWithoutTheMeter();

        assertThatItIsClosedAndTold_once();
    }

    @Test
    void restart_withAllMembersOfAGroupGone_closesItsAlarm() {
        bench.restart(OVERLOAD + MANY.replace("group: all", "group_by: site"));
        var unused = bench.power(9_500);
        bench.pass(Duration.ofMinutes(1));
        assertThat(states()).containsEntry("many", AlarmState.UNACK);

        bench.restartWithoutTheMeter();

        assertThat(bench.alarms.standing()).isEmpty();
    }

    @Test
    void reload_groupThatIsNew_countsTheAlarmsThatThereAre() {
        var unused = bench.power(9_500);

        int rules = bench.reload(OVERLOAD + MANY);

        assertThat(rules).isEqualTo(2);
        assertThat(states()).containsOnly(Map.entry("overload", AlarmState.DSUPR), Map.entry("many", AlarmState.UNACK));
    }

    @Test
    void restart_withAGroupThatIsNew_countsTheAlarmsThatThereAre() {
        var unused = bench.power(9_500);
        bench.pass(Duration.ofMinutes(1));

        bench.restart(OVERLOAD + MANY);

        assertThat(states()).containsOnly(Map.entry("overload", AlarmState.DSUPR), Map.entry("many", AlarmState.UNACK));
    }

    @Test
    void restart_withoutTheGroupThatExplained_whatItHidIsTold() {
        int rules = bench.reload(OVERLOAD + MANY);
        assertThat(rules).isEqualTo(2);
        var unused = bench.power(9_500);
        bench.pass(Duration.ofMinutes(1));
        assertThat(states()).containsEntry("overload", AlarmState.DSUPR);

        bench.restart(OVERLOAD);
        bench.pass(Duration.ofMinutes(10));

        assertThat(states()).containsOnly(Map.entry("overload", AlarmState.UNACK));
    }

    private Map<String, AlarmState> states() {
        return bench.alarms.standing().stream().collect(Collectors.toMap(Alarm::rule, Alarm::state));
    }

    private List<PublicWarning.Kind> told() {
        return bench.on(() -> bench.alarms.publicWarnings(AlarmBench.START)).stream()
                .flatMap(it -> it.steps().stream())
                .map(PublicWarning.Step::kind)
                .toList();
    }
}
