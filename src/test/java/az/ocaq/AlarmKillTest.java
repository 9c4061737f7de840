package az.ocaq;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import az.ocaq.database.PostgresServer;
import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.mqtt.PublisherSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the server while alarms are raised and cleared, and while what it says of them is on its way. */
@EnabledIf("az.ocaq.MosquittoServer#isThere")
@Timeout(1_200)
final class AlarmKillTest {
    private static final int EDGES = 1 + Integer.getInteger("ocaq.test.kills", 3);
    private static final int HOMES = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String CREWS = "receiver: desk\nflap: {count: 1000, window: 1m, quiet: 5m}\n";

    /** What the receiver got: in the header and in the text. */
    private record Received(String key, String body) {
        /** All but how the alarm is now. */
        JsonObject unchanging() {
            JsonObject json = new JsonObject(body);
            json.remove("state");
            return json;
        }
    }

    @TempDir
    Path directory;

    private final Queue<Received> received = new ConcurrentLinkedQueue<>();

    @Test
    void alarms_serverKilledAgainAndAgain_areToldEachOnce() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (MosquittoServer mosquitto =
                MosquittoServer.start(Files.createDirectories(directory.resolve("mosquitto")))) {
            Map<String, String> settings = settings(mosquitto.url(), listen(vertx));
            MqttPublisher devices = new MqttPublisher(vertx, PublisherSettings.of(mosquitto.url(), "devices"));
            Void unusedConnected = done(devices.connect());
            for (int edge = 0; edge < EDGES; edge++) {
                try (ServerProcess server = ServerProcess.start(directory.resolve("data"), settings)) {
                    awaitTold(server, edge - 1);
                    publish(devices, edge);
                    // each time at another point between the reading and the last message about it
                    int enough = edge * HOMES + edge * 23 % HOMES;
                    Awaitility.await().atMost(PATIENCE).until(() -> stories().size() >= enough);
                    server.kill();
                }
            }
            try (ServerProcess last = ServerProcess.start(directory.resolve("data"), settings)) {
                awaitTold(last, EDGES - 1);
            }
            Void unusedClosed = done(devices.close());
        } finally {
            done(vertx.close());
        }

