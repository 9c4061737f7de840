package az.ocaq.mqtt;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.measurement.Message;
import az.ocaq.mqtt.broker.BrokerSettings;
import az.ocaq.mqtt.broker.EmbeddedBroker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many topics at the embedded broker: who subscribes to what gets just that, under the topics it was published under. */
@Timeout(180)
final class ManyTopicsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TOPICS = 1_000;
    private static final String STATUS = "village/aghali/home-1/meter/status";

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path directory;

    @AfterEach
    void close() throws Exception {
        done(vertx.close());
    }

    @Test
    void subscriptions_wideAndNarrow_eachGetsItsOwnInOrder() throws Exception {
        try (EmbeddedBroker broker = broker(0)) {
            RecordingReceiver all = new RecordingReceiver();
            RecordingReceiver oneHome = new RecordingReceiver();
            RecordingReceiver oneKind = new RecordingReceiver();
            RecordingReceiver exact = new RecordingReceiver();
            List<MqttSource> sources = List.of(
                    source(broker.url(), "all", "#", all),
                    source(broker.url(), "home", "village/aghali/home-7/#", oneHome),
                    source(broker.url(), "kind", "village/+/+/meter/telemetry", oneKind),
                    source(broker.url(), "exact", "village/aghali/home-8/meter/telemetry", exact));

            publishTwiceEach(broker.url());

            await().atMost(PATIENCE).until(() -> all.messages().size() == 2 * TOPICS);
            assertThat(textsByTopic(all))
                    .hasSize(TOPICS)
                    .allSatisfy(
                            (topic, texts) -> assertThat(texts).containsExactly(topic + " first", topic + " second"));
            await().atMost(PATIENCE).until(() -> oneKind.messages().size() == 2 * TOPICS);
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(oneHome.texts()).containsExactly(topic(7) + " first", topic(7) + " second"));
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(exact.texts()).containsExactly(topic(8) + " first", topic(8) + " second"));
            var unused = done(Future.all(sources.stream().map(MqttSource::close).toList()));
        }
    }

    @Test
    void ofTheJournal_subscriptionsGetTheirOwnAfterKill_andNewOnesWhatIsRetained() throws Exception {
        Process first = BrokerProcess.start(directory);
        String url = "tcp://127.0.0.1:" + firstLine(first);
        done(source(url, "home", "village/aghali/home-7/#", new RecordingReceiver())
                .close());
        done(source(url, "all", "#", new RecordingReceiver()).close());
        publishTwiceEach(url);
        MqttClients.publish(url, STATUS, true, "offline", "online");
        first.destroyForcibly().waitFor();

        Process second = BrokerProcess.start(directory);
        String again = "tcp://127.0.0.1:" + firstLine(second);
        MqttClients.publish(again, topic(7), false, topic(7) + " third");
        MqttClients.publish(again, topic(9), false, topic(9) + " third");
        RecordingReceiver oneHome = new RecordingReceiver();
        RecordingReceiver all = new RecordingReceiver();
        MqttSource narrow = source(again, "home", "village/aghali/home-7/#", oneHome);
        MqttSource wide = source(again, "all", "#", all);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(oneHome.texts())
                        .containsExactly(topic(7) + " first", topic(7) + " second", topic(7) + " third"));
        // the status twice as it was published, and once more because it is retained
        await().atMost(PATIENCE).until(() -> all.messages().size() == 2 * TOPICS + 5);
        assertThat(textsByTopic(all))
                .hasSize(TOPICS + 1)
                .hasEntrySatisfying(
                        STATUS, it -> assertThat(it).containsExactlyInAnyOrder("offline", "online", "online"));
        RecordingReceiver statuses = new RecordingReceiver();
        MqttSource fresh = source(again, "statuses", "village/+/+/meter/status", statuses);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(statuses.messages())
                        .singleElement()
                        .matches(it -> it.topic().equals(STATUS) && it.retained())
                        .matches(it -> new String(it.payload(), StandardCharsets.UTF_8).equals("online")));
        var unused = done(Future.all(narrow.close(), wide.close(), fresh.close()));
        second.destroyForcibly().waitFor();
    }

    private void publishTwiceEach(String url) throws Exception {
        MqttPublisher publisher = new MqttPublisher(vertx, PublisherSettings.of(url, "sender"));
        done(publisher.connect());
        List<Future<Void>> all = new ArrayList<>();
        for (String text : List.of("first", "second")) {
            for (int i = 0; i < TOPICS; i++) {
                byte[] payload = (topic(i) + " " + text).getBytes(StandardCharsets.UTF_8);
                all.add(publisher.publish(topic(i), payload, false));
            }
        }
        var unused = done(Future.all(all));
        done(publisher.close());
    }

    private static String topic(int home) {
        return "village/aghali/home-" + home + "/meter/telemetry";
    }

    private static Map<String, List<String>> textsByTopic(RecordingReceiver receiver) {
        return receiver.messages().stream()
                .collect(Collectors.groupingBy(
                        Message::topic,
                        Collectors.mapping(
                                it -> new String(it.payload(), StandardCharsets.UTF_8), Collectors.toList())));
    }

    private EmbeddedBroker broker(int port) {
        return EmbeddedBroker.start(new BrokerSettings(directory, "127.0.0.1", port, true, 1 << 20, "ocaq", "secret"));
    }

    private MqttSource source(String url, String clientId, String filter, Receiver receiver) throws Exception {
        MqttSettings settings = new MqttSettings(url, clientId, "ocaq", "secret", List.of(filter), 60_000);
        MqttSource source = new MqttSource(vertx, vertx.getOrCreateContext(), settings, receiver, Clock.systemUTC());
        done(source.start());
        return source;
    }

    private static String firstLine(Process process) throws Exception {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }
}
