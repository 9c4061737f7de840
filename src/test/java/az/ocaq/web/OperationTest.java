package az.ocaq.web;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import az.ocaq.database.OperationalDatabase;
import az.ocaq.decode.Decoded;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Reading;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(180)
@ParameterizedClass
@EnumSource
final class OperationTest {
    private static final String JSON = "application/json";

    private final OperationalDatabase kind;
    private RunningServer server;

    OperationTest(OperationalDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        server = RunningServer.on(kind, directory);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void counters(Instant from, int hours) throws Exception {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i <= hours; i++) {
            Instant time = from.plus(Duration.ofHours(i));
            readings.add(SampleVillage.reading("aghali/home-001/meter/energy_import", time, 100_000 + 300 * i));
            readings.add(SampleVillage.reading("aghali/home-001/meter/energy_export", time, 5_000 + 100 * i));
            readings.add(SampleVillage.reading("aghali/home-001/pv/energy_production", time, 50_000 + 500 * i));
            readings.add(
                    SampleVillage.reading("aghali/hydro/turbine-1/energy_production", time, 1_000_000 + 4_000 * i));
            readings.add(SampleVillage.reading("aghali/grid/meter/energy_import", time, 10_000));
            readings.add(SampleVillage.reading("aghali/grid/meter/energy_export", time, 20_000 + 3_700 * i));
            readings.add(SampleVillage.reading("aghali/home-001/water/volume", time, 10 + 0.02 * i));
        }
        server.arrive(readings);
    }

    @Test
    void balance_settlement_closes() throws Exception {
        counters(RunningServer.NOW.minus(Duration.ofHours(4)), 4);

        JsonObject balance = server.visitor("operator")
                .json("/energy/balance?settlement=aghali&step=1h&from=" + RunningServer.NOW.minus(Duration.ofHours(4)));

        JsonArray points = balance.getJsonArray("points");
        assertThat(points.size()).isEqualTo(4);
        JsonObject hour = points.getJsonObject(1);
        assertThat(hour.getDouble("solar")).isEqualTo(500);
        assertThat(hour.getDouble("hydro")).isEqualTo(4_000);
        assertThat(hour.getDouble("grid_import")).isZero();
        assertThat(hour.getDouble("grid_export")).isEqualTo(3_700);
        assertThat(hour.getDouble("consumption")).isEqualTo(300 - 100 + 500);
        assertThat(hour.getDouble("losses")).isEqualTo(500 + 4_000 - 3_700 - 700);
        assertThat(hour.getValue("wind")).isNull();
        assertThat(balance.getJsonObject("total").getDouble("self_sufficiency")).isEqualTo(1);
    }

    @Test
    void balance_dayThatGoesOn_isTheSumOfItsHours() throws Exception {
        Instant midnight = Instant.parse("2026-05-31T20:00:00Z");
        counters(midnight, 16);

        JsonObject asked =
                server.visitor("operator").json("/energy/balance?settlement=aghali&step=1d&from=" + midnight);
        JsonObject again =
                server.visitor("operator").json("/energy/balance?settlement=aghali&step=1d&from=" + midnight);

        assertThat(asked.getJsonArray("points").size()).isEqualTo(1);
        assertThat(asked.getJsonArray("points").getJsonObject(0).getDouble("hydro"))
                .isCloseTo(64_000, within(1.0));
        assertThat(again).isEqualTo(asked);
    }

    @Test
    void balance_lateReadings_areCounted() throws Exception {
        counters(RunningServer.NOW.minus(Duration.ofHours(4)), 2);
        String path = "/energy/balance?settlement=aghali&site=home-001&step=1h&from="
                + RunningServer.NOW.minus(Duration.ofHours(4));
        JsonObject before = server.visitor("operator").json(path);
        counters(RunningServer.NOW.minus(Duration.ofHours(4)), 4);

        JsonObject after = server.visitor("operator").json(path);

        assertThat(before.getJsonArray("points").getJsonObject(2).getDouble("consumption"))
                .isZero();
        assertThat(after.getJsonArray("points").getJsonObject(2).getDouble("consumption"))
                .isEqualTo(700);
    }

    @Test
    void balance_region_isWhatWasSuppliedAndLostNothing() throws Exception {
        counters(RunningServer.NOW.minus(Duration.ofHours(4)), 4);

        JsonObject balance = server.visitor("admin")
                .json("/energy/balance?step=1h&from=" + RunningServer.NOW.minus(Duration.ofHours(4)));

        JsonObject hour = balance.getJsonArray("points").getJsonObject(1);
        assertThat(balance.getString("id")).isEqualTo("region");
        assertThat(hour.getDouble("consumption")).isEqualTo(500 + 4_000 - 3_700);
        assertThat(hour.getValue("losses")).isNull();
    }

