package az.ocaq.mqtt;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.mqtt.broker.BrokerSettings;
import az.ocaq.mqtt.broker.EmbeddedBroker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The publisher against the embedded broker. */
@Timeout(120)
final class MqttPublisherTest {
    private static final String TOPIC = "village/aghali/home-001/meter/telemetry";
    private static final String STATUS = "village/aghali/home-001/meter/status";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path directory;

    @AfterEach
    void close() throws Exception {
        done(vertx.close());
    }

    @Test
    void publish_moreThanTheWindow_allAcknowledgedAndInOrder() throws Exception {
        List<String> texts = IntStream.range(0, 500).mapToObj(Integer::toString).toList();
        try (EmbeddedBroker broker = broker(0)) {
            RecordingReceiver receiver = new RecordingReceiver();
            MqttSource source = source(broker.url(), receiver);
            MqttPublisher publisher = publisher(broker.url(), 10, 1_000, Optional.empty());
            done(publisher.connect());

            List<Future<Void>> all = new ArrayList<>();
            texts.forEach(text -> all.add(publisher.publish(TOPIC, bytes(text), false)));
            var unused = done(Future.all(all));

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(receiver.texts()).containsExactlyElementsOf(texts));
            assertThat(publisher.pending()).isZero();
            done(publisher.close());
            done(source.close());
        }
    }

    @Test
    void publish_whileTheBrokerIsAway_isSentWhenItIsBack() throws Exception {
        EmbeddedBroker first = broker(0);
        int port = first.port();
        RecordingReceiver receiver = new RecordingReceiver();
        MqttSource source = source(first.url(), receiver);
        MqttPublisher publisher = publisher(first.url(), 10, 1_000, Optional.empty());
        done(publisher.connect());
        done(publisher.publish(TOPIC, bytes("before"), false));
        first.close();

        Future<Void> meanwhile = publisher.publish(TOPIC, bytes("meanwhile"), false);
        try (EmbeddedBroker second = broker(port)) {
            done(meanwhile);

            assertThat(second.port()).isEqualTo(port);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(receiver.texts()).contains("before", "meanwhile"));
            done(publisher.close());
            done(source.close());
        }
    }

    @Test
    void publish_notAcknowledgedInTime_isWithdrawn_andNotSentWhenTheBrokerIsBack() throws Exception {
        EmbeddedBroker first = broker(0);
        int port = first.port();
        RecordingReceiver receiver = new RecordingReceiver();
        MqttSource source = source(first.url(), receiver);
        MqttPublisher publisher = publisher(first.url(), 10, 1_000, Optional.empty());
        done(publisher.connect());
        first.close();

        Future<Void> late = publisher.publish(TOPIC, bytes("late"), false, Duration.ofMillis(200), Optional.empty());
        await().atMost(PATIENCE).until(late::failed);
        Future<Void> patient = publisher.publish(TOPIC, bytes("patient"), false);
        try (EmbeddedBroker second = broker(port)) {
            assertThat(second.port()).isEqualTo(port);
            done(patient);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(receiver.texts()).containsExactly("patient"));
            assertThat(publisher.pending()).isZero();
            done(publisher.close());
            done(source.close());
        }
    }

    @Test
    void publish_moreThanMayBePending_failsAtOnce() {
        MqttPublisher publisher = publisher("tcp://127.0.0.1:1", 1, 2, Optional.empty());
        var unused = publisher.publish(TOPIC, bytes("1"), false);
        var unusedSecond = publisher.publish(TOPIC, bytes("2"), false);

        Future<Void> third = publisher.publish(TOPIC, bytes("3"), false);

        assertThat(third.failed()).isTrue();
        assertThat(third.cause()).hasMessage("2 messages wait for the broker already");
    }

    @Test
    void publish_retained_isThereForWhoComesLater() throws Exception {
        try (EmbeddedBroker broker = broker(0)) {
            MqttPublisher publisher = publisher(broker.url(), 10, 10, Optional.empty());
            done(publisher.connect());
            done(publisher.publish(STATUS, bytes("online"), true));
            done(publisher.close());

            RecordingReceiver receiver = new RecordingReceiver();
            MqttSource source = source(broker.url(), receiver);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(receiver.messages())
                            .singleElement()
                            .matches(it -> it.retained() && it.topic().equals(STATUS)));
            done(source.close());
        }
    }

    @Test
    void publish_retainedForATime_isGoneAfterIt_andWhatItReplacedDoesNotComeBack() throws Exception {
        try (EmbeddedBroker broker = broker(0)) {
            MqttPublisher publisher = publisher(broker.url(), 10, 10, Optional.empty());
            done(publisher.connect());
            done(publisher.publish(STATUS + 1, bytes("stays"), true));
            done(publisher.publish(STATUS, bytes("replaced"), true));
            done(publisher.publish(STATUS, bytes("lasts"), true, PATIENCE, Optional.of(Duration.ofHours(1))));
            assertThat(retained(broker, 2)).containsExactlyInAnyOrder("stays", "lasts");

            done(publisher.publish(STATUS, bytes("short"), true, PATIENCE, Optional.of(Duration.ofSeconds(1))));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(retained(broker, 1)).containsExactly("stays"));
            done(publisher.close());
        }
    }

    @Test
    void publish_retainedAgainAndAgain_onlyTheLastIsThereAlsoAfterARestart() throws Exception {
        int last = 2_500;
        int port;
        try (EmbeddedBroker broker = broker(0)) {
            port = broker.port();
            MqttPublisher publisher = publisher(broker.url(), 100, 10_000, Optional.empty());
            done(publisher.connect());
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 1; i <= last; i++) {
                all.add(publisher.publish(STATUS, bytes("state " + i), true));
                all.add(publisher.publish(STATUS + i % 3, bytes("state " + i), true));
            }
            var unused = done(Future.all(all));
            done(publisher.close());

            assertThat(retained(broker, 4))
                    .containsExactlyInAnyOrder("state 2500", "state 2500", "state 2499", "state 2498");
        }
        try (EmbeddedBroker again = broker(port)) {
            assertThat(retained(again, 4))
                    .containsExactlyInAnyOrder("state 2500", "state 2500", "state 2499", "state 2498");
        }
    }

    /** What a new subscriber gets, up to a message that comes after. */
    private List<String> retained(EmbeddedBroker broker, int least) throws Exception {
        RecordingReceiver receiver = new RecordingReceiver();
        MqttSource source = source(broker.url(), "late-" + UUID.randomUUID(), receiver);
        await().atMost(PATIENCE).until(() -> receiver.texts().size() >= least);
        MqttClients.publish(broker.url(), TOPIC, false, "after");
        await().atMost(PATIENCE).until(() -> receiver.texts().contains("after"));
        done(source.close());
        return receiver.texts().stream().filter(text -> !text.equals("after")).toList();
    }

    @Test
    void close_saysGoodbye_soThatTheWillIsNotPublished_untilLaterMessage() throws Exception {
        Optional<Will> will = Optional.of(new Will(STATUS, bytes("offline"), true));
        try (EmbeddedBroker broker = broker(0)) {
            RecordingReceiver receiver = new RecordingReceiver();
            MqttSource source = source(broker.url(), receiver);
            MqttPublisher publisher = publisher(broker.url(), 10, 10, will);
            done(publisher.connect());
            done(publisher.close());

            MqttClients.publish(broker.url(), TOPIC, false, "later");

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(receiver.texts()).containsExactly("later"));
            done(source.close());
        }
    }

    @Test
    void goodbye_thatTheEndOfTheConnectionOvertakes_stillKeepsTheWillBack() throws Exception {
        int messages = 100;
        try (EmbeddedBroker broker = broker(0)) {
            RecordingReceiver receiver = new RecordingReceiver();
            MqttSource source = source(broker.url(), receiver);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
                OutputStream out = socket.getOutputStream();
                out.write(RawMqtt.connect("hasty", STATUS, "offline"));
                assertThat(socket.getInputStream().readNBytes(4)).startsWith((byte) (RawMqtt.CONNACK << 4));
                ByteArrayOutputStream rest = new ByteArrayOutputStream();
                for (int i = 1; i <= messages; i++) {
                    rest.writeBytes(RawMqtt.publish(TOPIC, i, Integer.toString(i)));
                }
                rest.writeBytes(RawMqtt.disconnect());
                out.write(rest.toByteArray());
            }

            MqttClients.publish(broker.url(), TOPIC, false, "later");

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(receiver.texts()).contains("later"));
            assertThat(receiver.texts()).doesNotContain("offline");
            done(source.close());
        }
    }

    private EmbeddedBroker broker(int port) {
        return EmbeddedBroker.start(new BrokerSettings(directory, "127.0.0.1", port, true, 1 << 20, "ocaq", "secret"));
    }

    private MqttPublisher publisher(String url, int mostInFlight, int mostPending, Optional<Will> will) {
        return new MqttPublisher(
                vertx, new PublisherSettings(url, "sender", "", "", MqttTls.SYSTEM, mostInFlight, mostPending, will));
    }

    private MqttSource source(String url, Receiver receiver) throws Exception {
        return source(url, "ocaq", receiver);
    }

    private MqttSource source(String url, String client, Receiver receiver) throws Exception {
        MqttSettings settings = new MqttSettings(url, client, "ocaq", "secret", List.of("#"), 1000);
        MqttSource source = new MqttSource(vertx, vertx.getOrCreateContext(), settings, receiver, Clock.systemUTC());
        done(source.start());
        return source;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
