package az.ocaq.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WebServerTest {
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = new RunningServer(directory);
        server.arrive(List.of(
                SampleVillage.reading("aghali/home-001/meter/active_power", RunningServer.NOW.minusSeconds(20), 500),
                SampleVillage.reading("aghali/home-001/meter/active_power", RunningServer.NOW.minusSeconds(10), 700),
                SampleVillage.reading("aghali/home-001/pv/active_power", RunningServer.NOW.minusSeconds(10), 1300),
                SampleVillage.reading("aghali/home-002/meter/active_power", RunningServer.NOW.minusSeconds(10), 100),
                SampleVillage.reading("aghali/hydro/turbine-1/active_power", RunningServer.NOW.minusSeconds(10), 5000),
                SampleVillage.reading("aghali/grid/meter/active_power", RunningServer.NOW.minusSeconds(10), -4000),
                SampleVillage.reading("aghali/water/tank/tank_level", RunningServer.NOW.minusSeconds(10), 71)));
        var unusedFirst = server.lowVoltageTwice("aghali/home-001/meter");
        var unusedSecond = server.lowVoltageTwice("aghali/home-002/meter");
        server.arrive(List.of(SampleVillage.reading("aghali/water/tank/tank_level", RunningServer.NOW, 41)));
        var unusedFourth = server.lowVoltageTwice("zabukh/home-001/meter");
        JsonObject note = new JsonObject().put("text", "the neighbour's heater");
        assertThat(server.visitor("operator")
                        .post("/alarms/1/note", note.encode())
                        .statusCode())
                .isEqualTo(200);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Test
    void session_rightPassword_opensWithRoleAndCsrf() throws Exception {
        JsonObject session = server.visitor("resident").session;

        assertThat(session.getString("role")).isEqualTo("resident");
        assertThat(session.getString("home")).isEqualTo("aghali/home-001");
        assertThat(session.getString("csrf")).hasSizeGreaterThan(30);
    }

    @Test
    void session_cookie_isOutOfReachOfScriptsAndOtherSites() throws Exception {
        HttpResponse<String> answer = server.send(
                "POST",
                "/api/v1/session",
                "{\"username\":\"operator\",\"password\":\"" + RunningServer.PASSWORD + "\"}",
                "Content-Type",
                "application/json");

        assertThat(answer.headers().firstValue("set-cookie").orElse(""))
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Strict")
                .contains("Path=/");
    }

    @Test
    void session_wrongPasswordAndUnknownName_areRefusedAlike() throws Exception {
        HttpResponse<String> wrong = signIn("operator", "wrong password");
        HttpResponse<String> unknown = signIn("nobody", "wrong password");

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body());
        assertThat(wrong.headers().firstValue("content-type")).contains(Problem.MEDIA_TYPE);
    }

    @Test
    void session_ended_isNotGoodAnyMore() throws Exception {
        RunningServer.Visitor visitor = server.visitor("operator");

        assertThat(visitor.send("DELETE", "/api/v1/session", "").statusCode()).isEqualTo(204);

        assertThat(visitor.get("/session").statusCode()).isEqualTo(401);
    }

    @Test
    void settlements_operatorOfOne_seesKeyFiguresOfThatOne() throws Exception {
        JsonArray settlements =
                new JsonArray(server.visitor("operator").get("/settlements").body());

        assertThat(settlements.size()).isEqualTo(1);
        JsonObject aghali = settlements.getJsonObject(0);
        assertThat(aghali.getString("id")).isEqualTo("aghali");
        assertThat(aghali.getInteger("homes")).isEqualTo(16);
        assertThat(aghali.getJsonObject("alarms").getInteger("high")).isEqualTo(3);
        JsonObject energy = aghali.getJsonObject("energy_now");
        assertThat(energy.getDouble("solar")).isEqualTo(1300);
        assertThat(energy.getDouble("hydro")).isEqualTo(5000);
        assertThat(energy.getDouble("grid")).isEqualTo(-4000);
        assertThat(energy.getDouble("consumption")).isEqualTo(700 + 1300 + 100);
        assertThat(energy.getValue("wind")).isNull();
        assertThat(aghali.getJsonObject("water_now").getDouble("tank_level")).isEqualTo(41);
    }

    @Test
    void settlement_detail_listsSitesWithStates() throws Exception {
        JsonObject aghali = server.visitor("operator").json("/settlements/aghali");

        JsonArray sites = aghali.getJsonArray("sites");
        assertThat(sites.size()).isEqualTo(20);
        assertThat(sites.stream().map(JsonObject.class::cast).filter(it -> "home-001".equals(it.getString("site"))))
                .singleElement()
                .satisfies(it -> assertThat(it.getString("state")).isEqualTo("alarm"));
    }

    @Test
    void settlement_resident_seesNoOtherHomes() throws Exception {
        JsonObject aghali = server.visitor("resident").json("/settlements/aghali");

        assertThat(aghali.getJsonArray("sites").stream()
                        .map(JsonObject.class::cast)
                        .map(it -> it.getString("site")))
                .containsExactlyInAnyOrder("grid", "feeder-1", "hydro", "water", "home-001");
    }

    @Test
    void devices_pages_goThroughAllWithoutRepetition() throws Exception {
        RunningServer.Visitor admin = server.visitor("admin");

        JsonObject first = admin.json("/devices?limit=10");
        JsonObject second = admin.json("/devices?limit=100&after=" + first.getString("next"));

        assertThat(first.getJsonArray("items").size()).isEqualTo(10);
        assertThat(second.getJsonArray("items").size())
                .isEqualTo(server.registry.devices().size() - 10);
        assertThat(second.getValue("next")).isNull();
    }

    @Test
    void devices_withValues_areTheirStateOnly() throws Exception {
        RunningServer.Visitor admin = server.visitor("admin");
        JsonObject list = admin.json("/devices?kind=household_meter&status=online&values=true&metric=active_power");

        JsonObject meter = list.getJsonArray("items").getJsonObject(0);
        assertThat(meter.fieldNames()).containsExactlyInAnyOrder("id", "status", "last_seen", "values");
        assertThat(meter.getJsonArray("values")).hasSize(1);
        JsonArray whole =
                admin.json("/devices/" + meter.getString("id") + "/latest").getJsonArray("values");
        assertThat(whole).contains(meter.getJsonArray("values").getJsonObject(0));
        assertThat(admin.get("/devices?metric=active_power").body()).contains("values=true");
    }

    @Test
    void devices_afterOneThatIsGone_sayToBeginAgain() throws Exception {
        assertThat(server.visitor("admin")
                        .get("/devices?after=aghali/home-001/gone")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void devices_byStatus_areThoseOnly() throws Exception {
        JsonObject online = server.visitor("operator").json("/devices?status=online&kind=household_meter");

        assertThat(online.getJsonArray("items").stream()
                        .map(JsonObject.class::cast)
                        .map(it -> it.getString("id")))
                .containsExactly("aghali/home-001/meter", "aghali/home-002/meter");
    }

    @Test
    void latest_device_hasValueUnitAndAge() throws Exception {
        JsonObject latest = server.visitor("resident").json("/devices/aghali/home-001/meter/latest");

        JsonObject value = latest.getJsonArray("values").getJsonObject(0);
        assertThat(value.getDouble("value")).isEqualTo(700);
        assertThat(value.getString("unit")).isEqualTo("W");
        assertThat(value.getDouble("age")).isCloseTo(10, within(0.001));
        assertThat(value.getBoolean("stale")).isFalse();
    }

    @Test
    void series_raw_isWhatTheStoreKept() throws Exception {
        JsonObject series = server.visitor("operator")
                .json("/series?device=aghali/home-001/meter&metric=active_power&from="
                        + RunningServer.NOW.minus(Duration.ofMinutes(1)) + "&to=" + RunningServer.NOW.toEpochMilli());

        assertThat(series.getString("unit")).isEqualTo("W");
        assertThat(series.getJsonArray("points"))
                .isEqualTo(new JsonArray()
                        .add(new JsonArray()
                                .add(RunningServer.NOW.minusSeconds(20).toEpochMilli())
                                .add(500.0))
                        .add(new JsonArray()
                                .add(RunningServer.NOW.minusSeconds(10).toEpochMilli())
                                .add(700.0)));
    }

    @Test
    void series_rawOfAllTime_isTheNewestAndSaysThatItIsCut() throws Exception {
        String all = "/series?device=aghali/home-001/meter&metric=active_power&step=raw&from=1970-01-01T00:00:00Z";

        JsonObject cut = server.visitor("operator").json(all + "&limit=1");
        JsonObject whole = server.visitor("operator").json(all);

        assertThat(cut.getBoolean("cut")).isTrue();
        assertThat(whole.getBoolean("cut")).isFalse();
        assertThat(cut.getJsonArray("points")).hasSize(1);
        assertThat(cut.getJsonArray("points").getValue(0))
                .isEqualTo(whole.getJsonArray("points")
                        .getValue(whole.getJsonArray("points").size() - 1));
    }

    @Test
    void series_tooManyPoints_isRefusedWithAdvice() throws Exception {
        HttpResponse<String> answer = server.visitor("operator")
                .get("/series?device=aghali/home-001/meter&metric=active_power&from=2020-01-01T00:00:00Z&step=1m");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("wider step");
    }

    @Test
    void alarms_everyRole_seesThoseInReach() throws Exception {
        assertThat(alarmIds("admin")).containsExactlyInAnyOrder(1, 2, 3, 4);
        assertThat(alarmIds("operator")).containsExactly(1, 2, 3);
        assertThat(alarmIds("crew")).containsExactly(1, 2);
        assertThat(alarmIds("resident")).containsExactly(1, 3);
    }

    @Test
    void alarm_resident_isNotToldWhoWorksOnIt() throws Exception {
        JsonObject alarm = server.visitor("resident").json("/alarms/1");

        JsonObject note = alarm.getJsonArray("journal").getJsonObject(3);
        assertThat(note.getString("kind")).isEqualTo("note");
        assertThat(note.getValue("who")).isNull();
        assertThat(note.getString("text")).isEmpty();
    }

    @Test
    void alarm_resident_isNotToldWhatACrewIsToDo() throws Exception {
        JsonObject forCrew = server.visitor("crew").json("/alarms/1").getJsonObject("response");
        JsonObject forResident = server.visitor("resident").json("/alarms/1").getJsonObject("response");

        assertThat(forCrew.getString("en")).isNotEmpty();
        assertThat(forResident.getString("en")).isEmpty();
    }

    @Test
    void acknowledge_olderOccurrence_isAConflict() throws Exception {
        HttpResponse<String> answer = server.visitor("crew").post("/alarms/2/acknowledge", "{\"occurrence\":1}");

        assertThat(answer.statusCode()).isEqualTo(409);
    }

    @Test
    void acknowledge_crew_actsInTheirName() throws Exception {
        HttpResponse<String> answer = server.visitor("crew").post("/alarms/2/acknowledge", "{\"occurrence\":2}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getString("acknowledged_by")).isEqualTo("crew");
    }

    @Test
    void ready_neighbourDown_isNotReadyButLives() throws Exception {
        server.up = false;

        HttpResponse<String> ready = server.get("/health/ready");
        server.up = true;

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("\"mqtt\",\"status\":\"DOWN\"");
        assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(server.get("/metrics").body()).contains("ocaq_up 1");
    }

    private List<Integer> alarmIds(String user) throws Exception {
        return server.visitor(user).json("/alarms").getJsonArray("items").stream()
                .map(it -> ((JsonObject) it).getInteger("id"))
                .toList();
    }

    private HttpResponse<String> signIn(String user, String password) throws Exception {
        return server.send(
                "POST",
                "/api/v1/session",
                new JsonObject().put("username", user).put("password", password).encode(),
                "Content-Type",
                "application/json");
    }
}