    @Test
    void site_home_saysWhatTodayCosts() throws Exception {
        // local midnight of the day is 20:00 UTC, and the month began with it
        counters(Instant.parse("2026-05-31T20:00:00Z"), 16);

        JsonObject site = server.visitor("resident").json("/sites/aghali/home-001");

        JsonObject today = site.getJsonObject("energy_today");
        assertThat(today.getDouble("import")).isCloseTo(4_800, within(1.0));
        assertThat(today.getDouble("export")).isCloseTo(1_600, within(1.0));
        assertThat(today.getDouble("production")).isCloseTo(8_000, within(1.0));
        assertThat(today.getDouble("consumption")).isCloseTo(11_200, within(1.0));
        assertThat(today.getJsonObject("cost").getDouble("amount")).isEqualTo(0.4);
        assertThat(today.getJsonObject("cost").getInteger("block")).isEqualTo(1);
        assertThat(site.getDouble("water_today")).isCloseTo(0.32, within(0.001));
        assertThat(site.getJsonArray("devices").size()).isEqualTo(3);
    }

    @Test
    void export_device_isCsvWithMilliseconds() throws Exception {
        Instant time = RunningServer.NOW.minusMillis(1_500);
        server.arrive(List.of(
                SampleVillage.reading("aghali/home-001/meter/active_power", time, 512.25),
                SampleVillage.reading("aghali/home-001/meter/energy_import", time, 12_345_678_901.0)));

        HttpResponse<String> csv = server.visitor("resident")
                .get("/export?device=aghali/home-001/meter&from=" + time + "&to=" + RunningServer.NOW);

        assertThat(csv.headers().firstValue("content-type")).contains("text/csv; charset=utf-8");
        assertThat(csv.body()).isEqualTo("""
                device,metric,time,value,quality
                aghali/home-001/meter,active_power,2026-06-01T11:59:58.500Z,512.25,good
                aghali/home-001/meter,energy_import,2026-06-01T11:59:58.500Z,12345678901,good
                """);
    }

    @Test
    void export_manyReadings_areAllThereInOrder() throws Exception {
        List<Reading> readings = new ArrayList<>();
        Instant from = RunningServer.NOW.minus(Duration.ofDays(5));
        for (int i = 0; i < 30_000; i++) {
            readings.add(SampleVillage.reading("aghali/home-002/meter/active_power", from.plusSeconds(14L * i), i));
        }
        server.arrive(readings);

        String csv = server.visitor("operator")
                .get("/export?settlement=aghali&metric=active_power&from=" + from + "&to=" + RunningServer.NOW)
                .body();

        List<String> lines = csv.lines().skip(1).toList();
        assertThat(lines).hasSize(30_000).isSorted();
        assertThat(lines.get(29_999)).contains(",29999,good");
    }

    @Test
    void export_yearsOfNothing_costFewQuestionsToTheStore() throws Exception {
        String power = "aghali/home-003/meter/active_power";
        server.arrive(List.of(
                SampleVillage.reading(power, RunningServer.NOW.minus(Duration.ofDays(2_000)), 1),
                SampleVillage.reading(power, RunningServer.NOW.minus(Duration.ofDays(1)), 2)));
        int before = server.questions.get();

        String csv = server.visitor("operator")
                .get("/export?device=aghali/home-003/meter&step=raw&from="
                        + RunningServer.NOW.minus(Duration.ofDays(3_650)) + "&to=" + RunningServer.NOW)
                .body();

        assertThat(csv.lines().skip(1)).map(line -> line.split(",", -1)[3]).containsExactly("1", "2");
        assertThat(server.questions.get() - before).isLessThan(20);
    }

    @Test
    void quarantine_replayed_isSentAgainWholeAndGone() throws Exception {
        byte[] payload = "{\"active_power\":\"x\"}".getBytes(StandardCharsets.UTF_8);
        quarantine("village/aghali/home-001/meter/telemetry", payload, Optional.of("aghali/home-001/meter"));
        RunningServer.Visitor engineer = server.visitor("engineer");
        JsonObject item = engineer.json("/quarantine").getJsonArray("items").getJsonObject(0);

        server.refuseReplay = Optional.of("still not a number");
        HttpResponse<String> refused = engineer.post("/quarantine/" + item.getInteger("id") + "/replay", "{}");
        server.refuseReplay = Optional.empty();
        HttpResponse<String> taken = engineer.post("/quarantine/" + item.getInteger("id") + "/replay", "{}");

        assertThat(item.getString("payload_utf8")).isEqualTo("{\"active_power\":\"x\"}");
        assertThat(item.getString("reason")).isEqualTo("not_a_number");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("still not a number");
        assertThat(taken.statusCode()).isEqualTo(204);
        assertThat(server.replayed)
                .singleElement()
                .satisfies(it -> assertThat(it.payload()).isEqualTo(payload));
        assertThat(engineer.json("/quarantine").getJsonArray("items").size()).isZero();
    }

