package az.ocaq.web;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.access.SignedLinks;
import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.Priority;
import az.ocaq.alarm.PublicWarning;
import io.vertx.core.json.JsonObject;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Silences, links of messages, public warnings and rules read again, over HTTP. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AlarmActsTest {
    private RunningServer server;
    private RunningServer.Visitor operator;
    private RunningServer.Visitor engineer;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = new RunningServer(directory);
        operator = server.visitor("operator");
        engineer = server.visitor("engineer");
        server.onPipeline(() -> server.desk.put(MemoryDesk.alarm(1, "aghali/home-001/meter", "electricity")));
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Test
    void silence_ofASite_coversWhatItFeeds() throws Exception {
        HttpResponse<String> answer =
                operator.post("/silences", "{\"site\":\"aghali/feeder-1\",\"duration\":\"PT1H\",\"reason\":\"works\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getJsonObject("match").encode())
                .contains("\"settlement\":[\"aghali\"]", "\"feeder\":[\"aghali/feeder-1\"]");
        assertThat(server.desk.acts).anyMatch(it -> it.startsWith("operator plan silence"));
    }

    @Test
    void silence_previewed_isNotPlanned() throws Exception {
        HttpResponse<String> answer =
                engineer.post("/maintenance", "{\"match\":{\"rule\":\"x\"},\"duration\":\"PT1H\",\"dry_run\":true}");

        assertThat(new JsonObject(answer.body()).getInteger("covers")).isEqualTo(1);
        assertThat(server.desk.acts).noneMatch(it -> it.startsWith("engineer plan"));
    }

    @Test
    void silence_wrongBody_saysWhatIsWrong() throws Exception {
        assertThat(operator.post("/silences", "{\"match\":{\"rule\":7},\"duration\":\"PT1H\",\"reason\":\"r\"}")
                        .body())
                .contains("rule must be a text");
        assertThat(operator.post("/silences", "{\"match\":{\"rule\":\"x\"},\"reason\":\"r\"}")
                        .body())
                .contains("until or duration is missing");
        assertThat(operator.post("/silences", "{\"site\":\"aghali/nowhere\",\"duration\":\"PT1H\",\"reason\":\"r\"}")
                        .body())
                .contains("site must be");
    }

    @Test
    void link_opened_changesNothing_pressed_acknowledgesThatOccurrenceOnly() throws Exception {
        SignedLinks links = RunningServer.await(SignedLinks.open(server.database));
        String good = "/ack/" + links.token(target(1, 2, "operator", 60)) + "?lang=en";

        assertThat(server.get(good).body()).contains("<form method=\"post\">", "Low voltage");
        assertThat(server.desk.acts).noneMatch(it -> it.equals("operator acknowledge"));
        assertThat(server.send("POST", "/ack/" + links.token(target(1, 1, "operator", 60)) + "?lang=en", "")
                        .body())
                .contains("raised again since");
        assertThat(server.send("POST", "/ack/" + links.token(target(1, 2, "gone", 60)) + "?lang=en", "")
                        .body())
                .contains("no longer good");
        assertThat(server.send("POST", "/ack/" + links.token(target(1, 2, "operator", -1)) + "?lang=en", "")
                        .body())
                .contains("no longer good");
        assertThat(server.send("POST", good.replace("?", "x?"), "").body()).contains("no longer good");
        assertThat(server.desk.acts).noneMatch(it -> it.equals("operator acknowledge"));

        assertThat(server.send("POST", good, "").body()).contains("Acknowledged");
        assertThat(server.desk.acts).contains("operator acknowledge");
    }

    @Test
    void cap_alertUpdateAndCancel_areValidAndReferToEachOther() throws Exception {
        Alarm alarm = MemoryDesk.alarm(9, "aghali/water/tank", "water");
        server.desk.warnings.add(new PublicWarning(
                alarm,
                List.of(
                        step(PublicWarning.Kind.ALERT, 0, Priority.HIGH),
                        step(PublicWarning.Kind.UPDATE, 10, Priority.CRITICAL),
                        step(PublicWarning.Kind.CANCEL, 60, Priority.CRITICAL))));

        String feed = server.get("/api/v1/cap").body();
        String alert = server.get("/api/v1/cap/ocaq-9-2-1").body();
        String update = server.get("/api/v1/cap/ocaq-9-2-2").body();
        String cancel = server.get("/api/v1/cap/ocaq-9-2-3").body();

        for (String document : List.of(alert, update, cancel)) {
            validate(document);
        }
        assertThat(feed).contains("/api/v1/cap/ocaq-9-2-1", "/api/v1/cap/ocaq-9-2-3");
        assertThat(alert)
                .contains("<msgType>Alert</msgType>", "<sent>2026-06-01T14:00:00+04:00</sent>", "<severity>Severe<")
                .contains("<language>az</language>", "<language>ru</language>", "<language>en</language>")
                .doesNotContain("<references>");
        assertThat(update)
                .contains("<msgType>Update</msgType>", "<severity>Extreme<", ",ocaq-9-2-1,2026-06-01T14:00:00+04:00");
        assertThat(cancel)
                .contains("<msgType>Cancel</msgType>", "<responseType>AllClear<", "ocaq-9-2-1,", "ocaq-9-2-2,");
        assertThat(server.get("/api/v1/cap/ocaq-9-2-4").statusCode()).isEqualTo(404);
    }

    @Test
    void reload_brokenFile_isAnsweredWithFileAndLine() throws Exception {
        HttpResponse<String> answer = engineer.post("/rules/reload", "{}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("alarms/water.yaml:3");
    }

    @Test
    void push_subscription_mustBeABrowsers() throws Exception {
        assertThat(operator.json("/push").getString("key")).hasSize(87);
        assertThat(operator.post(
                                "/push",
                                "{\"endpoint\":\"http://127.0.0.1:1/x\",\"p256dh\":\"AAAA\",\"auth\":\"AAAA\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    private SignedLinks.Target target(long alarm, int occurrence, String account, long seconds) {
        return new SignedLinks.Target(
                alarm, occurrence, account, server.clock.instant().plusSeconds(seconds));
    }

    private static PublicWarning.Step step(PublicWarning.Kind kind, long minutes, Priority priority) {
        return new PublicWarning.Step(kind, MemoryDesk.RAISED.plus(Duration.ofMinutes(minutes)), priority);
    }

    private static void validate(String document) throws Exception {
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(Objects.requireNonNull(AlarmActsTest.class.getResource("cap-1.2-rules.xsd")))
                .newValidator()
                .validate(new StreamSource(new StringReader(document)));
    }
}
