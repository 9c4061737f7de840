package az.ocaq;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import az.ocaq.store.Selection;
import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to stop and has a part that takes its time. */
@Timeout(240)
final class StopTest {
    /** More than the longest of what the server does again and again. */
    private static final long LONGER_THAN_ANY_PERIOD = 7;

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

        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("ERROR", "WARN");
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

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(100, TimeUnit.SECONDS);
    }
}
