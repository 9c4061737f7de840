package az.ocaq;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.mqtt.MqttTls;
import az.ocaq.mqtt.PublisherSettings;
import az.ocaq.store.Selection;
import az.ocaq.store.influx.InfluxServer;
import az.ocaq.store.influx.InfluxSettings;
import az.ocaq.store.influx.InfluxStore;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Messages of almost a megabyte come while the store is away: more of them than the heap holds. */
@EnabledIf("az.ocaq.store.influx.InfluxServer#isThere")
@Timeout(600)
final class LargeMessagesTest {
    private static final int SIZE = 900_000;
    private static final int MESSAGES = 450;
    private static final String HEAP = "-Xmx384m";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Clock clock = Clock.systemUTC();
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path folder;

    @AfterEach
    void close() throws Exception {
        done(vertx.close());
    }

    @Test
    void storeAway_moreThanTheHeapHolds_allIsStoredOnceItIsBack() throws Exception {
        InfluxServer influx = InfluxServer.start(Files.createDirectories(folder.resolve("influx")));
        Map<String, String> settings = Map.of("OCAQ_STORE_INFLUX_URL", influx.url());
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), settings, HEAP)) {
            MqttPublisher device = new MqttPublisher(
                    vertx,
                    new PublisherSettings(
                            "tcp://127.0.0.1:" + server.mqttPort(),
                            "device-of-the-test",
                            "",
                            "",
                            MqttTls.SYSTEM,
                            4,
                            4,
                            Optional.empty()));
            done(device.connect());
            influx.stop();

            Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
            long start = clock.millis() - MESSAGES;
            for (int number = 0; number < MESSAGES; number++) {
                done(device.publish("village/aghali/home-001/meter/telemetry", message(start + number, number), false));
                acknowledged.add(number);
            }
            assertThat(server.isAlive()).isTrue();
            influx.restart();

            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> !server.isAlive() || stored(influx).size() == MESSAGES);
            assertThat(stored(influx)).containsAll(acknowledged);
            System.out.println(MESSAGES + " messages of " + SIZE + " bytes, " + HEAP + ": at most "
                    + server.mostResident() / 1_024 + " MB resident");
            done(device.close());
        } finally {
            influx.stop();
        }
    }

    private static byte[] message(long time, int number) {
        byte[] payload = new byte[SIZE];
        Arrays.fill(payload, (byte) ' ');
        byte[] content = ("{\"ts\":" + time + ",\"active_power\":" + number + "}").getBytes(StandardCharsets.UTF_8);
        System.arraycopy(content, 0, payload, 0, content.length);
        return payload;
    }

    private Set<Integer> stored(InfluxServer influx) throws Exception {
        InfluxStore store =
                new InfluxStore(vertx, new InfluxSettings(influx.url(), "", "ocaq", "", Duration.ZERO), clock);
        try {
            Set<Integer> found = new HashSet<>();
            Selection power = new Selection(Optional.of("aghali"), Optional.empty(), Optional.of("active_power"));
            done(store.scan(
                    power,
                    Instant.EPOCH,
                    clock.instant(),
                    readings -> readings.forEach(it -> found.add((int) it.value()))));
            return found;
        } finally {
            done(store.close());
        }
    }
}