        assertThat(stories()).isEqualTo(expected(EDGES - 1));
        Set<String> keys = received.stream().map(Received::key).collect(Collectors.toSet());
        System.out.println(EDGES + " kills: " + received.size() + " deliveries of " + keys.size() + " messages");
        assertThat(keys).as("what comes again has the key that it had").hasSize(EDGES * HOMES);
        assertThat(received.stream().map(Received::unchanging).distinct())
                .as("and says the same")
                .hasSize(keys.size());
        assertThat(received)
                .allSatisfy(it -> assertThat(it.key()).isEqualTo(new JsonObject(it.body()).getString("key")));
    }

    /** Two servers on one database: one works; when it stands still the other one does, and the first one ends at its next act. */
    @Test
    @EnabledIf("az.ocaq.database.PostgresServer#isThere")
    void alarms_serverFrozen_standbyTakesOver_areToldEachOnce() throws Exception {
        Vertx vertx = Vertx.vertx();
        PostgresServer postgres = PostgresServer.start();
        try (MosquittoServer mosquitto =
                MosquittoServer.start(Files.createDirectories(directory.resolve("mosquitto")))) {
            Map<String, String> settings = new HashMap<>(settings(mosquitto.url(), listen(vertx)));
            settings.put("OCAQ_DATABASE_URL", postgres.jdbcUrl());
            MqttPublisher devices = new MqttPublisher(vertx, PublisherSettings.of(mosquitto.url(), "devices"));
            Void unusedConnected = done(devices.connect());
            try (ServerProcess first = ServerProcess.start(directory.resolve("first"), settings)) {
                assertThatThrownBy(() -> ServerProcess.start(directory.resolve("uninvited"), settings))
                        .hasMessageContaining("the database " + postgres.jdbcUrl() + " is in use: the Ocaq on ");
                settings.put("OCAQ_DATABASE_STANDBY", "true");
                try (ServerProcess second = ServerProcess.launch(directory.resolve("second"), settings)) {
                    publish(devices, 0);
                    awaitTold(first, 0);
                    Awaitility.await().atMost(PATIENCE).until(() -> first.metric("ocaq_outbox_pending") == 0);
                    Awaitility.await()
                            .atMost(PATIENCE)
                            .until(() -> second.said().contains("standby state=waiting"));

                    first.freeze();
                    publish(devices, 1);
                    second.awaitRunning();
                    awaitTold(second, 1);
                    first.goOn();
                    first.awaitEnd();
                    assertThat(first.status()).isEqualTo(1);
                    assertThat(first.said()).contains("another server has taken over the database");

                    publish(devices, 2);
                    awaitTold(second, 2);
                }
            }
            Void unusedClosed = done(devices.close());
        } finally {
            postgres.stop();
            done(vertx.close());
        }

        assertThat(stories()).isEqualTo(expected(2));
        assertThat(received.stream().map(Received::key)).hasSize(3 * HOMES).doesNotHaveDuplicates();
    }

    private void awaitTold(ServerProcess server, int edge) {
        Set<String> all = expected(edge);
        Awaitility.await().atMost(PATIENCE).until(() -> stories().containsAll(all) || !server.isAlive());
    }

    /** Every home goes beyond the limit, or back. */
    private static void publish(MqttPublisher devices, int edge) throws Exception {
        byte[] payload =
                ("{\"active_power\": " + (edge % 2 == 0 ? 11_000 : 400) + "}").getBytes(StandardCharsets.UTF_8);
        List<Future<Void>> published = new ArrayList<>();
        for (int home = 1; home <= HOMES; home++) {
            published.add(devices.publish("village/aghali/home-%03d/meter/telemetry".formatted(home), payload, false));
        }
        var unused = done(Future.all(published));
    }

    /** What is to be told of all homes up to an edge. */
    private static Set<String> expected(int last) {
        Set<String> expected = new TreeSet<>();
        for (int edge = 0; edge <= last; edge++) {
            for (int home = 1; home <= HOMES; home++) {
                String kind = edge % 2 == 0 ? "raised" : "cleared";
                expected.add("aghali/home-%03d/meter %d %s".formatted(home, edge / 2 + 1, kind));
            }
        }
        return expected;
    }

    /** What the receiver knows now. */
    private Set<String> stories() {
        return received.stream()
                .map(it -> new JsonObject(it.body()))
                .map(it -> it.getJsonObject("labels").getString("device") + " " + it.getInteger("occurrence") + " "
                        + it.getString("kind"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private int listen(Vertx vertx) throws Exception {
        return done(vertx.createHttpServer()
                        .requestHandler(request -> request.body().onSuccess(body -> {
                            received.add(new Received(request.getHeader("Idempotency-Key"), body.toString()));
                            // kills are to find messages under way
                            vertx.setTimer(20, late -> request.response().end());
                        }))
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    private Map<String, String> settings(String broker, int port) throws IOException {
        Path alarms = Files.createDirectories(directory.resolve("alarms"));
        Files.writeString(alarms.resolve("load.yaml"), OverloadRule.with("priority: critical", "ack_required: false"));
        Files.writeString(directory.resolve("webhook-secret"), "a secret that is long enough");
        Path crews = Files.writeString(directory.resolve("crews.yaml"), CREWS);
        Path contacts = Files.writeString(directory.resolve("contacts.yaml"), """
                contacts:
                  desk: {language: en, webhook: "http://127.0.0.1:%d/alarms", webhook_secret_file: webhook-secret}
                """.formatted(port));
        return Map.of(
                "OCAQ_PUBLIC_URL", "https://ocaq.example.az",
                "OCAQ_MQTT_URL", broker,
                "OCAQ_ALARMS_DIR", alarms.toString(),
                "OCAQ_CREWS", crews.toString(),
                "OCAQ_CONTACTS", contacts.toString());
    }
}
