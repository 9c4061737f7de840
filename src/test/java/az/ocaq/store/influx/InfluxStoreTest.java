package az.ocaq.store.influx;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.store.Point;
import az.ocaq.store.ReadingLines;
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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server before 1.8, which takes the longest way. */
@Timeout(120)
final class InfluxStoreTest implements TimeSeriesStoreContract {
    @TempDir
    static Path directory;

    private static InfluxServer server;
    private static int databases;

    private final Vertx vertx = Vertx.vertx();
    private String database = "";
    private TimeSeriesStore store;

    @BeforeAll
    static void startServer() throws Exception {
        server = InfluxServer.start(directory);
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.stop();
    }

    @BeforeEach
    void open() {
        database = "ocaq" + ++databases;
        store = store(Duration.ZERO);
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
        store = store(Duration.ZERO);
        return store;
    }

    @Test
    void read_aLineThatLacksAField_givesTheOthers() throws Exception {
        List<Reading> whole = List.of(
                new Reading(POWER, T0, 1, Quality.GOOD), new Reading(POWER, T0.plusSeconds(60), 2, Quality.GOOD));
        done(store.append(whole));
        String series = "readings,device=meter,metric=active_power,settlement=aghali,site=home-001 ";
        server.write(database, series + "value=7 " + T0.plusSeconds(30).toEpochMilli());
        server.write(database, series + "quality=1i " + T0.plusSeconds(90).toEpochMilli());
        List<Reading> scanned = new ArrayList<>();

        done(store.scan(
                new Selection(Optional.of("aghali"), Optional.empty(), Optional.empty()),
                T0,
                T0.plusSeconds(120),
                scanned::addAll));

        assertThat(scanned).containsExactlyElementsOf(whole);
        assertThat(done(store.read(SeriesQuery.raw(POWER, T0, T0.plusSeconds(120)))))
                .extracting(Point::value)
                .containsExactly(1.0, 2.0);
        assertThat(done(store.latest("aghali"))).containsExactly(whole.get(1));
    }

    @Test
    void append_oneFieldOfAnotherType_isRefusedAndTheRestKept() throws Exception {
        done(store.append(List.of()));
        assertThat(done(store.latest("aghali"))).isEmpty();
        server.write(
                database,
                "readings,device=meter,metric=active_power,settlement=aghali,site=home-001 value=\"text\" "
                        + T0.toEpochMilli());
        // A later shard has no such conflict: only the reading beside the text is refused.
        List<Reading> batch = new ArrayList<>();
        Reading bad = new Reading(POWER, T0.plusSeconds(1), 1, Quality.GOOD);
        for (int i = 0; i < 999; i++) {
            batch.add(new Reading(ENERGY, T0.plus(Duration.ofDays(30)).plusSeconds(i), i, Quality.GOOD));
        }
        batch.add(500, bad);

        List<Refusal> refusals = refusals(store.append(batch));

        assertThat(refusals).extracting(Refusal::reading).containsExactly(bad);
        assertThat(refusals.get(0).reason()).contains("field type conflict");
        assertThat(points(SeriesQuery.raw(ENERGY, T0, Instant.MAX))).hasSize(999);
    }

    @Test
    void append_olderThanTheRetention_isRefusedInOneGo() throws Exception {
        done(store.close());
        store = store(Duration.ofDays(30));
        Reading old = new Reading(POWER, Instant.parse("2001-01-01T00:00:00Z"), 1, Quality.GOOD);

        List<Refusal> refusals = refusals(store.append(List.of(old)));

        assertThat(refusals).extracting(Refusal::reading).containsExactly(old);
        assertThat(refusals.get(0).reason()).contains("retention policy");
    }

    @Test
    void latest_readingBefore1970_whichIsNotRolledUp_isThere() throws Exception {
        Reading moon = new Reading(POWER, Instant.parse("1969-07-20T20:17:00Z"), 11, Quality.GOOD);

        done(store.append(List.of(moon)));

        assertThat(done(store.latest())).containsExactly(moon);
    }

