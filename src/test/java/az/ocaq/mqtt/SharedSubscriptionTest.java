package az.ocaq.mqtt;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.pollinterval.FibonacciPollInterval.fibonacci;

import az.ocaq.MosquittoServer;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Several subscribers that share what comes, at Mosquitto. */
@EnabledIf("az.ocaq.MosquittoServer#isThere")
@Timeout(240)
final class SharedSubscriptionTest {
    private static final String TOPIC = "village/aghali/home-001/meter/telemetry";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Waits SHORT =
            new Waits(Duration.ofSeconds(10), Duration.ofMillis(200), Duration.ofMillis(500));

    private final Vertx vertx = Vertx.vertx();
    private final RecordingReceiver receiver = new RecordingReceiver();

    @TempDir
    Path directory;

    private MosquittoServer broker;

    @BeforeEach
    void start() throws Exception {
        broker = MosquittoServer.start(directory);
    }

    @AfterEach
    void close() throws Exception {
        done(vertx.close());
        broker.close();
    }

    @Test
    void shared_eachMessageComesOnce_andMoreThanOneSubscriberTakesThem() throws Exception {
        MqttSource source = source(3, 20);
        awaitShared();
        List<String> texts = texts("once", 60);

        // twenty at most come over one connection while nothing is acknowledged
        publish(texts);
        await().atMost(PATIENCE)
                .until(() -> receiver.texts().stream()
                                .filter(it -> it.startsWith("once"))
                                .count()
                        > 40);
        awaitAll(texts);

        assertThat(receiver.texts().stream().filter(it -> it.startsWith("once")))
                .containsExactlyInAnyOrderElementsOf(texts);
        done(source.close());
    }

    @Test
    void shared_subscriberLosesItsConnectionAgainAndAgain_nothingIsMissing() throws Exception {
        ExecutorService background = Executors.newSingleThreadExecutor();
        MqttSource source = source(3, 100);
        List<String> texts = texts("load", 3_000);
        var publishing = background.submit(() -> {
            publish(texts);
            return true;
        });

        for (int i = 1; !publishing.isDone(); i++) {
            takeOver(i % 3 + 1);
            receiver.acknowledgeAll();
        }
        assertThat(publishing.get()).isTrue();
        awaitAll(texts);

        assertThat(receiver.lost()).isPositive();
        done(source.close());
        background.shutdown();
    }

    @Test
    void fewerSubscribers_whatOldSessionsHoldComes_andTheyEnd() throws Exception {
        done(source(4, 100).close());
        List<String> before = texts("while away", 40);
        publish(before);

        MqttSource fewer = source(2, 100);
        awaitAll(before);
        awaitEnd(4);
        awaitEnd(3);
        done(fewer.close());
        List<String> after = texts("afterwards", 40);
        publish(after);

        MqttSource one = source(1, 100);
        awaitAll(after);
        awaitEnd(2);
        assertThat(isKept(1)).isTrue();
        done(one.close());
    }

    @Test
    void moreSubscribers_whatWaitedComes_andTheOldSubscriptionEnds() throws Exception {
        done(source(1, 100).close());
        List<String> before = texts("while away", 40);
        publish(before);

        MqttSource source = source(3, 100);
        awaitAll(before);
        awaitShared();
        List<String> after = texts("afterwards", 40);
        publish(after);
        awaitAll(after);

        assertThat(receiver.texts().stream().filter(it -> it.startsWith("afterwards")))
                .containsExactlyInAnyOrderElementsOf(after);
        done(source.close());
    }

    /** A broker gives those that share nothing of what it remembers: MQTT 5.0 section 4.8.2. */
    @Test
    void shared_retainedMessages_comeAllTheSame() throws Exception {
        MqttClients.publish(url(), "village/aghali/home-001/meter/status", true, "online");

        MqttSource source = source(2, 100);

        await().atMost(PATIENCE).until(() -> receiver.messages().stream().anyMatch(it -> it.retained()));
        done(source.close());
    }

    /** The first subscriber asks for retained messages at first, and gets everything twice until it has them. */
    private void awaitShared() {
        await().atMost(PATIENCE).until(() -> {
            String text = "alone " + System.nanoTime();
            publish(List.of(text));
            await().atMost(PATIENCE).until(() -> receiver.texts().contains(text));
            publish(List.of(text + " end"));
            await().atMost(PATIENCE).until(() -> receiver.texts().contains(text + " end"));
            receiver.acknowledgeAll();
            return receiver.texts().stream().filter(text::equals).count() == 1;
        });
    }

    private void awaitAll(List<String> texts) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            receiver.acknowledgeAll();
            assertThat(receiver.texts()).containsAll(texts);
        });
    }

    /** Another client comes under the subscriber's identifier and goes away at once, as in a network that breaks. */
    private void takeOver(int number) throws Exception {
        MqttAsyncClient thief = client(number);
        boolean unused = connect(thief);
        thief.disconnectForcibly(0, 1, false);
        thief.close(true);
    }

    /** Asks more and more seldom: to ask is to interrupt. */
    private void awaitEnd(int number) {
        await().atMost(PATIENCE).pollInterval(fibonacci(TimeUnit.SECONDS)).until(() -> !isKept(number));
    }

    /** Whether the broker keeps a session of a subscriber. Ends the subscriber's connection. */
    private boolean isKept(int number) throws Exception {
        MqttAsyncClient client = client(number);
        boolean kept = connect(client);
        MqttProperties last = new MqttProperties();
        last.setSessionExpiryInterval(kept ? 3_600L : 0L);
        client.disconnect(0, null, null, MqttReturnCode.RETURN_CODE_SUCCESS, last)
                .waitForCompletion(10_000);
        client.close();
        return kept;
    }

    private static boolean connect(MqttAsyncClient client) throws Exception {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(3_600L);
        options.setReceiveMaximum(1);
        options.setUserName("ocaq");
        options.setPassword("secret".getBytes(StandardCharsets.UTF_8));
        client.setManualAcks(true);
        var token = client.connect(options);
        token.waitForCompletion(30_000);
        return token.getSessionPresent();
    }

    private MqttAsyncClient client(int number) throws Exception {
        return new MqttAsyncClient(url(), number == 1 ? "ocaq" : "ocaq-" + number, new MemoryPersistence());
    }

    private String url() {
        return "tcp://127.0.0.1:" + broker.port();
    }

    private static List<String> texts(String name, int count) {
        return IntStream.range(0, count).mapToObj(it -> name + ' ' + it).toList();
    }

    private void publish(List<String> texts) throws Exception {
        MqttClients.publish(url(), TOPIC, false, texts.toArray(String[]::new));
    }

    private MqttSource source(int subscribers, int receiveMaximum) throws Exception {
        MqttSettings settings = new MqttSettings(
                url(), "ocaq", "ocaq", "secret", List.of("village/#"), subscribers, receiveMaximum, MqttTls.SYSTEM);
        MqttSource source = new MqttSource(
                vertx, vertx.getOrCreateContext(), settings, receiver, Clock.systemUTC(), 1 << 20, SHORT);
        done(source.start());
        return source;
    }
}
