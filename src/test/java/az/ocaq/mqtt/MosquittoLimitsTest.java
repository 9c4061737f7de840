package az.ocaq.mqtt;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import az.ocaq.MosquittoServer;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A real Mosquitto that is full or refuses, with the source while it holds no more and while it is away. */
@EnabledIf("az.ocaq.MosquittoServer#isThere")
@Timeout(240)
final class MosquittoLimitsTest {
    private static final String TOPIC = "village/aghali/home-001/meter/telemetry";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> TEXTS =
            IntStream.range(0, 300).mapToObj(Integer::toString).toList();

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path directory;

    @AfterEach
    void close() throws Exception {
        done(vertx.close());
    }

    @Test
    void tooMuchIsHeld_theRestIsLeftToTheBroker_andFetchedInOrderOnceItIsKept() throws Exception {
        try (MosquittoServer mosquitto = MosquittoServer.start(directory)) {
            RecordingReceiver receiver = new RecordingReceiver();
            MqttSource source = source(
                    mosquitto,
                    receiver,
                    Held.weight(3) * 10,
                    new Waits(Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1)));
            done(source.start());
            List<String> texts = TEXTS.subList(0, 100);
            publish(mosquitto, texts);

            // nobody acknowledges: ten are held, everything else stays where it is kept
            await().during(Duration.ofSeconds(1))
                    .atMost(PATIENCE)
                    .until(() -> receiver.texts().size() == 10);
            await().atMost(PATIENCE).until(() -> {
                receiver.acknowledgeAll();
                return receiver.texts().contains("99");
            });

            // what was acknowledged as the connection was given up comes twice
            assertThat(receiver.texts().stream().distinct()).containsExactlyElementsOf(texts);
            assertThat(receiver.lost()).isPositive();
            assertThat(receiver.connectedTwice()).isFalse();
            done(source.close());
        }
    }

    /** Why operations.md asks for max_queued_messages 0. */
    @Test
    void queueFull_mosquittoAcknowledgesAndDrops_unlessItsQueueHasNoEnd() throws Exception {
        assertThat(receivedAfterAbsence("max_queued_messages 100")).hasSizeLessThan(TEXTS.size());
        assertThat(receivedAfterAbsence("max_queued_messages 0")).containsExactlyElementsOf(TEXTS);
    }

    @Test
    void refused_saysSo_andGoesOnTrying_untilItIsLetIn() throws Exception {
        Path accounts = Files.createFile(directory.resolve("accounts"));
        try (MosquittoServer mosquitto =
                MosquittoServer.start(directory, "allow_anonymous false", "password_file " + accounts)) {
            RecordingReceiver receiver = new RecordingReceiver();
            MqttSource source = source(mosquitto, receiver, 1 << 20, Waits.USUAL);
            assertThatThrownBy(() -> done(source.start()))
                    .hasRootCauseInstanceOf(MqttException.class)
                    .hasMessageContaining("Not authorized");

            List<String> unused =
                    Command.run(directory, "mosquitto_passwd", "-b", accounts.toString(), "ocaq", "secret");
            mosquitto.reload();
            String port = Integer.toString(mosquitto.port());
            await().atMost(PATIENCE).until(() -> {
                boolean unusedToo = Command.succeeds(
                        "mosquitto_pub", "-p", port, "-u", "ocaq", "-P", "secret", "-q", "1", "-t", TOPIC, "-m", "1");
                return !receiver.texts().isEmpty();
            });
            done(source.close());
        }
    }

    /** What a source gets that was away while devices published, each acknowledged by the broker. */
    private List<String> receivedAfterAbsence(String limit) throws Exception {
        Path folder = Files.createTempDirectory(directory, "mosquitto");
        try (MosquittoServer mosquitto = MosquittoServer.start(folder, "allow_anonymous true", limit)) {
            MqttSource before = source(mosquitto, new RecordingReceiver(), 1 << 20, Waits.USUAL);
            done(before.start());
            done(before.close());
            publish(mosquitto, TEXTS);
            RecordingReceiver receiver = new RecordingReceiver();
            MqttSource source = source(mosquitto, receiver, 1 << 20, Waits.USUAL);
            done(source.start());
            // what comes after all that waited
            await().atMost(PATIENCE).until(() -> {
                receiver.acknowledgeAll();
                publish(mosquitto, List.of("end"));
                return receiver.texts().contains("end");
            });
            done(source.close());
            return receiver.texts().stream().filter(it -> !it.equals("end")).toList();
        }
    }

    private static void publish(MosquittoServer mosquitto, List<String> texts) throws Exception {
        MqttClients.publish(mosquitto.url(), TOPIC, false, texts.toArray(String[]::new));
    }

    private MqttSource source(MosquittoServer mosquitto, Receiver receiver, long held, Waits waits) {
        MqttSettings settings =
                new MqttSettings(mosquitto.url(), "ocaq", "ocaq", "secret", List.of("village/#"), 1_000);
        return new MqttSource(vertx, vertx.getOrCreateContext(), settings, receiver, Clock.systemUTC(), held, waits);
    }
}
