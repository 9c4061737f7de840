package az.ocaq.store.questdb;

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
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class QuestRollupsTest implements RollupsContract {
    private static final Instant NOW = T0.plus(Duration.ofDays(40));

    private final Vertx vertx = Vertx.vertx();
    private QuestStore store;

    @TempDir
    Path directory;

    @BeforeEach
    void open() {
        store = open(Duration.ZERO);
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
        store = open(Duration.ZERO);
        return store;
    }

    @Override
    public Future<Void> rollUp() {
        return store.rollUp();
    }

    @Test
    void rollUp_retention_dropsReadingsAndKeepsWhatTheyAmountTo() throws Exception {
        done(store.close());
        store = open(Duration.ofDays(38).plusHours(1));
        List<Reading> readings = RollupsContract.readings();
        done(store.append(readings));
        List<Point> before = done(store.read(days(Aggregation.MAX)));
        List<Point> counted = done(store.read(days(Aggregation.COUNT)));
        List<Point> used = done(store.read(days(Aggregation.DELTA)));

        done(store.rollUp());

        List<Point> raw = done(store.read(SeriesQuery.raw(ENERGY, Instant.MIN, Instant.MAX)));
        assertThat(raw).isNotEmpty().allMatch(it -> !it.time().isBefore(T0.plus(Duration.ofDays(1))));
        assertThat(done(store.read(days(Aggregation.MAX)))).isEqualTo(before);
        assertThat(done(store.read(days(Aggregation.COUNT)))).isEqualTo(counted);
        // Only where the modulus mattered does the rollup of the first day know less than its readings did.
        assertThat(done(store.read(days(Aggregation.DELTA))))
                .hasSameSizeAs(used)
                .endsWith(used.get(used.size() - 1));
    }

    private static SeriesQuery days(Aggregation aggregation) {
        return RollupsContract.query(T0, T0.plus(Duration.ofDays(4)), Step.DAY, aggregation);
    }

    private QuestStore open(Duration retention) {
        return QuestStore.open(vertx, directory, false, retention, Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
