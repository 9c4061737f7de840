package az.ocaq.store.questdb;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import az.ocaq.store.Refusal;
import az.ocaq.store.RefusedException;
import az.ocaq.store.Selection;
import az.ocaq.store.SeriesQuery;
import az.ocaq.store.Snapshot;
import az.ocaq.store.StoreException;
import az.ocaq.store.TimeSeriesStore;
import az.ocaq.store.TimeSeriesStoreContract;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class QuestStoreTest implements TimeSeriesStoreContract {
    private static final Selection EVERYTHING = new Selection(Optional.empty(), Optional.empty(), Optional.empty());

    private final Vertx vertx = Vertx.vertx();
    private TimeSeriesStore store;

    @TempDir
    Path directory;

    @BeforeEach
    void open() {
        store = QuestStore.open(vertx, directory, true);
    }

    @AfterEach
    void close() throws Exception {
        done(store.close());
        done(vertx.close());
    }

    @Override
    public TimeSeriesStore store() {
        return store;
    }

    @Override
    public TimeSeriesStore reopened() throws Exception {
        done(store.close());
        open();
        return store;
    }

    @Test
    void open_afterKill_everyAppendedReadingIsThere(@TempDir Path killed) throws Exception {
        Path output = killed.resolve("output");
        Process process = QuestStoreProcess.start(killed.resolve("data"), output);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> kept(output) >= 40_000);
        process.destroyForcibly().waitFor();
        int kept = kept(output);

        TimeSeriesStore reopened = QuestStore.open(vertx, killed.resolve("data"), true);

        assertThat(done(reopened.read(SeriesQuery.raw(QuestStoreProcess.SERIES, QuestStoreProcess.START, Instant.MAX))))
                .hasSizeGreaterThanOrEqualTo(kept);
        done(reopened.close());
    }

    @Test
    void open_directoryInUse_isRefused() {
        assertThatThrownBy(() -> QuestStore.open(vertx, directory, true))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("used by another Ocaq");
    }

    @Test
    void open_directoryIsAFile_saysWhatToDo(@TempDir Path other) throws Exception {
        Path file = Files.createFile(other.resolve("data"));

        assertThatThrownBy(() -> QuestStore.open(vertx, file, true))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("choose another data directory");
    }

    /** A log repeats with each append the names of all series that it did not know when it began. */
    @Test
    void append_manyNewSeries_aNewLogKnowsThem() throws Exception {
        List<Reading> first = IntStream.range(0, 600)
                .mapToObj(i -> new Reading(new SeriesId(device(i), POWER.metric()), T0, i, Quality.GOOD))
                .toList();
        done(store.append(first));

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            done(store.append(List.of(first.get(0))));
            return Files.exists(directory.resolve("readings~1/wal2"));
        });

        assertThat(done(store.latest())).containsExactlyInAnyOrderElementsOf(first);
        assertThat(done(reopened().latest())).containsExactlyInAnyOrderElementsOf(first);
    }

    private static DeviceId device(int number) {
        return DeviceId.parse("aghali/home-%03d/meter".formatted(number)).orElseThrow();
    }

    @Test
    void append_duringAScan_isNotDelayed() throws Exception {
        done(store.append(List.of(new Reading(POWER, T0, 1, Quality.GOOD))));
        CountDownLatch release = new CountDownLatch(1);
        Future<Void> scan = store.scan(EVERYTHING, Instant.MIN, Instant.MAX, chunk -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        done(store.append(List.of(new Reading(POWER, T0.plusSeconds(1), 2, Quality.GOOD))));

        assertThat(done(store.read(SeriesQuery.raw(POWER, T0, Instant.MAX)))).hasSize(2);
        assertThat(scan.isComplete()).isFalse();
        release.countDown();
        done(scan);
    }

    @Test
    void append_before1970_isRefusedAndTheRestKept() throws Exception {
        Reading good = new Reading(POWER, T0, 1, Quality.GOOD);
        Reading bad = new Reading(POWER, Instant.EPOCH.minusMillis(1), 1, Quality.GOOD);

        assertThatThrownBy(() -> done(store.append(List.of(bad, good))))
                .hasCauseInstanceOf(RefusedException.class)
                .cause()
                .extracting(it -> ((RefusedException) it).refusals())
                .isEqualTo(List.of(new Refusal(bad, "a time before 1970 cannot be stored")));
        assertThat(done(store.latest("aghali"))).containsExactly(good);
    }

    @Test
    void close_appliedLogIsDeleted() throws Exception {
        for (int batch = 0; batch < 5; batch++) {
            List<Reading> readings = new ArrayList<>();
            for (int i = 0; i < 100_000; i++) {
                readings.add(new Reading(POWER, T0.plus(Duration.ofSeconds(batch * 100_000L + i)), i, Quality.GOOD));
            }
            done(store.append(readings));
        }

        done(store.close());

        assertThatThrownBy(() -> done(store.latest("aghali"))).hasMessageContaining("closed");
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(it -> it.getFileName().toString().matches("wal\\d+")))
                    .isEmpty();
        }
        open();
    }

    @Test
    void snapshot_leftByACrash_changesNothing() throws Exception {
        Reading before = new Reading(POWER, T0, 1, Quality.GOOD);
        Reading after = new Reading(POWER, T0.plusSeconds(1), 2, Quality.GOOD);
        done(store.append(List.of(before)));
        Snapshot unusedNeverClosed = done(store.snapshot());
        done(store.append(List.of(after)));

        TimeSeriesStore reopened = reopened();

        assertThat(done(reopened.read(SeriesQuery.raw(POWER, T0, Instant.MAX)))).hasSize(2);
        done(reopened.snapshot()).close();
    }

    /** The last number that was printed whole. */
    private static int kept(Path output) throws IOException {
        String text = Files.exists(output) ? Files.readString(output) : "";
        List<String> whole =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        return whole.isEmpty() ? 0 : Integer.parseInt(whole.get(whole.size() - 1));
    }
}
