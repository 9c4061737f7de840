package az.ocaq.store.questdb;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import az.ocaq.store.Aggregation;
import az.ocaq.store.Point;
import az.ocaq.store.SeriesQuery;
import az.ocaq.store.Step;
import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.DefaultCairoConfiguration;
import io.questdb.cairo.security.AllowAllSecurityContext;
import io.questdb.griffin.SqlExecutionContextImpl;
import io.questdb.griffin.engine.functions.bind.BindVariableServiceImpl;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store that an earlier version made: its tables have symbols in a cache, and large blocks in their indices. */
@Timeout(120)
final class QuestUpgradeTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final int SERIES = 300;
    private static final int MINUTES = 30;
    private static final String SYMBOL = "series SYMBOL CAPACITY 262144 CACHE INDEX CAPACITY 256";

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path directory;

    @Test
    void storeOfAnEarlierVersion_keepsAllItsValues_andTakesMore() throws Exception {
        makeEarlier();

        QuestStore store = QuestStore.open(vertx, directory, true);
        for (int series : List.of(1, 2, SERIES)) {
            assertThat(raw(store, series)).as("series %d", series).isEqualTo(values(series, MINUTES));
        }
        assertThat(done(store.latest())).hasSize(SERIES);
        for (int series = 1; series <= SERIES + 1; series++) {
            done(store.append(List.of(reading(series, MINUTES), reading(series, MINUTES + 200))));
        }
        done(store.rollUp());
        done(store.close());
        QuestStore again = QuestStore.open(vertx, directory, true);

        assertThat(raw(again, 1))
                .hasSize(MINUTES + 2)
                .startsWith(values(1, MINUTES + 1).toArray(Double[]::new));
        assertThat(raw(again, SERIES + 1)).hasSize(2);
        SeriesQuery counts = new SeriesQuery(
                id(2),
                T0,
                T0.plus(Duration.ofHours(1)),
                Step.HOUR,
                Aggregation.COUNT,
                ZoneOffset.UTC,
                Duration.ofMinutes(1),
                OptionalDouble.empty());
        assertThat(done(again.read(counts))).extracting(Point::value).containsExactly(MINUTES + 1.0);
        done(again.close());
        done(vertx.close());
    }

    /** Its readings are in the log and not yet applied, as after a kill. */
    private void makeEarlier() throws Exception {
        QuestLog.configure();
        try (CairoEngine engine = new CairoEngine(new DefaultCairoConfiguration(directory.toString()));
                SqlExecutionContextImpl context = new SqlExecutionContextImpl(engine, 1)
                        .with(
                                AllowAllSecurityContext.INSTANCE,
                                new BindVariableServiceImpl(engine.getConfiguration()))) {
            engine.execute(
                    "CREATE TABLE readings (" + SYMBOL + ", time TIMESTAMP, value DOUBLE, quality BYTE)"
                            + " TIMESTAMP(time) PARTITION BY DAY WAL DEDUP UPSERT KEYS(time, series)",
                    context);
            engine.execute(
                    "CREATE TABLE rollups (" + SYMBOL
                            + ", time TIMESTAMP, min DOUBLE, max DOUBLE, sum DOUBLE, count LONG,"
                            + " first_time TIMESTAMP, first DOUBLE, first_quality BYTE, last_time TIMESTAMP, last DOUBLE,"
                            + " last_quality BYTE, integral DOUBLE, longest_gap LONG, rise DOUBLE, falls BOOLEAN,"
                            + " quality BYTE) TIMESTAMP(time) PARTITION BY MONTH WAL DEDUP UPSERT KEYS(time, series)",
                    context);
            engine.execute(
                    "CREATE TABLE marks (time TIMESTAMP, marked BOOLEAN)"
                            + " TIMESTAMP(time) PARTITION BY YEAR WAL DEDUP UPSERT KEYS(time)",
                    context);
            for (int minute = 0; minute < MINUTES; minute++) {
                long micros = time(minute).toEpochMilli() * 1_000;
                engine.execute(
                        "INSERT INTO readings SELECT 'aghali/home-' || x || '/meter/active_power', " + micros
                                + "::timestamp, x * 1000.0 + " + minute + ", 0::byte FROM long_sequence(" + SERIES
                                + ")",
                        context);
            }
            for (int quarter = 0; quarter < MINUTES; quarter += 15) {
                long micros = time(quarter).toEpochMilli() * 1_000;
                engine.execute("INSERT INTO marks VALUES (" + micros + "::timestamp, true)", context);
            }
        }
    }

    private static Instant time(int minute) {
        return T0.plus(Duration.ofMinutes(minute));
    }

    private static SeriesId id(int series) {
        return new SeriesId(new DeviceId("aghali", "home-" + series, "meter"), Metric.named("active_power"));
    }

    private static Reading reading(int series, int minute) {
        return new Reading(id(series), time(minute), series * 1000.0 + minute, Quality.GOOD);
    }

    private static List<Double> values(int series, int minutes) {
        return IntStream.range(0, minutes)
                .mapToObj(minute -> reading(series, minute).value())
                .toList();
    }

    private static List<Double> raw(QuestStore store, int series) throws Exception {
        return done(store.read(SeriesQuery.raw(id(series), T0, Instant.MAX))).stream()
                .map(Point::value)
                .toList();
    }
}
