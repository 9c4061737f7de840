package az.ocaq.web;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.alarm.Alarm;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the public is told after a person has approved it, and what takes it back, over HTTP. */
@Timeout(120)
final class PublicWarningsTest {
    private static final String RULES = """
            tank_low:
              kind: threshold
              devices: {type: water_tank}
              metric: tank_level
              unit: "%"
              op: "<"
              levels:
                - {priority: high, threshold: 50}
                - {priority: critical, threshold: 10}
              deadband: 5
              public: true
              title: {az: "Su azdır", ru: "Мало воды", en: "Little water"}
              response: {az: "Nasosu işə salın", ru: "Запустите насос", en: "Start the pump"}
            pressure_low:
              kind: threshold
              devices: {type: water_tank}
              metric: pressure
              unit: bar
              op: "<"
              threshold: 1
              public:
                approved: true
                category: health
                instruction: {az: "Suyu qaynadın", ru: "Кипятите воду", en: "Boil water & wait"}
              title: {az: "Təzyiq aşağıdır", ru: "Низкое давление", en: "Low pressure"}
            works_dark:
              kind: threshold
              devices: {type: grid_meter}
              metric: active_power
              unit: W
              op: "<"
              threshold: 10
              inhibits: [{rule: pressure_low, same: settlement}, {rule: tank_low, same: settlement}]
              title: {az: "Elektrik yoxdur", ru: "Нет питания", en: "No power"}
            """;

    private RunningServer server;
    private RunningServer.Visitor operator;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        server = RunningServer.judging(RULES, az.ocaq.database.OperationalDatabase.H2, directory);
        operator = server.visitor("operator");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void feed_empty_isOfWhenTheServerStarted() throws Exception {
        assertThat(feed()).contains("<updated>2026-06-01T").doesNotContain("1970", "<entry>");
    }

    @Test
    void draft_approved_isTheAlert_withInstructionAndWhoDecided() throws Exception {
        long tank = level(40);
        assertThat(feed()).doesNotContain("<entry>");
        JsonObject draft = warnings().get(0);
        assertThat(draft.getString("stage")).isEqualTo("draft");
        assertThat(draft.getJsonObject("headline").getString("ru")).startsWith("Мало воды");
        assertThat(draft.getJsonObject("instruction").getString("az")).isEqualTo("Nasosu işə salın");

        server.clock.advance(Duration.ofMinutes(3));
        assertThat(decide(tank, "approve", 1).statusCode()).isEqualTo(200);
        server.clock.advance(Duration.ofMinutes(10));
        var unusedWorse = level(5);

        JsonObject out = warnings().get(0);
        assertThat(out.getString("stage")).isEqualTo("out");
        assertThat(out.getJsonObject("decision").getString("by")).isEqualTo("operator");
        assertThat(kinds(out)).containsExactly("alert", "update");
        String alert = document(out, 0);
        assertThat(alert)
                .contains("<category>Infra</category>", "<instruction>Start the pump</instruction>", ":03:10+04:00<");
        assertThat(operator.json("/alarms/" + tank).encode()).contains("warning_approved");
    }

    @Test
    void draft_alarmClears_vanishes_andNothingIsToldOfIt() throws Exception {
        long tank = level(40);
        var unusedOver = level(80);

        assertThat(warnings()).isEmpty();
        assertThat(feed()).doesNotContain("<entry>");
        assertThat(decide(tank, "approve", 1).statusCode()).isEqualTo(409);
    }

    @Test
    void draft_declined_isAskedAgainWhenItGetsWorse_andOfANewOccurrence() throws Exception {
        long tank = level(40);
        assertThat(decide(tank, "decline", 1).statusCode()).isEqualTo(200);
        assertThat(warnings().get(0).getString("stage")).isEqualTo("declined");

        var unusedWorse = level(5);
        JsonObject worse = warnings().get(0);
        assertThat(worse.getString("stage")).isEqualTo("draft");
        assertThat(worse.getString("severity")).as("as it is now").isEqualTo("Extreme");
        assertThat(worse.getJsonObject("alarm").getString("priority")).isEqualTo("critical");

        var unusedOver = level(80);
        var unusedAgain = level(40);
        assertThat(decide(tank, "approve", 1).body()).contains("raised again");
        assertThat(feed()).doesNotContain("<entry>");
        assertThat(decide(tank, "approve", 2).statusCode()).isEqualTo(200);
        assertThat(feed()).contains("<entry>");
    }

    @Test
    void warning_thatIsOut_canBeWithdrawn_notAsAllClear() throws Exception {
        long tank = level(40);
        var unusedApproved = decide(tank, "approve", 1);
        assertThat(decide(tank, "decline", 1).statusCode()).isEqualTo(200);

        JsonObject declined = warnings().get(0);
        assertThat(declined.getString("stage")).isEqualTo("declined");
        assertThat(kinds(declined)).containsExactly("alert", "withdrawn");
        assertThat(document(declined, 1))
                .contains("<msgType>Cancel<", "Warning withdrawn", "<references>")
                .doesNotContain("AllClear", "<instruction>");
    }

