package az.ocaq.store.influx;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.measurement.Reading;
import az.ocaq.store.Aggregation;
import az.ocaq.store.Point;
import az.ocaq.store.RollupsContract;
import az.ocaq.store.SeriesQuery;
import az.ocaq.store.Step;
import az.ocaq.store.TimeSeriesStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rollups on a real server, which deletes what is past its retention within seconds. */
@Timeout(180)
final class InfluxRollupsTest implements RollupsContract {
    @TempDir
    static Path directory;

    private static InfluxServer server;
    private static int databases;

    private final Vertx vertx = Vertx.vertx();
    private String database = "";
    private InfluxStore store;

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
        database = "rolled" + ++databases;
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
        reopen(Duration.ZERO);
        return store;
    }

    @Override
    public Future<Void> rollUp() {
        return store.rollUp();
    }

    @Test
    void retention_deletesReadings_andWhatTheyAmountToStays() throws Exception {
        reopen(Duration.ofDays(30));
        Instant start = Clock.systemUTC().instant().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(6));
        done(store.append(from(start)));
        List<Point> highest = done(store.read(days(start, Aggregation.MAX)));
        List<Point> counted = done(store.read(days(start, Aggregation.COUNT)));
        done(store.rollUp());

        reopen(Duration.ofDays(2));
        SeriesQuery raw = SeriesQuery.raw(ENERGY, Instant.MIN, Instant.MAX);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> done(store.read(raw)).isEmpty());

        assertThat(highest).hasSizeGreaterThan(2);
        assertThat(done(store.read(days(start, Aggregation.MAX)))).isEqualTo(highest);
        assertThat(done(store.read(days(start, Aggregation.COUNT)))).isEqualTo(counted);
        assertThat(done(store.series(ENERGY.device()))).containsExactly(ENERGY);
        assertThat(done(store.latest())).containsExactly(last(from(start)));
    }

    @Test
    void readingsOfADatabaseThatHadNoRollups_areRolledUp() throws Exception {
        done(store.append(List.of()));
        assertThat(done(store.latest())).isEmpty();
        List<Reading> readings = RollupsContract.readings();
        server.write(database, readings.stream().map(LineProtocol::line).collect(Collectors.joining("\n")));
        reopen(Duration.ZERO);

        assertThat(done(store.latest())).containsExactly(last(readings));
        assertThat(total()).isEqualTo(readings.size());
        done(store.rollUp());
        assertThat(total()).isEqualTo(readings.size());
    }

    private static Reading last(List<Reading> readings) {
        return readings.get(readings.size() - 1);
    }

    private double total() throws Exception {
        return done(store.read(days(T0, Aggregation.COUNT))).stream()
                .mapToDouble(Point::value)
                .sum();
    }

    /** The readings of the contract, but that they begin at another time. */
    private static List<Reading> from(Instant start) {
        Duration later = Duration.between(T0, start);
        return RollupsContract.readings().stream()
                .map(it -> new Reading(it.series(), it.time().plus(later), it.value(), it.quality()))
                .toList();
    }

    private static SeriesQuery days(Instant start, Aggregation aggregation) {
        return RollupsContract.query(start, start.plus(Duration.ofDays(4)), Step.DAY, aggregation);
    }

    private void reopen(Duration retention) throws Exception {
        done(store.close());
        store = store(retention);
    }

    private InfluxStore store(Duration retention) {
        return new InfluxStore(vertx, new InfluxSettings(server.url(), "", database, "", retention), Clock.systemUTC());
    }
}
