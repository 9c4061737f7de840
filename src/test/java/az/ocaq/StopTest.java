package az.ocaq;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import az.ocaq.mqtt.MqttClients;
import az.ocaq.store.Selection;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to stop and has a part that takes its time. */
@Timeout(240)
final class StopTest {
    /** More than the longest of what the server does again and again. */
    private static final long LONGER_THAN_ANY_PERIOD = 7;

    /** What Java ends with after SIGTERM. */
    private static final int TERMINATED = 143;

    private static final int DEVICES = 4;

    private static final Reading READING = new Reading(
            new SeriesId(new DeviceId("aghali", "home-001", "meter"), Metric.named("voltage")),
            Instant.parse("2025-06-01T12:00:00Z"),
            230,
            Quality.GOOD);

    @Test
    void stop_ofASlowPart_endsWithoutAnError(@TempDir Path folder) throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            Map<String, String> environment = Map.of(
                    "OCAQ_DATA_DIR", folder.resolve("data").toString(),
                    "OCAQ_HTTP_PORT", "0",
                    "OCAQ_MQTT_PORT", "0");
            Village village = Village.start(
                    Installation.load(Path.of("config/ocaq.yaml"), environment, List.of("aghali")), Clock.systemUTC());
            done(village.store().append(List.of(READING)));
            CountDownLatch release = new CountDownLatch(1);
            CountDownLatch scanning = new CountDownLatch(1);
            var unused = village.store()
                    .scan(all(), Instant.EPOCH, READING.time().plusSeconds(60), readings -> {
                        scanning.countDown();
                        wait(release, 200);
                    });
            wait(scanning, 100);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(village::close);
            TimeUnit.SECONDS.sleep(LONGER_THAN_ANY_PERIOD); // of a slow stop, not for luck
            release.countDown();
            stopped.get(100, TimeUnit.SECONDS);
        } finally {
            System.setErr(before);
        }

        assertThat(complaints(log.toString(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void signal_whileRowsAreBeingKept_endsWithoutAnError(@TempDir Path folder) throws Exception {
        ServerProcess server = ServerProcess.start(folder);
        // each is a row of the quarantine, and a transaction of its own
        String[] unusable = Collections.nCopies(100_000, "{").toArray(String[]::new);
        ExecutorService background = Executors.newFixedThreadPool(DEVICES);
        List<CompletableFuture<Void>> devices = IntStream.range(0, DEVICES)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> publish(server.mqttPort(), "home-00" + i, unusable), background))
                .toList();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> server.metric("ocaq_messages_acknowledged_total") > 100);

        assertThat(server.stop()).isEqualTo("Ocaq has stopped.");
        assertThat(server.status()).isEqualTo(TERMINATED);
        assertThat(complaints(server.said())).isEmpty();
        devices.forEach(it -> assertThat(it).failsWithin(Duration.ofSeconds(90)));
        background.shutdown();
    }

    private static void publish(int port, String home, String... texts) {
        try {
            MqttClients.publish("tcp://127.0.0.1:" + port, "village/aghali/" + home + "/meter/telemetry", false, texts);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is wrong, but that the machine was busy. */
    private static List<String> complaints(String log) {
        return log.lines()
                .filter(it -> it.contains("ERROR") || it.contains("WARN"))
                .filter(it -> !it.contains("BlockedThreadChecker"))
                .toList();
    }

    private static Selection all() {
        return new Selection(Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static void wait(CountDownLatch latch, long seconds) {
        try {
            assertThat(latch.await(seconds, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