    @Test
    void warning_thatStaysOut_isRenewedBeforeItExpires() throws Exception {
        var unusedLow = measured("aghali/water/tank/pressure", 0.2);
        String alert = document(warnings().get(0), 0);
        assertThat(alert).contains("<expires>2026-06-02T");

        server.clock.advance(Duration.ofHours(45));

        List<String> documents = documents();
        assertThat(documents).hasSize(3);
        String newest = server.get(documents.get(0)).body();
        AlarmActsTest.validate(newest);
        assertThat(newest)
                .contains("<msgType>Update<", "<references>", "<sent>2026-06-03T12:", "<expires>2026-06-04T12:");
    }

    /** However long it is out: every document refers to the first one, by which others know the warning. */
    @Test
    void warning_outLongerThanTheFeedLooksBack_keepsItsBeginning() throws Exception {
        var unusedLow = measured("aghali/water/tank/pressure", 0.2);

        server.clock.advance(Duration.ofDays(40));

        List<String> documents = documents();
        assertThat(documents).last().asString().endsWith("-1-1");
        String newest = server.get(documents.get(0)).body();
        AlarmActsTest.validate(newest);
        assertThat(newest).contains("<msgType>Update<").containsPattern("<references>[^<]*-1-1,");
    }

    @Test
    void warning_explainedByAWiderFault_isCancelled_andComesBackWithNumbersOfItsOwn() throws Exception {
        var unusedLow = measured("aghali/water/tank/pressure", 0.2);
        assertThat(document(warnings().get(0), 0))
                .contains("<category>Health</category>", "<instruction>Boil water &amp; wait</instruction>");

        var unusedDark = measured("aghali/grid/meter/active_power", 0);
        JsonObject explained = warnings().get(0);
        assertThat(kinds(explained)).containsExactly("alert", "explained");
        assertThat(document(explained, 1))
                .contains("<msgType>Cancel<", "Part of a wider fault")
                .doesNotContain("AllClear");

        server.clock.advance(Duration.ofMinutes(1));
        var unusedLight = measured("aghali/grid/meter/active_power", 9_000);
        server.clock.advance(Duration.ofMinutes(10));
        var unusedGrace = server.tick();
        assertThat(warnings()).hasSize(2);
        assertThat(document(warnings().get(0), 0)).contains("<msgType>Alert<", "-1-3</identifier>");
    }

    @Test
    void decision_isForOperators_andForRulesThatArePublic() throws Exception {
        long tank = level(40);
        String approve = "/alarms/" + tank + "/approve-warning";
        assertThat(server.visitor("crew").post(approve, "{}").statusCode()).isEqualTo(403);

        var unused = measured("aghali/grid/meter/active_power", 0);
        long dark = server.changed(List.of()).isEmpty() ? number("works_dark") : 0;
        assertThat(operator.post("/alarms/" + dark + "/approve-warning", "{}").statusCode())
                .isEqualTo(409);
    }

    private long number(String rule) throws Exception {
        return operator.json("/alarms").getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(it -> it.getString("rule").equals(rule))
                .findFirst()
                .orElseThrow()
                .getLong("id");
    }

    private HttpResponse<String> decide(long alarm, String what, int occurrence) throws Exception {
        return operator.post("/alarms/" + alarm + "/" + what + "-warning", "{\"occurrence\":" + occurrence + "}");
    }

    private List<JsonObject> warnings() throws Exception {
        return operator.json("/warnings").getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static List<String> kinds(JsonObject warning) {
        return warning.getJsonArray("steps").stream()
                .map(it -> ((JsonObject) it).getString("kind"))
                .toList();
    }

    private String document(JsonObject warning, int step) throws Exception {
        String text = server.get(
                        warning.getJsonArray("steps").getJsonObject(step).getString("document"))
                .body();
        AlarmActsTest.validate(text);
        return text;
    }

    /** The addresses of what the feed lists, the newest first. */
    private List<String> documents() throws Exception {
        return Pattern.compile("href=\"([^\"]+)\"")
                .matcher(feed())
                .results()
                .map(it -> it.group(1))
                .toList();
    }

    private String feed() throws Exception {
        return server.get("/api/v1/cap").body();
    }

    private long level(double percent) throws Exception {
        return measured("aghali/water/tank/tank_level", percent).get(0).id();
    }

    private List<Alarm> measured(String series, double value) throws Exception {
        server.clock.advance(Duration.ofSeconds(10));
        return server.changed(List.of(SampleVillage.reading(series, server.clock.instant(), value)));
    }
}
