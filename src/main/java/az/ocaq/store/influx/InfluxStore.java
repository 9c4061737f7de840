package az.ocaq.store.influx;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import az.ocaq.store.Point;
import az.ocaq.store.Refusal;
import az.ocaq.store.RefusedException;
import az.ocaq.store.Selection;
import az.ocaq.store.SeriesQuery;
import az.ocaq.store.Snapshot;
import az.ocaq.store.StoreException;
import az.ocaq.store.TimeSeriesStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link TimeSeriesStore} on an InfluxDB server. An outage is a failed future and the caller repeats; readings that the
 * server will never take are a {@link RefusedException}.
 */
public final class InfluxStore implements TimeSeriesStore {
    private static final Logger LOG = LoggerFactory.getLogger(InfluxStore.class);
    private static final int READERS = 4;
    private static final long ROLL_MILLIS = 10_000;
    private static final Comparator<SeriesId> BY_NAME = Comparator.comparing(SeriesId::device)
            .thenComparing(series -> series.metric().name());

    private final InfluxConnection connection;
    private final InfluxWriter writer;
    private final InfluxReader reader;
    private final InfluxRollups rollups;
    private final Vertx vertx;
    private final WorkerExecutor rolling;
    private final long rollTimer;
    private final WorkerExecutor appending;
    private final WorkerExecutor reading;
    private final WorkerExecutor scanning;

    /** A store that reaches for its server at the first use. */
    public InfluxStore(Vertx vertx, InfluxSettings settings, Clock clock) {
        this.connection = new InfluxConnection(settings);
        this.writer = new InfluxWriter(connection);
        this.reader = new InfluxReader(connection);
        this.rollups = new InfluxRollups(connection, reader, clock);
        this.vertx = vertx;
        this.rolling = executor(vertx, "roll", 1);
        this.appending = executor(vertx, "append", 1);
        this.reading = executor(vertx, "read", READERS);
        this.scanning = executor(vertx, "scan", 1);
        this.rollTimer = vertx.setPeriodic(
                ROLL_MILLIS,
                timer -> rollUp().onFailure(
                                failure -> LOG.info("rolling up failed reason=\"{}\"", failure.getMessage())));
    }

    /** Rolls up what is over; runs by itself every ten seconds. */
    Future<Void> rollUp() {
        return work(rolling, () -> {
            rollups.rollUp();
            return null;
        });
    }

    @Override
    public Future<Void> append(List<Reading> readings) {
        List<Reading> batch = List.copyOf(readings);
        return work(appending, () -> {
            rollups.mark(batch);
            List<Refusal> refusals = writer.write(batch);
            if (!refusals.isEmpty()) {
                throw new RefusedException(refusals);
            }
            return null;
        });
    }

    @Override
    public Future<List<Point>> read(SeriesQuery query) {
        return work(reading, () -> rollups.read(query));
    }

    @Override
    public Future<Optional<Point>> first(SeriesId series, Instant from) {
        return work(reading, () -> reader.series(series).first(from));
    }

    @Override
    public Future<List<Reading>> latest() {
        return work(reading, () -> rollups.latest(Optional.empty()));
    }

    @Override
    public Future<List<Reading>> latest(String settlement) {
        return work(reading, () -> rollups.latest(Optional.of(settlement)));
    }

    @Override
    public Future<List<SeriesId>> series(DeviceId device) {
        return work(
                reading,
                () -> reader.metrics(device).stream()
                        .sorted()
                        .map(name -> new SeriesId(device, Metric.named(name)))
                        .toList());
    }

    @Override
    public Future<Void> scan(Selection selection, Instant from, Instant to, Consumer<List<Reading>> consumer) {
        return work(scanning, () -> {
            List<SeriesId> found =
                    reader.series(selection, from, to).stream().sorted(BY_NAME).toList();
            for (SeriesId series : found) {
                reader.chunks(series, from, to, consumer);
            }
            return null;
        });
    }

    @Override
    public Future<Snapshot> snapshot() {
        return Future.succeededFuture(new InfluxSnapshot(reader));
    }

    @Override
    public Future<Void> close() {
        boolean unusedCancelled = vertx.cancelTimer(rollTimer);
        rollups.close();
        return appending
                .close()
                .eventually(rolling::close)
                .eventually(scanning::close)
                .eventually(reading::close)
                .onComplete(done -> connection.close());
    }

    private WorkerExecutor executor(Vertx vertx, String name, int threads) {
        // Executors of the same name are shared; a second store has threads of its own.
        String own = "influx-" + name + '-' + Integer.toHexString(System.identityHashCode(connection));
        return vertx.createSharedWorkerExecutor(own, threads, 24, TimeUnit.HOURS);
    }

    private static <T> Future<T> work(WorkerExecutor executor, Callable<T> work) {
        try {
            return executor.executeBlocking(work, false);
        } catch (RejectedExecutionException e) {
            return Future.failedFuture(new StoreException("the time-series store is closed", e));
        }
    }
}
