package az.ocaq.web;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.measurement.Reading;
import io.vertx.core.json.JsonObject;
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

@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BacktestApiTest {
    private static final Instant START = RunningServer.NOW.minus(Duration.ofDays(1));
    private static final JsonObject RULE = new JsonObject()
            .put("id", "high")
            .put("kind", "threshold")
            .put("metric", "voltage_l1")
            .put("devices", new JsonObject().put("type", "household_meter"))
            .put("op", ">")
            .put("threshold", 253);

    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = new RunningServer(directory);
        List<Reading> readings = new ArrayList<>();
        for (int minute = 0; minute < 60; minute++) {
            double volts = minute >= 10 && minute < 15 ? 260 : 230;
            readings.add(SampleVillage.reading(
                    "aghali/home-001/meter/voltage_l1", START.plus(Duration.ofMinutes(minute)), volts));
        }
        server.arrive(readings);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    private static JsonObject question(Object rule) {
        return new JsonObject()
                .put("rule", rule)
                .put("from", START.toEpochMilli())
                .put("to", RunningServer.NOW.toString());
    }

    @Test
    void backtest_ofAnEngineer_isAnsweredWithOccurrencesByDevice() throws Exception {
        var answer = server.visitor("engineer")
                .post("/rules/backtest", question(RULE).encode());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonObject result = new JsonObject(answer.body());
        assertThat(result.getInteger("raised")).isEqualTo(1);
        assertThat(result.getInteger("short")).isZero();
        assertThat(result.getLong("stored_from")).isGreaterThanOrEqualTo(START.toEpochMilli());
        assertThat(result.getString("sentence")).startsWith("high would have raised 1 time in 1 day at 1 device,");
        assertThat(result.getJsonArray("devices").getJsonObject(0).getString("device"))
                .isEqualTo("aghali/home-001/meter");
        JsonObject occurrence = result.getJsonArray("occurrences").getJsonObject(0);
        assertThat(occurrence.getLong("from"))
                .isEqualTo(START.plus(Duration.ofMinutes(10)).toEpochMilli());
        assertThat(occurrence.getLong("seconds")).isEqualTo(300);
        assertThat(occurrence.getDouble("value")).isEqualTo(260);
    }

    @Test
    void backtest_ofTextWithAMistake_saysWhereItIs() throws Exception {
        var answer = server.visitor("engineer")
                .post(
                        "/rules/backtest",
                        question("high:\n  kind: threshold\n  metric: voltage_l1\n  op: '>'\n")
                                .encode());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(answer.body()).getString("detail")).contains("rule:2", "threshold");
    }

    @Test
    void backtest_ofAnOperator_isRefused() throws Exception {
        assertThat(server.visitor("operator")
                        .post("/rules/backtest", question(RULE).encode())
                        .statusCode())
                .isEqualTo(403);
    }
}
