package az.ocaq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a broker knows of alarms and of devices that leave: the embedded one and Mosquitto. */
@Timeout(300)
@EnabledIf("az.ocaq.MosquittoServer#isThere")
final class ForgetfulBrokerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String RULES = OverloadRule.HIGH + """
            gone:
              kind: offline
              devices: {type: household_meter}
              lwt_grace: 1s
              priority: high
              title: {az: Əlaqə yoxdur, ru: Нет связи, en: Offline}
              response: {az: Zəng edin, ru: Позвоните, en: Call}
            pending:
              kind: threshold
              devices: {type: household_meter}
              metric: active_power
              op: ">"
              threshold: 9000
              on_delay: 1h
              title: {az: Yük, ru: Нагрузка, en: Load}
              response: {az: Zəng edin, ru: Позвоните, en: Call}
            """;

    @TempDir
    Path directory;

    /** Without its files a broker that is started again knows nothing: the states of what stands are told to it anew. */
    @Test
    void mosquittoComesBackEmpty_whatStandsIsOnItsTopicAgain() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("mosquitto"));
        try (MosquittoServer mosquitto = MosquittoServer.start(folder);
                Village village = village(Map.of("OCAQ_MQTT_URL", mosquitto.url()))) {
            telemetry(mosquitto.url(), "home-001", 9_500);
            telemetry(mosquitto.url(), "home-002", 9_500);
            await().atMost(PATIENCE).until(() -> retained(mosquitto.url()).size() == 2);
            Map<String, JsonObject> before = retained(mosquitto.url());
            // of what may become one some day nobody is told
            assertThat(before.values()).allMatch(it -> it.getInteger("occurrence") == 1);

            mosquitto.kill();
            Files.deleteIfExists(folder.resolve("mosquitto.db"));
            mosquitto.restart();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(retained(mosquitto.url())).isEqualTo(before));
            assertThat(village.address().getPort()).isPositive();
        }
    }

    /**
     * A will belongs to those who leave without a word: MQTT 5.0 section 3.14.4 has the broker discard it with a DISCONNECT, so
     * that it never comes by here.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deviceWithAWill_saysGoodbye_isNotGone_oneThatIsCutOffIs(boolean embedded) throws Exception {
        Path folder = Files.createDirectories(directory.resolve("mosquitto"));
        try (MosquittoServer mosquitto = MosquittoServer.start(folder);
                Village village = village(
                        embedded
                                ? Map.of("OCAQ_MQTT_PORT", "0", "OCAQ_MQTT_ANONYMOUS", "true")
                                : Map.of("OCAQ_MQTT_URL", mosquitto.url()))) {
            String url = embedded ? village.brokerUrl() : mosquitto.url();
            MqttAsyncClient polite = withWill(url, "home-001");
            MqttAsyncClient cutOff = withWill(url, "home-002");
            MqttAsyncClient asks = withWill(url, "home-003");

            polite.disconnect().waitForCompletion(PATIENCE.toMillis());
            cutOff.disconnectForcibly(0, 0, false);
            asks.disconnect(
                            0,
                            null,
                            null,
                            0x04, // with its will
                            new MqttProperties())
                    .waitForCompletion(PATIENCE.toMillis());

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(gone(url))
                            .containsExactlyInAnyOrder("aghali/home-002/meter", "aghali/home-003/meter"));
        }
    }

    private static MqttAsyncClient withWill(String url, String home) throws MqttException {
        String topic = "village/aghali/" + home + "/meter/status";
        MqttConnectionOptions options = new MqttConnectionOptions();
        MqttMessage will = new MqttMessage("offline".getBytes(StandardCharsets.UTF_8));
        will.setQos(1);
        will.setRetained(true);
        options.setWill(topic, will);
        MqttAsyncClient client = new MqttAsyncClient(url, "meter-" + System.nanoTime(), new MemoryPersistence());
        client.connect(options).waitForCompletion(PATIENCE.toMillis());
        client.publish(topic, "online".getBytes(StandardCharsets.UTF_8), 1, true)
                .waitForCompletion(PATIENCE.toMillis());
        return client;
    }

    private static List<String> gone(String url) throws Exception {
        return retained(url).values().stream()
                .filter(it -> it.getString("rule").equals("gone"))
                .map(it -> it.getString("device"))
                .toList();
    }

    private static void telemetry(String url, String home, double watts) throws MqttException {
        MqttAsyncClient client = Terminals.connect(url, "", "");
        Terminals.publish(
                client, "village/aghali/" + home + "/meter/telemetry", new JsonObject().put("active_power", watts));
        client.disconnect().waitForCompletion(PATIENCE.toMillis());
    }

    /** What the broker keeps of alarms, by device: what a new reader gets before its own message. */
    private static Map<String, JsonObject> retained(String url) throws Exception {
        Map<String, JsonObject> found = new ConcurrentHashMap<>();
        MqttAsyncClient reader = Terminals.connect(url, "", "");
        Terminals.listen(reader, "village/aghali/alarms/+", it -> {
            found.put(it.getString("device", "") + it.getString("rule", ""), it);
        });
        Terminals.listen(reader, "test/" + reader.getClientId(), it -> found.put("end", it));
        Terminals.publish(reader, "test/" + reader.getClientId(), new JsonObject());
        await().atMost(PATIENCE).until(() -> found.containsKey("end"));
        reader.disconnect().waitForCompletion(PATIENCE.toMillis());
        Map<String, JsonObject> alarms = new HashMap<>(found);
        alarms.remove("end");
        return alarms;
    }

    private Village village(Map<String, String> more) throws IOException {
        return Village.start(ToldByMqtt.installation(directory, RULES, more), Clock.systemUTC());
    }
}
