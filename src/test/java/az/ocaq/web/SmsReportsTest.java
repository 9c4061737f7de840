package az.ocaq.web;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.alarm.Alarm;
import az.ocaq.database.OperationalDatabase;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the gateway for text messages says later, from its request to the delivery log and the fallback. */
@Timeout(120)
@ParameterizedClass
@EnumSource
final class SmsReportsTest {
    private static final String REPORTS = "/api/v1/sms-reports";
    private static final String NUMBER = "+994501234567";

    private final OperationalDatabase kind;
    private RunningServer server;
    private String key = "";
    private long alarm;

    SmsReportsTest(OperationalDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        server = RunningServer.on(kind, folder);
        Alarm raised = server.lowVoltageTwice("aghali/home-001/meter");
        alarm = raised.id();
        key = server.database.transactBlocking(handle -> {
            String found = handle.createQuery("SELECT message_key FROM outbox ORDER BY id DESC FETCH FIRST 1 ROW ONLY")
                    .mapTo(String.class)
                    .one();
            int rows = handle.createUpdate("UPDATE outbox SET state = 'sent'").execute()
                    + handle.createUpdate("INSERT INTO outbox_delivery (outbox_id, way, address, accepted_at, receipt)"
                                    + " SELECT id, 'sms', '" + NUMBER
                                    + "', :now, 'm-1' FROM outbox WHERE message_key = :key")
                            .bind("key", found)
                            .bind("now", server.clock.instant().atOffset(ZoneOffset.UTC))
                            .execute();
            assertThat(rows).isPositive();
            return found;
        });
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void report_delivered_isShownInTheLog_andAnOlderOneDoesNotUndoIt() throws Exception {
        assertThat(report("DELIVRD")).isEqualTo(204);
        assertThat(report("ACCEPTD")).isEqualTo(204);
        assertThat(report("UNDELIV")).isEqualTo(204);

        JsonObject shown = delivery();
        assertThat(shown.getString("state")).isEqualTo("sent");
        JsonObject report = shown.getJsonArray("reports").getJsonObject(0);
        assertThat(report.getString("state")).isEqualTo("delivered");
        assertThat(report.getString("detail")).isEqualTo("DELIVRD");
        assertThat(report.getString("address")).isEqualTo("…4567");
        assertThat(keys()).doesNotContain(key + "/fallback");
    }

    @Test
    void report_undeliverable_usesTheFallback_once() throws Exception {
        assertThat(report("UNDELIV")).isEqualTo(204);
        assertThat(report("UNDELIV")).isEqualTo(204);

        JsonObject shown = delivery();
        assertThat(shown.getString("state")).isEqualTo("dead");
        assertThat(shown.getString("error")).isEqualTo("sms: the gateway reports UNDELIV");
        assertThat(shown.getJsonArray("accepted")).isEmpty();
        assertThat(keys()).contains(key + "/fallback");
    }

    @Test
    void report_asForm_isRead() throws Exception {
        String form = "state=DELIVRD&ref=" + java.net.URLEncoder.encode(key + "/" + NUMBER, "UTF-8");
        assertThat(server.send(
                                "POST",
                                REPORTS + "?secret=s3cret",
                                form,
                                "Content-Type",
                                "application/x-www-form-urlencoded")
                        .statusCode())
                .isEqualTo(204);
        assertThat(delivery().getJsonArray("reports")).hasSize(1);
    }

    @Test
    void report_withoutTheSecret_orAboutNothing_isRefused() throws Exception {
        String body = body(key, "UNDELIV");
        assertThat(server.send("POST", REPORTS, body, "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.send("POST", REPORTS + "?secret=other", body, "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(body("nothing", "DELIVRD"))).isEqualTo(404);
        assertThat(send("{}")).isEqualTo(400);
        assertThat(delivery().getString("state")).isEqualTo("sent");
    }

    private int report(String status) throws Exception {
        return send(body(key, status));
    }

    private int send(String body) throws Exception {
        return server.send("POST", REPORTS + "?secret=s3cret", body, "Content-Type", "application/json")
                .statusCode();
    }

    private static String body(String key, String status) {
        return new JsonObject()
                .put("ref", key + "/" + NUMBER)
                .put("state", status)
                .encode();
    }

    private JsonObject delivery() throws Exception {
        return server.visitor("operator").json("/alarms/" + alarm + "/journal").getJsonArray("deliveries").stream()
                .map(JsonObject.class::cast)
                .filter(it -> it.getString("key").equals(key))
                .findFirst()
                .orElseThrow();
    }

    private List<String> keys() {
        return server.database.transactBlocking(handle -> handle.createQuery("SELECT message_key FROM outbox")
                .mapTo(String.class)
                .list());
    }
}
