package az.ocaq;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import az.ocaq.access.Accounts;
import az.ocaq.access.Actor;
import az.ocaq.access.Role;
import az.ocaq.database.Database;
import az.ocaq.mqtt.CrewTopics;
import az.ocaq.mqtt.credential.CredentialStore;
import az.ocaq.mqtt.credential.MosquittoFiles;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Crews that acknowledge over the broker, embedded and Mosquitto, with clients as a terminal in a van would have them. */
@Timeout(300)
final class CrewByMqttTest {
    private static final long PATIENCE = TimeUnit.SECONDS.toMillis(60);
    private static final int NOT_AUTHORIZED = 0x87;

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> secrets = new HashMap<>();
    private final Map<Long, JsonObject> alarms = new ConcurrentHashMap<>();
    private final BlockingQueue<JsonObject> answers = new LinkedBlockingQueue<>();

    @TempDir
    Path directory;

    private Optional<MosquittoServer> mosquitto = Optional.empty();
    private Optional<Village> village = Optional.empty();

    @AfterEach
    void stop() throws Exception {
        village.ifPresent(Village::close);
        mosquitto.ifPresent(MosquittoServer::close);
        Void unused = done(vertx.close());
    }

    @Test
    void embeddedBroker_crewAcknowledgesWhatIsItsOwn_andNobodyElseDoesInItsName() throws Exception {
        Installation installation = installation(Map.of("OCAQ_MQTT_PORT", "0", "OCAQ_MQTT_ANONYMOUS", "true"));
        try (Database database = installation.openDatabase(vertx)) {
            people(database);
        }
        village = Optional.of(Village.start(installation, Clock.systemUTC()));
        String url = village.get().brokerUrl();

        acknowledges(url, "", "");
        isRefused(url, "", "", "crew/elvin/ack");
        isRefused(url, "gateway", secret("gateway"), "crew/elvin/ack", "crew/elvin/answer");
        isRefused(url, "crew/nigar", secret("crew/nigar"), "crew/elvin/ack", "crew/elvin/answer", "crew/+/answer", "#");
        isRevoked(url);
    }

