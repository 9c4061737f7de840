package az.ocaq;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.access.Actor;
import az.ocaq.access.Role;
import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.mqtt.PublisherSettings;
import az.ocaq.web.MovableClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way from a device's message to people, in a running server whose clock the test moves: group, escalation,
 * repetition, digest, fallback, dead letter, acknowledgement by link, rules read again.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class AlarmToPersonTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String CREWS = """
            receiver: operators
            routes:
              - match: {utility: electricity}
                to: rota:electricity
            rotas:
              electricity:
                fallback: operators
                shifts: [{from: "08:00", to: "20:00", who: day-crew}]
            escalation: [{after: 15m, to: chief}]
            repeat: {every: 1h, max: 1}
            group: {by: [settlement, feeder], wait: 30s, interval: 5m, bypass_severity: critical}
            storm: {limit: 8, per: 10m, digest_every: 10m}
            """;

    private record Sent(String way, JsonObject body) {
        String text() {
            return body.getString("text", "");
        }
    }

    // 12:00 in Baku
    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T08:00:00Z"));
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Sent> sent = Collections.synchronizedList(new ArrayList<>());
    private volatile int telegramStatus = 200;
    private Path directory = Path.of("");
    private Village village;
    private MqttPublisher devices;
    private String cookie = "";
    private String csrf = "";

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        directory = folder;
        int port = done(vertx.createHttpServer()
                        .requestHandler(request -> request.body().onSuccess(body -> {
                            String way = request.path().startsWith("/bot") ? "telegram" : "sms";
                            boolean fails = way.equals("telegram") && telegramStatus != 200;
                            if (!fails) {
                                sent.add(new Sent(way, new JsonObject(body)));
                            }
                            var unused = request.response()
                                    .setStatusCode(fails ? telegramStatus : 200)
                                    .end(
                                            fails
                                                    ? "{\"ok\":false,\"error_code\":" + telegramStatus + "}"
                                                    : "{\"ok\":true,\"result\":{\"message_id\":" + sent.size() + "}}");
                        }))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        Files.createDirectories(directory.resolve("alarms"));
        Files.writeString(directory.resolve("alarms/load.yaml"), OverloadRule.HIGH);
        Files.writeString(directory.resolve("crews.yaml"), CREWS);
        Files.writeString(directory.resolve("contacts.yaml"), """
                sms: {url: "http://127.0.0.1:PORT/sms", body: '{"to":"{to}","text":"{text}"}'}
                telegram: {url: "http://127.0.0.1:PORT", token_env: BOT_TOKEN}
                contacts:
                  day-crew: {language: az, page: crew, account: elvin, telegram: "1", sms: "+994500000001", fallback: [sms], mqtt: true}
                  chief: {language: ru, telegram: "2"}
                  operators: {language: en, sms: "+994500000003"}
                """.replace("PORT", String.valueOf(port)));
        village = Village.start(
                Installation.load(
                        Path.of("config/ocaq.yaml"),
                        Map.of(
                                "OCAQ_DATA_DIR", directory.resolve("data").toString(),
                                "OCAQ_HTTP_PORT", "0",
                                "OCAQ_MQTT_PORT", String.valueOf(FreePort.find()),
                                "OCAQ_MQTT_ANONYMOUS", "true",
                                "OCAQ_ALARMS_DIR", directory.resolve("alarms").toString(),
                                "OCAQ_CREWS", directory.resolve("crews.yaml").toString(),
                                "OCAQ_CONTACTS",
                                        directory.resolve("contacts.yaml").toString(),
                                "BOT_TOKEN", "12:token"),
                        List.of("aghali")),
                clock,
                () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()), // it passes as the test moves it
                store -> {});
        Void unused = done(village.accounts()
                .create(
                        new Actor("elvin", Role.CREW, Set.of("aghali"), Set.of("electricity"), Optional.empty()),
                        "correct horse"));
        Void unusedToo = done(village.accounts()
                .create(new Actor("engineer", Role.ENGINEER, Set.of(), Set.of(), Optional.empty()), "correct horse"));
        devices = new MqttPublisher(vertx, PublisherSettings.of(village.brokerUrl(), "test-devices"));
        Void unusedConnected = done(devices.connect());
        signIn();
    }

    @AfterAll
    void stop() throws Exception {
        var unused = done(devices.close());
        village.close();
        var unusedToo = done(vertx.close());
    }

    @Test
    @Order(1)
    void twoHomesOfAFeeder_areOneMessage_thenEscalated_repeated_andAcknowledgedByTheLink() throws Exception {
        load("home-001", 9_500);
        load("home-002", 9_600);
        pass(Duration.ofSeconds(35));

        Sent group = one("telegram", "1");
        assertThat(group.text()).contains("Həyəcan", "Ağalı", "Həddən artıq yük");
        pass(Duration.ofMinutes(15));
        Sent escalated = one("telegram", "2");
        assertThat(escalated.text())
                .contains("Не принята", "Перегрузка", "Агалы", "С какого времени", "Важность: высокая");
        pass(Duration.ofMinutes(46));
        await().atMost(PATIENCE).until(() -> texts("telegram", "1").stream().anyMatch(it -> it.contains("Davam edir")));

        String text = texts("telegram", "1").stream()
                .filter(it -> it.contains("Davam edir"))
                .findFirst()
                .orElseThrow();
        Matcher link = Pattern.compile("http\\S+/ack/\\S+").matcher(text);
        assertThat(link.find()).isTrue();
        assertThat(page("GET", link.group())).contains("<form method=\"post\">", "Qəbul et");
        assertThat(states()).contains("UNACK");
        assertThat(page("POST", link.group())).contains("Qəbul edilib: elvin");
        assertThat(page("GET", link.group())).contains("Qəbul edilib: elvin").doesNotContain("<form");
        assertThat(page("POST", link.group().replace("/ack/", "/ack/x"))).doesNotContain("Qəbul edilib");
        assertThat(new JsonObject(retained()).getString("state")).isEqualTo("ACKED");
        assertThat(api("GET", "/quarantine", "").getJsonArray("items")).isEmpty();
    }

    /** What the broker keeps of the alarm that was acknowledged. */
    private String retained() throws Exception {
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        MqttClient client = new MqttClient(village.brokerUrl(), "test-reader", null);
        client.connect();
        client.subscribe(
                new MqttSubscription[] {new MqttSubscription("village/aghali/alarms/+", 1)},
                new IMqttMessageListener[] {
                    (topic, message) -> messages.add(new String(message.getPayload(), StandardCharsets.UTF_8))
                });
        String found = "";
        while (!found.contains("ACKED")) {
            found = Objects.requireNonNull(
                    messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "no alarm is acknowledged on its topic");
        }
        client.disconnect();
        client.close();
        return found;
    }

    @Test
    @Order(2)
    void anOldLink_neverAcknowledgesANewerOccurrence() throws Exception {
        String text = texts("telegram", "1").stream()
                .filter(it -> it.contains("/ack/"))
                .findFirst()
                .orElseThrow();
        Matcher link = Pattern.compile("http\\S+/ack/\\S+").matcher(text);
        assertThat(link.find()).isTrue();
        load("home-001", 1_000);
        load("home-002", 1_000);
        pass(Duration.ofSeconds(10));
        load("home-001", 9_900);
        load("home-002", 9_900);
        pass(Duration.ofSeconds(5));

        assertThat(page("POST", link.group())).contains("yenidən baş verib");
    }

    @Test
    @Order(3)
    void telegramBlocked_isADeadLetter_andTheFallbackTells() throws Exception {
        telegramStatus = 403;
        pass(Duration.ofSeconds(40));

        assertThat(one("sms", "+994500000001").text()).contains("Həyəcan");
        JsonObject why = api("GET", "/alarms/1/journal", "");
        assertThat(why.getJsonArray("deliveries").encode()).contains("\"state\":\"dead\"", "telegram answers 403");
        assertThat(why.getJsonArray("journal").encode()).contains("\"kind\":\"grouped\"");
        String metrics = http.send(
                        HttpRequest.newBuilder(village.address().resolve("/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(metrics).contains("ocaq_outbox_tries_total{result=\"failed\",way=\"telegram\"}");
        telegramStatus = 200;
    }

    @Test
    @Order(4)
    void manyAlarms_becomeANoticeAndADigest() throws Exception {
        clockToDay();
        for (int home = 10; home < 30; home++) {
            publish("home-0" + home, 9_700);
        }
        load("home-030", 9_700);
        pass(Duration.ofMinutes(28));

        await().atMost(PATIENCE).until(() -> texts("telegram", "2").stream().anyMatch(it -> it.contains("Сводка")));
    }

    @Test
    @Order(5)
    void aBrokenRule_isNamedAndChangesNothing_aMendedOneIsJudgedAtOnce() throws Exception {
        Path file = directory.resolve("alarms/load.yaml");
        Files.writeString(file, OverloadRule.HIGH.replace("threshold: 9", "threshold: nine"));
        String refused = api("POST", "/rules/reload", "{}").encode();
        assertThat(refused).contains("load.yaml:7", "threshold");
        assertThat(states()).contains("UNACK");

        Files.writeString(file, OverloadRule.HIGH.replace("threshold: 9", "threshold: 50"));
        assertThat(api("POST", "/rules/reload", "{}").getInteger("rules")).isEqualTo(1);
        await().atMost(PATIENCE).until(() -> !states().contains("UNACK"));
    }

    private void clockToDay() {
        // the same morning hour of the next day: on shift, and every limit of messages forgotten
        clock.advance(Duration.ofHours(22));
    }

    private void load(String home, double watts) throws Exception {
        publish(home, watts);
        await().atMost(PATIENCE)
                .until(() -> api("GET", "/devices/aghali/" + home + "/meter/latest", "")
                        .encode()
                        .contains(String.valueOf(watts)));
    }

    private void publish(String home, double watts) throws Exception {
        JsonObject message = new JsonObject().put("active_power", watts);
        Void unused = done(devices.publish(
                "village/aghali/" + home + "/meter/telemetry",
                message.encode().getBytes(StandardCharsets.UTF_8),
                false));
    }

    /** Lets time pass in steps that the server's own ticks can follow. */
    private void pass(Duration time) throws Exception {
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            clock.advance(Duration.ofSeconds(
                    Math.min(60, Duration.between(clock.instant(), end).toSeconds())));
            Thread.onSpinWait();
        }
        // two ticks: alarms, then the outbox
        Object unused = done(Future.future(promise -> vertx.setTimer(2_500, it -> promise.complete())));
    }

    private Sent one(String way, String to) {
        await().atMost(PATIENCE).until(() -> !to(way, to).isEmpty());
        return to(way, to).get(0);
    }

    private List<Sent> to(String way, String to) {
        synchronized (sent) {
            return sent.stream()
                    .filter(it -> it.way().equals(way)
                            && to.equals(String.valueOf(it.body().getValue(way.equals("sms") ? "to" : "chat_id"))))
                    .toList();
        }
    }

    private List<String> texts(String way, String to) {
        return to(way, to).stream().map(Sent::text).toList();
    }

    private String states() throws Exception {
        return api("GET", "/alarms", "").getJsonArray("items").encode();
    }

    private String page(String method, String url) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create(url))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void signIn() throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(village.address().resolve("/api/v1/session"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"username\":\"engineer\",\"password\":\"correct horse\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        cookie = answer.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
        csrf = new JsonObject(answer.body()).getString("csrf");
    }

    private JsonObject api(String method, String path, String body) throws Exception {
        for (int i = 0; ; i++) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(village.address().resolve("/api/v1" + path))
                            .header("Cookie", cookie)
                            .header("X-CSRF-Token", csrf)
                            .header("Content-Type", "application/json")
                            .method(
                                    method,
                                    body.isEmpty()
                                            ? HttpRequest.BodyPublishers.noBody()
                                            : HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 401 || i > 0) {
                return new JsonObject(answer.body());
            }
            // the clock has moved beyond the session's time
            signIn();
        }
    }
}
