package az.ocaq.web;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.access.SignedLinks;
import az.ocaq.alarm.Alarm;
import az.ocaq.database.OperationalDatabase;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Silences, links of messages, public warnings and rules read again, over HTTP. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init") // it does not know of what runs before an invocation of a parameterized class
final class AlarmActsTest {
    /** When the server starts, in its village. */
    private static final String SENT = "2026-06-01T16:00:00+04:00";

    @Parameter
    private OperationalDatabase kind = OperationalDatabase.H2;

    private RunningServer server;
    private RunningServer.Visitor operator;
    private RunningServer.Visitor engineer;
    private long alarm;

    // not before all: both kinds of database share the instance, and what is done before all is done once
    @BeforeParameterizedClassInvocation(injectArguments = false)
    void start(@TempDir Path directory) throws Exception {
        server = RunningServer.on(kind, directory.resolve(kind.name()));
        operator = server.visitor("operator");
        engineer = server.visitor("engineer");
        alarm = server.lowVoltageTwice("aghali/home-001/meter").id();
    }

    @AfterParameterizedClassInvocation
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
        assertThat(operator.json("/silences").encode()).contains("\"reason\":\"works\"");
    }

    @Test
    void silence_weekly_isPlannedAndTold_wrongOneSaysWhatIsWrong() throws Exception {
        String body = "{\"match\":{\"settlement\":\"aghali\"},\"duration\":\"PT1440H\",\"reason\":\"r\",\"weekly\":%s}";
        HttpResponse<String> answer = operator.post(
                "/silences", body.formatted("{\"days\":[\"sat\",\"mon\"],\"start\":\"22:00\",\"end\":\"24:00\"}"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getJsonObject("weekly").encode())
                .isEqualTo("{\"days\":[\"mon\",\"sat\"],\"start\":\"22:00\",\"end\":\"00:00\"}");
        assertThat(operator.post("/silences", body.formatted("{\"days\":[\"x\"],\"start\":\"1:00\"}"))
                        .body())
                .contains("'x' must be one of mon");
        assertThat(operator.post("/silences", body.formatted("\"mondays\"")).body())
                .contains("weekly must be an object");
    }

    @Test
    void shelve_once_needsNoDuration_otherwiseOneIsNeeded() throws Exception {
        HttpResponse<String> shelved =
                operator.post("/alarms/" + alarm + "/shelve", "{\"once\":true,\"reason\":\"known\"}");
        HttpResponse<String> shown = operator.post("/alarms/" + alarm + "/unshelve", "{}");

        assertThat(shelved.body()).contains("SHLVD");
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(operator.post("/alarms/" + alarm + "/shelve", "{\"reason\":\"known\"}")
                        .body())
                .contains("duration is missing");
    }

    @Test
    void assign_whoDoesNotReachTheAlarm_isRefused_andSaysWhoMayBeNamed() throws Exception {
        String path = "/alarms/" + alarm + "/assign";
        for (String nobody : List.of("resident", "crew:water", "crew:nothing", "operater")) {
            HttpResponse<String> refused = operator.post(path, "{\"assignee\":\"" + nobody + "\"}");
            assertThat(refused.statusCode()).as(nobody).isEqualTo(400);
            assertThat(refused.body()).contains("/alarms/{alarm}/assignees");
        }
        assertThat(operator.json("/alarms/" + alarm).getString("assignee")).isNull();
        assertThat(operator.post(path, "{\"assignee\":\"crew:electricity\"}").statusCode())
                .isEqualTo(200);
        assertThat(operator.json("/alarms/" + alarm).getString("assignee")).isEqualTo("crew:electricity");
    }

    @Test
    void acknowledge_byManyAtOnce_countsOnce_andNobodyIsRefused() throws Exception {
        long contested = server.lowVoltageTwice("aghali/home-004/meter").id();
        List<RunningServer.Visitor> people = List.of(operator, engineer);
        List<Callable<Integer>> acts = IntStream.range(0, 20)
                .<Callable<Integer>>mapToObj(number -> () -> people.get(number % people.size())
                        .post(
                                "/alarms/" + contested + "/acknowledge",
                                "{\"id\":\"act-number-" + number / 2 + "\",\"occurrence\":2}")
                        .statusCode())
                .toList();
        ExecutorService clients = Executors.newFixedThreadPool(acts.size());
        try {
            for (var answer : clients.invokeAll(acts)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        } finally {
            clients.shutdown();
        }

        assertThat(operator.json("/alarms/" + contested + "/journal").getJsonArray("journal").stream()
                        .map(it -> ((JsonObject) it).getString("kind"))
                        .filter("acknowledged"::equals))
                .hasSize(1);
    }

    @Test
    void head_isAnsweredAsGet_withoutABody() throws Exception {
        for (String path : List.of("/health/ready", "/health/live", "/metrics", "/", "/api/v1/cap", "/ack/none")) {
            HttpResponse<String> answer = server.send("HEAD", path, "");
            assertThat(answer.statusCode()).as(path).isEqualTo(server.get(path).statusCode());
            assertThat(answer.body()).isEmpty();
        }
        assertThat(operator.send("HEAD", "/api/v1/alarms", "").statusCode()).isEqualTo(200);
        assertThat(server.send("HEAD", "/api/v1/alarms", "").statusCode()).isEqualTo(401);
    }

    @Test
    void deadLetters_areListedAndTriedAgain_unknownOnesAreNot() throws Exception {
        int dead = server.database.transactBlocking(
                handle -> handle.execute("UPDATE outbox SET state = 'dead', last_error = 'telegram answers 403'"));
        assertThat(dead).isPositive();

        JsonObject letter = operator.json("/dead-letters").getJsonArray("items").getJsonObject(0);
        assertThat(letter.encode()).contains("telegram answers 403", "\"alarms\":[" + alarm + "]");
        String retry = "/dead-letters/" + letter.getLong("id") + "/retry";

        assertThat(operator.post(retry, "{}").body()).contains("pending");
        assertThat(operator.post(retry, "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void silence_previewed_isNotPlanned() throws Exception {
        HttpResponse<String> answer = engineer.post(
                "/maintenance", "{\"match\":{\"rule\":\"voltage_low\"},\"duration\":\"PT1H\",\"dry_run\":true}");

        assertThat(new JsonObject(answer.body()).getInteger("covers")).isEqualTo(1);
        assertThat(engineer.json("/maintenance").getJsonArray("items")).isEmpty();
    }

    @Test
    void silence_ofAllAreas_coversForWhoReadsItOnlyWhatIsInTheOwn() throws Exception {
        var unused = server.lowVoltageTwice("zabukh/home-001/meter");
        RunningServer.Visitor engineer = server.visitor("engineer");
        String everywhere = "{\"match\":{\"rule\":\"voltage_low\"},\"duration\":\"PT1H\",\"reason\":\"everywhere\"}";
        assertThat(engineer.post("/silences", everywhere).statusCode()).isEqualTo(200);
        String inAghali =
                "{\"match\":{\"rule\":\"voltage_low\",\"settlement\":\"aghali\"},\"duration\":\"PT1H\",\"dry_run\":true}";
        int all = covers(engineer);
        int own = new JsonObject(engineer.post("/silences", inAghali).body()).getInteger("covers");

        assertThat(own).isPositive().isLessThan(all);
        assertThat(covers(operator)).isEqualTo(own);
    }

    private static int covers(RunningServer.Visitor visitor) throws Exception {
        return visitor.json("/silences").getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(it -> it.getString("reason").equals("everywhere"))
                .findFirst()
                .orElseThrow()
                .getInteger("covers");
    }

    @Test
    void silence_previewedOutsideTheOwnArea_isRefusedAsItWouldBePlanned() throws Exception {
        String elsewhere =
                "{\"match\":{\"settlement\":\"shusha\"},\"duration\":\"PT1H\",\"reason\":\"r\",\"dry_run\":%s}";

        HttpResponse<String> previewed = operator.post("/silences", elsewhere.formatted(true));

        assertThat(previewed.statusCode()).isEqualTo(403);
        assertThat(previewed.body())
                .isEqualTo(
                        operator.post("/silences", elsewhere.formatted(false)).body());
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
        SignedLinks links = done(SignedLinks.open(server.database));
        String good = "/ack/" + links.token(target(2, "operator", 60)) + "?lang=en";

        assertThat(server.get(good).body()).contains("<form method=\"post\">", "Low voltage");
        assertThat(acknowledgedBy()).isNull();
        assertThat(server.send("POST", "/ack/" + links.token(target(1, "operator", 60)) + "?lang=en", "")
                        .body())
                .contains("raised again since");
        assertThat(server.send("POST", "/ack/" + links.token(target(2, "gone", 60)) + "?lang=en", "")
                        .body())
                .contains("no longer good");
        assertThat(server.send("POST", "/ack/" + links.token(target(2, "operator", -1)) + "?lang=en", "")
                        .body())
                .contains("no longer good");
        assertThat(server.send("POST", good.replace("?", "x?"), "").body()).contains("no longer good");
        assertThat(acknowledgedBy()).isNull();

        assertThat(server.send("POST", good, "").body()).contains("Acknowledged");
        assertThat(acknowledgedBy()).isEqualTo("operator");
    }

    private @Nullable String acknowledgedBy() throws Exception {
        return operator.json("/alarms/" + alarm).getString("acknowledged_by");
    }

    @Test
    void cap_alertUpdateAndCancel_areValidAndReferToEachOther() throws Exception {
        Alarm tank = level(40).get(0);
        server.clock.advance(Duration.ofMinutes(10));
        var unusedWorse = level(5);
        server.clock.advance(Duration.ofMinutes(50));
        var unusedOver = level(80);
        String identifier = "ocaq-" + tank.id() + "-1-";

        String feed = server.get("/api/v1/cap").body();
        String alert = server.get("/api/v1/cap/" + identifier + 1).body();
        String update = server.get("/api/v1/cap/" + identifier + 2).body();
        String cancel = server.get("/api/v1/cap/" + identifier + 3).body();

        for (String document : List.of(alert, update, cancel)) {
            validate(document);
        }
        assertThat(feed).contains("/api/v1/cap/" + identifier + 1, "/api/v1/cap/" + identifier + 3);
        assertThat(alert)
                .contains("<msgType>Alert</msgType>", "<sent>" + SENT + "</sent>", "<severity>Severe<")
                .contains("<language>az</language>", "<language>ru</language>", "<language>en</language>")
                .doesNotContain("<references>");
        assertThat(update).contains("<msgType>Update</msgType>", "<severity>Extreme<", "," + identifier + "1," + SENT);
        assertThat(cancel)
                .contains("<msgType>Cancel</msgType>", "<responseType>AllClear<", identifier + "1,", identifier + "2,");
        assertThat(server.get("/api/v1/cap/" + identifier + 4).statusCode()).isEqualTo(404);

        server.clock.advance(Duration.ofMinutes(10));
        var unusedAgain = level(5);
        assertThat(server.get("/api/v1/cap/" + identifier + 1).body()).isEqualTo(alert);
    }

    @Test
    void reload_brokenFile_isAnsweredWithFileAndLine() throws Exception {
        server.alarms.onReload(
                () -> Future.failedFuture(new IllegalArgumentException("alarms/water.yaml:3 op: unknown")));

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

    @Test
    void push_subscription_leadsToTheInternet_notToTheServersNeighbours() throws Exception {
        // the keys of RFC 8291, appendix A
        String browser =
                "{\"endpoint\":\"%s\",\"p256dh\":\"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7"
                        + "Vd8pZGH6SRpkNtoIAiw4\",\"auth\":\"BTBZMqHH6r4Tts7J_aSIgg\"}";
        for (String inside : List.of(
                "https://127.0.0.1/x",
                "https://10.0.0.5:8443/x",
                "https://[::1]/x",
                "https://2130706433/x",
                "https://localhost/x",
                "https://postgres/x",
                "https://nas.LOCAL/x",
                "https://evil.example@10.0.0.5/x")) {
            assertThat(operator.post("/push", browser.formatted(inside)).statusCode())
                    .as(inside)
                    .isEqualTo(400);
        }
        assertThat(operator.post("/push", browser.formatted("https://updates.push.services.mozilla.com/wpush/v2/x"))
                        .statusCode())
                .isEqualTo(204);
    }

    private SignedLinks.Target target(int occurrence, String account, long seconds) {
        return new SignedLinks.Target(
                alarm, occurrence, account, server.clock.instant().plusSeconds(seconds));
    }

    private List<Alarm> level(double percent) throws Exception {
        return server.changed(
                List.of(SampleVillage.reading("aghali/water/tank/tank_level", server.clock.instant(), percent)));
    }

    static void validate(String document) throws Exception {
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(Objects.requireNonNull(AlarmActsTest.class.getResource("cap-1.2-rules.xsd")))
                .newValidator()
                .validate(new StreamSource(new StringReader(document)));
    }
}
