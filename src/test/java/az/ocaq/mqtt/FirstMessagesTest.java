package az.ocaq.mqtt;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.mqtt.broker.BrokerSettings;
import az.ocaq.mqtt.broker.EmbeddedBroker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first messages that a broker ever gets: of many devices at the same moment, or before anybody has subscribed. */
@Timeout(120)
final class FirstMessagesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int DEVICES = 16;
    private static final int ROUNDS = 20;
    // So many that to find them all takes a while.
    private static final int SUBSCRIPTIONS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final List<Socket> devices = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void close() throws Exception {
        for (Socket device : devices) {
            device.close();
        }
        done(vertx.close());
    }

    @Test
    void firstMessagesOfManyDevices_atTheSameMoment_reachEverySubscription() throws Exception {
        try (EmbeddedBroker broker =
                EmbeddedBroker.start(new BrokerSettings(directory, "127.0.0.1", 0, true, 1 << 20, "ocaq", "secret"))) {
            List<String> filters = new ArrayList<>();
            for (int levels = 0; levels < SUBSCRIPTIONS; levels++) {
                filters.add("+/".repeat(levels) + "#");
            }
            RecordingReceiver all = new RecordingReceiver();
            MqttSource source = source(broker.url(), filters, all);
            connectDevices(broker.port());
            List<String> acknowledged = new ArrayList<>();

            for (int round = 0; round < ROUNDS; round++) {
                acknowledged.addAll(publishAtOnce("level/".repeat(SUBSCRIPTIONS + round) + "telemetry", round));
            }

            await().atMost(PATIENCE).until(() -> all.messages().size() == broker.backlog());
            Map<String, Long> times =
                    all.texts().stream().collect(Collectors.groupingBy(it -> it, Collectors.counting()));
            assertThat(acknowledged)
                    .filteredOn(it -> times.getOrDefault(it, 0L) != SUBSCRIPTIONS)
                    .isEmpty();
            done(source.close());
        }
    }

    @Test
    void device_beforeTheServerHasEverSubscribed_isNotLetIn() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(ofServer())) {
            assertThat(connect(broker.port(), "early").getInputStream().read()).isEqualTo(-1);

            MqttSource source = source(broker.url(), List.of("#"), new RecordingReceiver());

            assertThat(answer(connect(broker.port(), "late"))).isEqualTo(RawMqtt.CONNACK);
            done(source.close());
        }
        try (EmbeddedBroker again = EmbeddedBroker.start(ofServer())) {
            assertThat(answer(connect(again.port(), "later"))).isEqualTo(RawMqtt.CONNACK);
        }
    }

    private BrokerSettings ofServer() {
        return new BrokerSettings(
                directory, "127.0.0.1", 0, true, 1 << 20, "ocaq", "secret", "ocaq", 0, Optional.empty());
    }

    private void connectDevices(int port) throws IOException {
        for (int device = 0; device < DEVICES; device++) {
            Socket unused = connect(port, "meter-" + device);
        }
        for (Socket device : devices) {
            assertThat(answer(device)).isEqualTo(RawMqtt.CONNACK);
        }
    }

    private Socket connect(int port, String clientId) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        devices.add(socket);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.getOutputStream().write(RawMqtt.connect(clientId));
        return socket;
    }

    private List<String> publishAtOnce(String topic, int round) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int device = 0; device < DEVICES; device++) {
            texts.add("round " + round + " device " + device);
            devices.get(device).getOutputStream().write(RawMqtt.publish(topic, round + 1, texts.get(device)));
        }
        for (Socket device : devices) {
            assertThat(answer(device)).isEqualTo(RawMqtt.PUBACK);
        }
        return texts;
    }

    /** The kind of a device's next packet, which has four bytes. */
    private static int answer(Socket device) throws IOException {
        InputStream from = device.getInputStream();
        return from.readNBytes(4)[0] >> 4;
    }

    private MqttSource source(String url, List<String> filters, Receiver receiver) throws Exception {
        MqttSettings settings = new MqttSettings(url, "ocaq", "ocaq", "secret", filters, 60_000);
        MqttSource source = new MqttSource(vertx, vertx.getOrCreateContext(), settings, receiver, Clock.systemUTC());
        done(source.start());
        return source;
    }
}