    private void quarantine(String topic, byte[] payload, Optional<String> device) throws Exception {
        server.onPipeline(() -> server.quarantine.add(
                new Message(topic, payload, RunningServer.NOW, false),
                "native",
                new Decoded.Rejected(
                        device.flatMap(DeviceId::parse), Decoded.Reason.NOT_A_NUMBER, "active_power is not a number")));
        done(server.quarantine.flush());
    }

    @Test
    void inbox_unregisteredDevice_isShownWithItsValues() throws Exception {
        server.arrive(List.of(SampleVillage.reading("inbox/tasmota/lamp-7/active_power", RunningServer.NOW, 9)));

        JsonObject item =
                server.visitor("admin").json("/inbox").getJsonArray("items").getJsonObject(0);

        assertThat(item.getString("id")).isEqualTo("inbox/tasmota/lamp-7");
        assertThat(item.getString("convention")).isEqualTo("tasmota");
        assertThat(item.getJsonArray("metrics").getJsonObject(0).getDouble("value"))
                .isEqualTo(9);
    }

    @Test
    void token_readOnlyOfOneSettlement_readsThatAndChangesNothing() throws Exception {
        HttpResponse<String> made = server.visitor("admin")
                .post("/tokens", "{\"title\":\"report\",\"days\":1,\"settlements\":[\"zabukh\"]}");
        String token = new JsonObject(made.body()).getString("token");
        String[] bearer = {"Authorization", "Bearer " + token, "Content-Type", JSON};

        assertThat(server.get("/api/v1/devices/zabukh/home-001/meter", bearer).statusCode())
                .isEqualTo(200);
        assertThat(server.get("/api/v1/devices/aghali/home-001/meter", bearer).statusCode())
                .isEqualTo(404);
        assertThat(server.get("/api/v1/audit", bearer).statusCode()).isEqualTo(403);
        assertThat(server.send("POST", "/api/v1/tokens", "{\"title\":\"more\"}", bearer)
                        .statusCode())
                .isEqualTo(403);
        server.clock.advance(Duration.ofDays(2));
        assertThat(server.get("/api/v1/devices/zabukh/home-001/meter", bearer).statusCode())
                .isEqualTo(401);
    }

    @Test
    void token_removed_isNotGoodAnyMore() throws Exception {
        RunningServer.Visitor operator = server.visitor("operator");
        JsonObject made = new JsonObject(
                operator.post("/tokens", "{\"title\":\"report\"}").body());
        String[] bearer = {"Authorization", "Bearer " + made.getString("token")};
        assertThat(server.get("/api/v1/settlements", bearer).statusCode()).isEqualTo(200);

        assertThat(server.visitor("crew")
                        .send("DELETE", "/api/v1/tokens/" + made.getString("id"), "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(operator.send("DELETE", "/api/v1/tokens/" + made.getString("id"), "")
                        .statusCode())
                .isEqualTo(204);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> server.get("/api/v1/settlements", bearer).statusCode() == 401);
    }

    @Test
    void account_replaced_signsOutAndTakesItsNewScope() throws Exception {
        RunningServer.Visitor operator = server.visitor("operator");
        server.clock.advance(Duration.ofSeconds(1));

        HttpResponse<String> replaced = server.visitor("admin")
                .send("PUT", "/api/v1/accounts/operator", "{\"role\":\"operator\",\"settlements\":[\"zabukh\"]}");

        assertThat(replaced.statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> operator.get("/settlements").statusCode() == 401);
        assertThat(server.visitor("operator").get("/settlements").body())
                .contains("zabukh")
                .doesNotContain("aghali");
    }

    @Test
    void account_removedByAdministratorThemselves_isRefused() throws Exception {
        assertThat(server.visitor("admin")
                        .send("DELETE", "/api/v1/accounts/admin", "")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void audit_readOfAHouseholdAndChange_areThereOfTheResidentNot() throws Exception {
        server.arrive(List.of(SampleVillage.reading("aghali/home-001/meter/active_power", RunningServer.NOW, 9)));
        for (String reader : List.of("resident", "operator")) {
            assertThat(server.visitor(reader)
                            .get("/devices/aghali/home-001/meter/latest")
                            .statusCode())
                    .isEqualTo(200);
        }
        String account = "{\"username\":\"new\",\"role\":\"crew\",\"password\":\"long enough\"}";
        assertThat(server.visitor("admin").post("/accounts", account).statusCode())
                .isEqualTo(200);

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            List<String> lines = server.visitor("admin").json("/audit").getJsonArray("items").stream()
                    .map(it -> (JsonObject) it)
                    .map(it -> it.getString("who")
                            + ' '
                            + it.getString("action")
                            + ' '
                            + it.getString("target")
                            + ' '
                            + it.getString("detail"))
                    .toList();
            assertThat(lines)
                    .contains("operator GET /devices/{settlement}/{site}/{device}/latest aghali/home-001 household")
                    .noneMatch(it -> it.startsWith("resident GET"))
                    .anyMatch(it -> it.startsWith("admin POST /accounts") && it.contains("\"***\""))
                    .noneMatch(it -> it.contains("long enough"));
        });
    }
}