    @Test
    @EnabledIf("az.ocaq.MosquittoServer#isThere")
    void mosquitto_withTheFilesOfOcaqDeviceAcl_isTheSame() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("mosquitto"));
        Path files = folder.resolve("acl");
        try (Database database = installation(Map.of()).openDatabase(vertx)) {
            people(database);
            CredentialStore store = new CredentialStore(database, Clock.systemUTC());
            Files.writeString(
                    directory.resolve("secret"),
                    store.create("server", List.of()).orElseThrow());
            MosquittoFiles.write(store.all(), files);
        }
        // the server's own account is what the operator of the broker adds by hand
        Files.writeString(files.resolve("acl"), "\nuser server\ntopic readwrite #\n", StandardOpenOption.APPEND);
        mosquitto = Optional.of(MosquittoServer.start(
                folder,
                "allow_anonymous false",
                "password_file " + files.resolve("passwords"),
                "acl_file " + files.resolve("acl")));
        String url = mosquitto.get().url();
        Map<String, String> environment = Map.of(
                "OCAQ_MQTT_URL",
                url,
                "OCAQ_MQTT_USER",
                "server",
                "OCAQ_MQTT_PASSWORD_FILE",
                directory.resolve("secret").toString());
        village = Optional.of(Village.start(installation(environment), Clock.systemUTC()));

        acknowledges(url, "gateway", secret("gateway"));
        isRefusedByMosquitto(url, "gateway");
        isRefusedByMosquitto(url, "crew/nigar");
    }

    private void people(Database database) throws Exception {
        Accounts accounts = new Accounts(vertx, database, Clock.systemUTC());
        for (String name : List.of("elvin", "nigar")) {
            Void unused = done(accounts.create(
                    new Actor(
                            name,
                            Role.CREW,
                            Set.of(name.equals("elvin") ? "aghali" : "elsewhere"),
                            Set.of("electricity"),
                            Optional.empty()),
                    "correct horse"));
        }
        accounts.close();
        CredentialStore store = new CredentialStore(database, Clock.systemUTC());
        for (String name : List.of("elvin", "nigar")) {
            secrets.put(
                    CrewTopics.credential(name),
                    store.create(CrewTopics.credential(name), List.of(CrewTopics.ack(name)))
                            .orElseThrow());
        }
        secrets.put("gateway", store.create("gateway", List.of("#")).orElseThrow());
    }

    private String state(long alarm) {
        return alarms.getOrDefault(alarm, new JsonObject()).getString("state", "");
    }

    private String secret(String user) {
        return Objects.requireNonNull(secrets.get(user));
    }

    /** An alarm of home-001 is acknowledged, another's crew is not let, and what is wrong is said in words. */
    private void acknowledges(String url, String user, String password) throws Exception {
        MqttAsyncClient reader = village.orElseThrow().brokerUrl().equals(url) && user.isEmpty()
                ? Terminals.connect(url, "", "")
                : Terminals.connect(url, "server", Files.readString(directory.resolve("secret")));
        Terminals.listen(reader, "village/aghali/alarms/+", json -> alarms.put(json.getLong("alarm"), json));
        MqttAsyncClient meter = Terminals.connect(url, user, password);
        Terminals.publish(
                meter, "village/aghali/home-001/meter/telemetry", new JsonObject().put("active_power", 9_500));
        await().atMost(Duration.ofSeconds(60)).until(() -> !alarms.isEmpty());
        JsonObject alarm = alarms.values().iterator().next();
        long id = alarm.getLong("alarm");
        MqttAsyncClient elvin = Terminals.connect(url, "crew/elvin", secret("crew/elvin"));
        MqttAsyncClient nigar = Terminals.connect(url, "crew/nigar", secret("crew/nigar"));
        Terminals.listen(elvin, "crew/elvin/answer", answers::add);
        Terminals.listen(nigar, "crew/nigar/answer", answers::add);
        JsonObject wish = new JsonObject().put("alarm", id).put("occurrence", 1);

        JsonObject strange = ask(nigar, "crew/nigar/ack", wish);
        assertThat(strange.getString("result")).isEqualTo("refused");
        assertThat(strange.getJsonObject("reason").getString("ru")).isNotBlank();
        assertThat(ask(elvin, "crew/elvin/ack", new JsonObject().put("alarm", id))
                        .getString("result"))
                .isEqualTo("refused");
        JsonObject early = ask(elvin, "crew/elvin/ack", wish.copy().put("occurrence", 9));
        assertThat(early.getString("result")).isEqualTo("refused");
        assertThat(early.getJsonObject("reason").getString("en"))
                .isEqualTo("The alarm has not been raised that often yet.");
        assertThat(state(id)).isEqualTo("UNACK");

        JsonObject answer =
                ask(elvin, "crew/elvin/ack", wish.copy().put("by", "Rəşad").put("id", "van-7/1"));

        assertThat(answer.getMap())
                .containsEntry("result", "ok")
                .containsEntry("id", "van-7/1")
                .containsEntry("alarm", Math.toIntExact(id))
                .containsEntry("state", "ACKED")
                .containsEntry("acknowledged_by", "elvin");
        await().atMost(Duration.ofSeconds(60)).until(() -> state(id).equals("ACKED"));
        assertThat(ask(elvin, "crew/elvin/ack", wish).getString("result"))
                .as("once more changes nothing")
                .isEqualTo("ok");

        Terminals.publish(meter, "village/aghali/home-001/meter/telemetry", new JsonObject().put("active_power", 100));
        await().atMost(Duration.ofSeconds(60)).until(() -> state(id).equals("NORM"));
        Terminals.publish(
                meter, "village/aghali/home-001/meter/telemetry", new JsonObject().put("active_power", 9_900));
        await().atMost(Duration.ofSeconds(60)).until(() -> state(id).equals("UNACK"));
        JsonObject old = ask(elvin, "crew/elvin/ack", wish);
        assertThat(old.getString("result")).isEqualTo("refused");
        assertThat(old.getJsonObject("reason").getString("en")).isEqualTo("The alarm has been raised again since.");
        for (MqttAsyncClient client : List.of(reader, meter, elvin, nigar)) {
            client.disconnect().waitForCompletion(PATIENCE);
        }
    }

    private void isRefused(String url, String user, String password, String topic, String... filters)
            throws MqttException {
        MqttAsyncClient client = Terminals.connect(url, user, password);
        for (String filter : filters) {
            var token = client.subscribe(filter, 1);
            token.waitForCompletion(PATIENCE);
            assertThat(token.getReasonCodes())
                    .as("%s subscribes to %s", user, filter)
                    .containsExactly(NOT_AUTHORIZED);
        }
        var token =
                client.publish(topic, "{\"alarm\": 1, \"occurrence\": 1}".getBytes(StandardCharsets.UTF_8), 1, false);
        token.waitForCompletion(PATIENCE);
        assertThat(token.getReasonCodes()).as("%s publishes", user).containsExactly(NOT_AUTHORIZED);
        client.disconnectForcibly(0, 100, false);
    }

    /** Mosquitto takes every subscription and delivers nothing that may not be read. */
    private void isRefusedByMosquitto(String url, String user) throws Exception {
        MqttAsyncClient client = Terminals.connect(url, user, secret(user));
        BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
        Terminals.listen(client, "crew/#", heard::add);
        var token = client.publish(
                "crew/elvin/ack", "{\"alarm\": 1, \"occurrence\": 2}".getBytes(StandardCharsets.UTF_8), 1, false);
        token.waitForCompletion(PATIENCE);
        assertThat(token.getReasonCodes()).as("%s publishes", user).containsExactly(NOT_AUTHORIZED);
        MqttAsyncClient elvin = Terminals.connect(url, "crew/elvin", secret("crew/elvin"));
        Terminals.listen(elvin, "crew/elvin/answer", answers::add);
        assertThat(ask(elvin, "crew/elvin/ack", new JsonObject()).getString("result"))
                .isEqualTo("refused");
        elvin.disconnect().waitForCompletion(PATIENCE);
        client.disconnect().waitForCompletion(PATIENCE);
        assertThat(heard).isEmpty();
    }

    private void isRevoked(String url) throws Exception {
        MqttAsyncClient elvin = Terminals.connect(url, "crew/elvin", secret("crew/elvin"));
        Installation installation = installation(Map.of());
        try (Database database = installation.openDatabase(vertx)) {
            assertThat(new CredentialStore(database, Clock.systemUTC()).revoke("crew/elvin"))
                    .isTrue();
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThatThrownBy(() -> Terminals.connect(url, "crew/elvin", secret("crew/elvin")))
                                .isInstanceOf(MqttException.class));
        var token = elvin.publish("crew/elvin/ack", "{}".getBytes(StandardCharsets.UTF_8), 1, false);
        token.waitForCompletion(PATIENCE);
        assertThat(token.getReasonCodes()).containsExactly(NOT_AUTHORIZED);
        elvin.disconnectForcibly(0, 100, false);
    }

    private JsonObject ask(MqttAsyncClient client, String topic, JsonObject wish) throws Exception {
        answers.clear();
        Terminals.publish(client, topic, wish);
        return Objects.requireNonNull(answers.poll(60, TimeUnit.SECONDS), "nobody answers");
    }

    private Installation installation(Map<String, String> more) throws IOException {
        return ToldByMqtt.installation(directory, OverloadRule.HIGH, more);
    }
}
