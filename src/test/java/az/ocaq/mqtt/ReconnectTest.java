package az.ocaq.mqtt;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.FreePort;
import az.ocaq.mqtt.broker.BrokerSettings;
import az.ocaq.mqtt.broker.EmbeddedBroker;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The source goes on by itself when its broker stops or dies and comes back. */
@Timeout(180)
final class ReconnectTest {
    private static final String TOPIC = "village/aghali/home-001/meter/telemetry";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path directory;

    @AfterEach
    void close() throws Exception {
        done(vertx.close());
    }

    @Test
    void brokerRestarts_sessionGoesOn_onlyTheUnacknowledgedComesAgain() throws Exception {
        RecordingReceiver receiver = new RecordingReceiver();
        EmbeddedBroker first = broker(0);
        int port = first.port();
        MqttSource source = source(first.url(), receiver);
        MqttClients.publish(first.url(), TOPIC, false, "kept");
        await().atMost(PATIENCE).until(() -> receiver.texts().size() == 1);
        receiver.acknowledgeAll();
        MqttClients.publish(first.url(), TOPIC, false, "not kept");
        await().atMost(PATIENCE).until(() -> receiver.texts().size() == 2);

        first.close();
        try (EmbeddedBroker second = broker(port)) {
            MqttClients.publish(second.url(), TOPIC, false, "after");

            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(receiver.texts()).containsExactly("kept", "not kept", "not kept", "after"));
            done(source.close());
        }
    }

    @Test
    void brokerIsKilled_unacknowledgedComesAgainWithWhatWasPublishedMeanwhile() throws Exception {
        int port = FreePort.find();
        RecordingReceiver receiver = new RecordingReceiver();
        Process first = BrokerProcess.start(directory, port);
        String url = "tcp://127.0.0.1:" + BrokerProcess.port(first);
        MqttSource source = source(url, receiver);
        MqttClients.publish(url, TOPIC, false, "1", "2");
        await().atMost(PATIENCE).until(() -> receiver.texts().size() == 2);

        first.destroyForcibly().waitFor();
        Process second = BrokerProcess.start(directory, port);
        MqttClients.publish("tcp://127.0.0.1:" + BrokerProcess.port(second), TOPIC, false, "3");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(receiver.texts()).containsExactly("1", "2", "1", "2", "3"));
        done(source.close());
        second.destroyForcibly().waitFor();
    }

    private EmbeddedBroker broker(int port) {
        return EmbeddedBroker.start(new BrokerSettings(directory, "127.0.0.1", port, true, 1 << 20, "ocaq", "secret"));
    }

    private MqttSource source(String url, Receiver receiver) throws Exception {
        MqttSettings settings = new MqttSettings(url, "ocaq", "ocaq", "secret", List.of("#"), 1_000);
        MqttSource source = new MqttSource(vertx, vertx.getOrCreateContext(), settings, receiver, Clock.systemUTC());
        done(source.start());
        return source;
    }
}
