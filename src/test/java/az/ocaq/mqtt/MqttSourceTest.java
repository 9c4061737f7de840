package az.ocaq.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import az.ocaq.mqtt.broker.BrokerException;
import az.ocaq.mqtt.broker.BrokerSettings;
import az.ocaq.mqtt.broker.EmbeddedBroker;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The source against the embedded broker, as in the running server. */
@Timeout(120)
final class MqttSourceTest {
    private static final String TOPIC = "village/aghali/home-001/meter/telemetry";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path directory;

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void received_messagesInOrder_withTopic() throws Exception {
        try (EmbeddedBroker broker = broker(true)) {
            RecordingReceiver receiver = new RecordingReceiver();
            MqttSource source = source(broker.url(), receiver);

            MqttClients.publish(broker.url(), TOPIC, false, "1", "2", "3");

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(receiver.texts()).containsExactly("1", "2", "3"));
            assertThat(receiver.messages()).allMatch(message -> message.topic().equals(TOPIC));
            stop(source);
        }
    }

    @Test
    void received_unacknowledged_isDeliveredAgain_acknowledgedIsNot() throws Exception {
        try (EmbeddedBroker broker = broker(true)) {
            RecordingReceiver first = new RecordingReceiver();
            MqttSource source = source(broker.url(), first);
            MqttClients.publish(broker.url(), TOPIC, false, "kept");
            await().atMost(PATIENCE).until(() -> first.texts().size() == 1);
            first.acknowledgeAll();
            MqttClients.publish(broker.url(), TOPIC, false, "not kept");
            await().atMost(PATIENCE).until(() -> first.texts().size() == 2);
            stop(source);
            MqttClients.publish(broker.url(), TOPIC, false, "while away");

            RecordingReceiver second = new RecordingReceiver();
            MqttSource again = source(broker.url(), second);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(second.texts()).containsExactly("not kept", "while away"));
            stop(again);
        }
    }

    @Test
    void received_retainedReplay_saysSo() throws Exception {
        try (EmbeddedBroker broker = broker(true)) {
            MqttClients.publish(broker.url(), "village/aghali/home-001/meter/status", true, "online");

            RecordingReceiver receiver = new RecordingReceiver();
            MqttSource source = source(broker.url(), receiver);

            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(receiver.messages()).singleElement().matches(message -> message.retained()));
            stop(source);
        }
    }

    @Test
    void acknowledgedToThePublisher_survivesKillOfTheBroker() throws Exception {
        List<String> texts = IntStream.range(0, 500).mapToObj(Integer::toString).toList();
        Process first = BrokerProcess.start(directory);
        String url = "tcp://127.0.0.1:" + firstLine(first);
        RecordingReceiver absent = new RecordingReceiver();
        stop(source(url, absent));
        MqttClients.publish(url, TOPIC, false, texts.toArray(String[]::new));
        first.destroyForcibly().waitFor();

        Process second = BrokerProcess.start(directory);
        RecordingReceiver receiver = new RecordingReceiver();
        MqttSource source = source("tcp://127.0.0.1:" + firstLine(second), receiver);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(receiver.texts()).containsExactlyElementsOf(texts));
        stop(source);
        second.destroyForcibly().waitFor();
    }

    @Test
    void connect_withoutCredentials_isRefusedUnlessAllowed() throws Exception {
        try (EmbeddedBroker broker = broker(false)) {
            assertThatThrownBy(() -> MqttClients.publish(broker.url(), TOPIC, false, "1"))
                    .isInstanceOf(org.eclipse.paho.mqttv5.common.MqttException.class);
        }
    }

    @Test
    void start_portTaken_saysWhatToDo() throws Exception {
        try (EmbeddedBroker broker = broker(true)) {
            BrokerSettings same = new BrokerSettings(
                    directory.resolve("other"), "127.0.0.1", broker.port(), true, 1 << 20, "ocaq", "secret");

            assertThatThrownBy(() -> EmbeddedBroker.start(same))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("MQTT port " + broker.port() + " on 127.0.0.1 cannot be used")
                    .hasMessageContaining("choose another port");
        }
    }

    private EmbeddedBroker broker(boolean anonymous) {
        return EmbeddedBroker.start(
                new BrokerSettings(directory, "127.0.0.1", 0, anonymous, 1 << 20, "ocaq", "secret"));
    }

    private MqttSource source(String url, Receiver receiver) throws Exception {
        MqttSettings settings = new MqttSettings(url, "ocaq", "ocaq", "secret", List.of("#"), 1000);
        MqttSource source = new MqttSource(vertx, vertx.getOrCreateContext(), settings, receiver, Clock.systemUTC());
        source.start().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        return source;
    }

    private static void stop(MqttSource source) throws Exception {
        source.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static String firstLine(Process process) throws Exception {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }
}
