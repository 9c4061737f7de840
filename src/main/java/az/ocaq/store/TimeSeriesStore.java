package az.ocaq.store;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps readings as time series. Thread-safe: methods may be called from any thread, do not block it, and complete on the
 * caller's Vert.x context.
 */
public interface TimeSeriesStore {
    /**
     * Appends readings in any order of time. Success means that they survive {@code kill -9} of this process. A reading
     * with the series and time of an earlier one replaces it, so repeating an append changes nothing. Fails with a
     * {@link RefusedException} when the store will never take some of them: these go to the quarantine, all others are
     * kept. Any other failure says that the store cannot take them now; then the caller repeats the whole batch.
     */
    Future<Void> append(List<Reading> readings);

    /**
     * Reads one series, oldest first; a step other than raw returns one point per bucket that has data, stamped with the
     * bucket's start. Everything appended before is visible. Empty for an unknown series.
     */
    Future<List<Point>> read(SeriesQuery query);

    /** The oldest reading of a series with {@code from <= time}, however long after; empty when there is none. */
    Future<Optional<Point>> first(SeriesId series, Instant from);

    /** The newest reading of every series, in no order; quick enough to be read at each start. */
    Future<List<Reading>> latest();

    /** The newest reading of every series of a settlement, in no order. */
    Future<List<Reading>> latest(String settlement);

    /** The metrics that a device has ever had, by name; empty for an unknown device. */
    Future<List<SeriesId>> series(DeviceId device);

    /**
     * Streams readings with {@code from <= time < to} that the selection takes, by series and oldest first within a
     * series, in bounded memory. The consumer runs on a worker thread and may block; what it throws ends the scan and
     * fails the future.
     */
    Future<Void> scan(Selection selection, Instant from, Instant to, Consumer<List<Reading>> consumer);

    /** What was appended before this call, to be copied; one at a time. */
    Future<Snapshot> snapshot();

    /** Finishes what was appended and releases everything. The store is not used afterwards. */
    Future<Void> close();
}
