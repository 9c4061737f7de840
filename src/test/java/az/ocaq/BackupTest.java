package az.ocaq;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import az.ocaq.access.Actor;
import az.ocaq.access.Role;
import az.ocaq.backup.ArchiveFile;
import az.ocaq.backup.BackupException;
import az.ocaq.backup.Manifest;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.mqtt.PublisherSettings;
import az.ocaq.store.Selection;
import az.ocaq.store.TimeSeriesStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A backup of the whole, put into an empty directory. */
@Timeout(300)
final class BackupTest {
    private static final Selection EVERYTHING = new Selection(Optional.empty(), Optional.empty(), Optional.empty());

    private final Clock clock = Clock.systemUTC();

    @TempDir
    Path folder;

    @Test
    void runningServer_backedUpWhileItIngests_restoresToAStateThatItHad() throws Exception {
        Path file = folder.resolve("backup.zip");
        Map<SeriesId, List<Reading>> before;
        Map<SeriesId, List<Reading>> after;
        try (Village village = start("data");
                Publishing publishing = new Publishing(village.brokerUrl())) {
            done(village.accounts().create(operator(), "correct horse"));
            publishing.awaitKept(300);
            before = all(village.store());

            Manifest made = Backup.make(installation("data"), file, clock);

            assertThat(made.running()).isTrue();
            publishing.awaitKept(publishing.kept() + 100);
            publishing.stop();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> size(all(village.store())) == publishing.kept());
            after = all(village.store());
        }

        var unusedRestored = Restore.data(installation("restored"), file, clock);

        try (Village restored = start("restored")) {
            Map<SeriesId, List<Reading>> found = all(restored.store());
            assertThat(found.keySet()).isEqualTo(after.keySet());
            found.forEach((series, readings) -> assertThat(readings)
                    .as(series.toString())
                    .hasSizeGreaterThanOrEqualTo(
                            before.getOrDefault(series, List.of()).size())
                    .isEqualTo(after.getOrDefault(series, List.of()).subList(0, readings.size())));
            assertThat(size(found)).isLessThan(size(after));
            assertThat(done(restored.store().latest()))
                    .hasSameSizeAs(found.keySet())
                    .allSatisfy(newest -> assertThat(found.getOrDefault(newest.series(), List.of()))
                            .last()
                            .isEqualTo(newest));
            assertThat(done(restored.accounts().signIn("operator", "correct horse")))
                    .isPresent();
        }
    }

    @Test
    void stoppedServer_isBackedUpWithItsBroker_andTheConfigurationComesBack() throws Exception {
        try (Village village = start("data")) {
            done(village.accounts().create(operator(), "correct horse"));
        }
        Path file = folder.resolve("backup.zip");

        Manifest made = Backup.make(installation("data"), file, clock);
        var unusedRestored = Restore.data(installation("restored"), file, clock);
        var unusedConfiguration = Restore.configuration(file, folder.resolve("etc"));

        assertThat(made.running()).isFalse();
        assertThat(folder.resolve("restored/broker/journal")).isNotEmptyDirectory();
        assertThat(folder.resolve("etc/config/ocaq.yaml")).hasSameTextualContentAs(Path.of("config/ocaq.yaml"));
        assertThat(folder.resolve("etc/devices/types")).isNotEmptyDirectory();
        assertThatThrownBy(() -> Restore.data(installation("restored"), file, clock))
                .hasMessageContaining("is not empty");
        assertThatThrownBy(() -> Backup.make(installation("data"), file, clock)).hasMessageContaining("there already");
        try (Village village = start("restored")) {
            assertThat(done(village.accounts().signIn("operator", "correct horse")))
                    .isPresent();
        }
        damaged_isRefused(file);
    }

    @Test
    void newerData_isRefusedInOneSentence() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("layout"), "2");

        assertThatThrownBy(() -> start("data"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("of a newer Ocaq");
    }

    @Test
    void interruptedRestore_noServerStartsOnIt() throws Exception {
        DataDirectory.beginRestore(folder.resolve("data"));

        assertThatThrownBy(() -> start("data"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("was not finished");
    }

    private static void damaged_isRefused(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        byte[] changed = whole.clone();
        for (int at = whole.length / 3; at < whole.length / 3 + 1_000; at += 10) {
            changed[at] ^= 0x40;
        }
        refused(Files.write(file.resolveSibling("damaged.zip"), changed));
        refused(Files.write(file.resolveSibling("short.zip"), java.util.Arrays.copyOf(whole, whole.length / 2)));
        refused(Files.writeString(file.resolveSibling("text.zip"), "no archive"));
    }

    private static void refused(Path file) {
        assertThatThrownBy(() -> ArchiveFile.open(file).close())
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("take another");
    }

    private Village start(String name) {
        return Village.start(installation(name), clock);
    }

    private Installation installation(String name) {
        Map<String, String> environment = new HashMap<>();
        environment.put("OCAQ_DATA_DIR", folder.resolve(name).toString());
        environment.put("OCAQ_HTTP_PORT", "0");
        environment.put("OCAQ_MQTT_PORT", "0");
        environment.put("OCAQ_MQTT_ANONYMOUS", "true");
        return Installation.load(Path.of("config/ocaq.yaml"), environment, List.of("aghali"));
    }

    /** Publishes the numbers from 1 in turn as two devices, each once the one before it is acknowledged. */
    private static final class Publishing implements AutoCloseable {
        private final Vertx vertx = Vertx.vertx();
        private final MqttPublisher publisher;
        private final Thread thread = new Thread(this::run, "publishing");
        private volatile boolean stopped;
        private volatile int kept;

        Publishing(String broker) throws Exception {
            publisher = new MqttPublisher(vertx, PublisherSettings.of(broker, "device-of-the-test"));
            done(publisher.connect());
            thread.start();
        }

        int kept() {
            return kept;
        }

        void awaitKept(int count) {
            Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> kept >= count);
        }

        void stop() {
            stopped = true;
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !thread.isAlive());
        }

        private void run() {
            try {
                while (!stopped) {
                    int number = kept + 1;
                    String payload =
                            "{\"ts\":" + (1_790_000_000_000L + number * 1_000L) + ",\"active_power\":" + number + '}';
                    String topic = "village/aghali/home-00" + (1 + number % 2) + "/meter/telemetry";
                    done(publisher.publish(topic, payload.getBytes(StandardCharsets.UTF_8), false));
                    kept = number;
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            stop();
            publisher.close().toCompletionStage().toCompletableFuture().join();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static Actor operator() {
        return new Actor("operator", Role.OPERATOR, Set.of(), Set.of(), Optional.empty());
    }

    private static Map<SeriesId, List<Reading>> all(TimeSeriesStore store) throws Exception {
        Map<SeriesId, ConcurrentLinkedQueue<Reading>> found = new ConcurrentHashMap<>();
        done(store.scan(
                EVERYTHING,
                Instant.MIN,
                Instant.MAX,
                chunk -> found.computeIfAbsent(chunk.get(0).series(), series -> new ConcurrentLinkedQueue<>())
                        .addAll(chunk)));
        Map<SeriesId, List<Reading>> lists = new HashMap<>();
        found.forEach((series, readings) -> lists.put(series, List.copyOf(readings)));
        return lists;
    }

    private static int size(Map<SeriesId, List<Reading>> all) {
        return all.values().stream().mapToInt(List::size).sum();
    }
}
