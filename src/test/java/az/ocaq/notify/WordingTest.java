package az.ocaq.notify;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.access.SignedLinks;
import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmFigure;
import az.ocaq.alarm.AlarmReach;
import az.ocaq.alarm.AlarmState;
import az.ocaq.alarm.AlarmWork;
import az.ocaq.alarm.PlainWords;
import az.ocaq.alarm.Priority;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import az.ocaq.database.Database;
import az.ocaq.database.OperationalDatabase;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Title;
import az.ocaq.measurement.DeviceId;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WordingTest {
    private static final Instant RAISED = Instant.parse("2026-01-10T07:58:00Z");
    private static final Instant NOW = Instant.parse("2026-01-10T08:00:00Z");

    private final Vertx vertx = Vertx.vertx();
    private Database database;
    private List<Rule> rules = List.of();
    private Wording wording;

    @BeforeEach
    void open() throws Exception {
        database = OperationalDatabase.H2.open(vertx);
        wording = new Wording(
                new DeviceRegistry(List.of(), List.of(), List.of()),
                "https://ocaq.az",
                done(SignedLinks.open(database)),
                new PlainWords(() -> new Rules(rules)));
    }

    @AfterEach
    void close() throws Exception {
        database.close();
        var unused = done(vertx.close());
    }

    @Test
    void units_areThoseOfThePages() throws Exception {
        for (String language : List.of("az", "ru")) {
            var words = new ObjectMapper()
                    .readTree(Path.of("dashboards/words", language + ".json").toFile());
            PrintedUnit.KNOWN.forEach(
                    (unit, title) -> assertThat(words.path("unit." + unit).asText(unit))
                            .as(language + " " + unit)
                            .isEqualTo(title.in(language)));
        }
        assertThat(PrintedUnit.of("m3/h", "ru")).isEqualTo("м³/ч");
        assertThat(PrintedUnit.of("degC", "az")).isEqualTo("°C");
        assertThat(PrintedUnit.of("ppm", "ru")).isEqualTo("ppm");
    }

    @Test
    void groupOfOne_isWordedAsItsAlarm_withWhatToDoAndTheLinkOfItsOwnOccurrence() {
        Notice notice = notice(1, Optional.empty(), List.of(alarm(7, AlarmReach.NONE)));

        String body = wording.body(notice, contact("en"));

        assertThat(wording.subject(notice, contact("en"))).isEqualTo("Alarm: Overload, aghali, home-001, meter");
        assertThat(body)
                .contains("What to do: Call", "Since: 10.01.2026 11:58", "Value: 9.5 m³/h, limit 8 m³/h")
                .contains("https://ocaq.az/crew.html#/alarms/7", "https://ocaq.az/ack/")
                .doesNotContain("•");
    }

    @Test
    void groupOfSeveral_saysHowMany_andNamesEach() {
        Notice notice = notice(2, Optional.empty(), List.of(alarm(7, AlarmReach.NONE), alarm(8, AlarmReach.NONE)));

        assertThat(wording.subject(notice, contact("az"))).isEqualTo("Həyəcanlar: 2, Overload, aghali");
        assertThat(wording.subject(notice, contact("ru"))).isEqualTo("Тревоги: 2, Overload, aghali");
        assertThat(wording.body(notice, contact("ru"))).contains("• Overload").contains("#/alarms\n");
    }

    @Test
    void value_isWrittenAsTheLanguageWritesNumbers() {
        Notice notice = notice(1, Optional.of(alarm(7, AlarmReach.NONE)), List.of());

        assertThat(wording.body(notice, contact("ru"))).contains("Значение: 9,5 м³/ч, предел 8 м³/ч", "Принять: http");
    }

    @Test
    void figures_sayHowBadItIsWhereNoSingleValueDoes_ofAGroupAtTheMemberThatIsWorst() {
        AlarmFigure second = new AlarmFigure("aghali/home-001/meter", "voltage_l2", 267.5, "V", ">", 260);
        AlarmFigure power = new AlarmFigure("aghali/home-001/meter", "active_power", 131_250, "W", ">", 105_000);
        AlarmReach group = new AlarmReach(5, 15, AlarmReach.Cut.NOTHING, List.of(), List.of(), Optional.empty());
        Alarm home = alarm(7, AlarmReach.NONE, Priority.HIGH, List.of(second, power));
        Alarm station = alarm(8, group, Priority.HIGH, List.of(second));

        assertThat(wording.body(notice(1, Optional.of(home), List.of()), contact("ru")))
                .contains("Значение: L2 267,5 В (> 260 В), 131,25 кВт (> 105 кВт)");
        assertThat(wording.brief(notice(1, Optional.of(home), List.of()), contact("en")))
                .contains(", high, L2 267.5 V (> 260 V), 131.25 kW (> 105 kW). http");
        assertThat(wording.body(notice(1, Optional.of(station), List.of()), contact("az")))
                .contains("Qiymət: ən pisi L2 267,5 V (> 260 V), home-001");
    }

    @Test
    void groupOfAlarmsThatAreTheSame_saysOnceWhatToDo_untilAllAreOver() {
        Notice raised = notice(2, Optional.empty(), List.of(alarm(7, AlarmReach.NONE), alarm(8, AlarmReach.NONE)));
        Notice over =
                notice("cleared", 0, Optional.empty(), List.of(alarm(7, AlarmReach.NONE), alarm(8, AlarmReach.NONE)));

        assertThat(wording.body(raised, contact("en")))
                .contains("high, 9.5 m³/h, limit 8 m³/h")
                .containsOnlyOnce("What to do: Call");
        assertThat(wording.body(over, contact("en"))).doesNotContain("What to do");
        assertThat(wording.body(notice(2, Optional.empty(), List.of(at("home-001"), at("home-002"))), contact("en")))
                .as("each at a site of its own: the subject says the rest")
                .contains("• home-001, 10.01.2026 11:58, high", "• home-002, ");
    }

    @Test
    void outage_isSaidToBeSinceTheFirstLastWord_notSinceItWasUnderstood() {
        AlarmReach reach = new AlarmReach(
                5,
                15,
                AlarmReach.Cut.POWER,
                List.of("aghali/clinic", "aghali/home-001"),
                List.of("aghali/clinic"),
                Optional.of(Instant.parse("2026-01-10T07:51:00Z")));

        Notice notice = notice(1, Optional.of(alarm(7, reach)), List.of());

        assertThat(wording.body(notice, contact("az"))).contains("Nə vaxtdan: 10.01.2026 11:51", "5 / 15", "kritik: 1");
    }

    @Test
    void resident_readsWhatItMeansToTheHome_withoutLimitsAndWhatACrewDoes() {
        Notice notice = notice(1, Optional.of(alarm(7, AlarmReach.NONE)), List.of());
        rules = Rules.drafts(
                "r.yaml",
                new StringReader(
                        "overload: {kind: threshold, metric: m, op: '>', threshold: 8, title: {az: a, ru: b, en: c},"
                                + " response: {az: a, ru: b, en: c}, resident: {title: {az: a, ru: b, en: Too much},"
                                + " advice: {az: a, ru: b, en: 'Switch off, call 199'}}}"),
                new Problems());

        assertThat(wording.subject(notice, resident())).startsWith("Alarm: Too much, ");
        assertThat(wording.body(notice, resident()))
                .contains("What to do: Switch off, call 199")
                .doesNotContain("Value", "Priority", "Overload", "Call\n");
        assertThat(wording.body(notice, contact("en"))).contains("Overload", "What to do: Call", "Value");
    }

    @Test
    void reopened_saysThatItIsNotConfirmed_andCanBeAccepted() {
        Notice notice = notice("reopened", 1, Optional.of(alarm(7, AlarmReach.NONE)), List.of());

        assertThat(wording.body(notice, contact("en"))).contains("the readings do not confirm it", "Acknowledge: http");
    }

    @Test
    void storm_saysThatADigestFollows_notHowManyItStandsFor() {
        Notice notice = notice("storm", 0, Optional.empty(), List.of(alarm(7, AlarmReach.NONE)));

        assertThat(wording.subject(notice, contact("en"))).isEqualTo("Many alarms, aghali");
        assertThat(wording.body(notice, contact("en"))).contains("come as a digest", "• Overload");
    }

    @Test
    void digest_countsAlarms_notMessages_theGravestFirst() {
        Alarm minor = alarm(7, AlarmReach.NONE, Priority.LOW);
        Notice notice = notice("digest", 9, Optional.empty(), List.of(minor, alarm(8, AlarmReach.NONE)));

        assertThat(wording.subject(notice, contact("en"))).isEqualTo("Digest, alarms: 2, Overload, aghali");
        assertThat(wording.body(notice, contact("en"))).containsSubsequence("high", "low");
    }

    @Test
    void groupThatIsOver_saysWhatEnded() {
        Notice one = notice("cleared", 0, Optional.empty(), List.of(alarm(7, AlarmReach.NONE)));
        Notice two =
                notice("cleared", 0, Optional.empty(), List.of(alarm(7, AlarmReach.NONE), alarm(8, AlarmReach.NONE)));

        assertThat(wording.subject(one, contact("en"))).isEqualTo("Cleared: Overload, aghali, home-001, meter");
        assertThat(wording.body(one, contact("en"))).contains("Began: ", "Over: ");
        assertThat(wording.subject(two, contact("en"))).isEqualTo("Cleared, alarms: 2, Overload, aghali");
    }

    private static Notice notice(int members, Optional<Alarm> alarm, List<Alarm> alarms) {
        return notice("raised", members, alarm, alarms);
    }

    private static Notice notice(String kind, int members, Optional<Alarm> alarm, List<Alarm> alarms) {
        return new Notice("key", "thread", "group", kind, 4, members, NOW, alarm, false, alarms, Map.of());
    }

    private static Contact resident() {
        return new Contact("anar", "en", "home", Optional.empty(), Map.of(), Optional.empty(), Set.of());
    }

    private static Contact contact(String language) {
        return new Contact("crew", language, "crew", Optional.of("elvin"), Map.of(), Optional.empty(), Set.of());
    }

    private static Alarm alarm(long id, AlarmReach reach) {
        return alarm(id, reach, Priority.HIGH);
    }

    private static Alarm alarm(long id, AlarmReach reach, Priority priority) {
        return alarm(id, reach, priority, List.of());
    }

    private static Alarm at(String site) {
        return alarm(7, AlarmReach.NONE, Priority.HIGH, List.of(), site);
    }

    private static Alarm alarm(long id, AlarmReach reach, Priority priority, List<AlarmFigure> figures) {
        return alarm(id, reach, priority, figures, "home-001");
    }

    private static Alarm alarm(long id, AlarmReach reach, Priority priority, List<AlarmFigure> figures, String site) {
        return new Alarm(
                id,
                "overload",
                DeviceId.parse("aghali/" + site + "/meter").orElseThrow(),
                "water",
                new Title("Overload", "Overload", "Overload"),
                new Title("Call", "Call", "Call"),
                priority,
                AlarmState.UNACK,
                false,
                2,
                RAISED,
                NOW,
                OptionalDouble.of(9.5),
                "m3/h",
                OptionalDouble.of(8),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                reach,
                AlarmWork.NONE,
                figures,
                0);
    }
}