    @Test
    void append_timeThatInfluxCannotHold_isRefused() throws Exception {
        Reading bad = new Reading(POWER, Instant.parse("2500-01-01T00:00:00Z"), 1, Quality.GOOD);
        Reading good = new Reading(POWER, T0, 1, Quality.GOOD);

        assertThat(refusals(store.append(List.of(bad, good))))
                .extracting(Refusal::reading)
                .containsExactly(bad);
        assertThat(done(store.latest("aghali"))).containsExactly(good);
    }

    @Test
    void append_duringAnOutage_failsAndSucceedsWhenRepeated() throws Exception {
        Reading reading = new Reading(POWER, T0, 1, Quality.GOOD);
        server.stop();
        try {
            assertThatThrownBy(() -> done(store.append(List.of(reading))))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(StoreException.class)
                    .hasMessageContaining(server.url());
        } finally {
            server.restart();
        }

        done(store.append(List.of(reading)));

        assertThat(points(SeriesQuery.raw(POWER, T0, Instant.MAX))).containsExactly(new Point(T0, 1, Quality.GOOD));
    }

    @Test
    void read_databaseIsGone_failsInsteadOfBeingEmpty() throws Exception {
        done(store.append(List.of(new Reading(POWER, T0, 1, Quality.GOOD))));
        drop();

        assertThatThrownBy(() -> points(SeriesQuery.raw(POWER, T0, Instant.MAX)))
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContaining("database not found");
    }

    @Test
    void append_databaseIsGone_isMadeAgainForTheRepetition() throws Exception {
        Reading reading = new Reading(POWER, T0, 1, Quality.GOOD);
        done(store.append(List.of(reading)));
        drop();

        assertThatThrownBy(() -> done(store.append(List.of(reading)))).hasCauseInstanceOf(StoreException.class);
        done(store.append(List.of(reading)));

        assertThat(points(SeriesQuery.raw(POWER, T0, Instant.MAX))).containsExactly(new Point(T0, 1, Quality.GOOD));
    }

    @Test
    void snapshot_holdsEveryReading_andAnotherStoreTakesThem() throws Exception {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 12_000; i++) {
            readings.add(new Reading(i % 2 == 0 ? POWER : ENERGY, T0.plusSeconds(i), i / 3.0, Quality.ofCode(i % 3)));
        }
        done(store.append(readings));
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        List<String> names = new ArrayList<>();

        try (Snapshot snapshot = done(store.snapshot())) {
            snapshot.writeTo(name -> {
                names.add(name);
                return written;
            });
        }

        List<Reading> found = new ArrayList<>();
        ReadingLines.read(new ByteArrayInputStream(written.toByteArray()), found::addAll);
        assertThat(names).containsExactly("readings.csv");
        assertThat(found).containsExactlyInAnyOrderElementsOf(readings);
    }

    private void drop() {
        try (InfluxConnection connection = new InfluxConnection(settings(Duration.ZERO))) {
            var unused = connection.query("DROP DATABASE " + InfluxQuery.name(database));
        }
    }

    private TimeSeriesStore store(Duration retention) {
        return new InfluxStore(vertx, settings(retention), Clock.systemUTC());
    }

    private InfluxSettings settings(Duration retention) {
        return new InfluxSettings(server.url(), "", database, "", retention);
    }

    private List<Point> points(SeriesQuery query) throws Exception {
        return done(store.read(query));
    }

    private static List<Refusal> refusals(Future<Void> append) throws Exception {
        List<Refusal> refusals = new ArrayList<>();
        done(append.recover(failure -> {
            if (failure instanceof RefusedException refused) {
                refusals.addAll(refused.refusals());
                return Future.succeededFuture();
            }
            return Future.failedFuture(failure);
        }));
        return refusals;
    }
}
