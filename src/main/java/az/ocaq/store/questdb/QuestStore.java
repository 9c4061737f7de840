package az.ocaq.store.questdb;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import az.ocaq.store.Aggregation;
import az.ocaq.store.Aggregator;
import az.ocaq.store.Point;
import az.ocaq.store.Selection;
import az.ocaq.store.SeriesQuery;
import az.ocaq.store.Step;
import az.ocaq.store.StoreException;
import az.ocaq.store.TimeSeriesStore;
import io.questdb.cairo.TableToken;
import io.questdb.griffin.SqlException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A {@link TimeSeriesStore} inside this process. Appending, applying what was appended, reading and scanning have a
 * thread each, so that none waits for another but a read for the application of what was appended before it.
 */
public final class QuestStore implements TimeSeriesStore {
    private static final int CHUNK = 5_000;
    private static final long APPLY_AFTER_MILLIS = 1_000;
    private static final Comparator<SeriesId> BY_NAME = Comparator.comparing(SeriesId::device)
            .thenComparing(series -> series.metric().name());

    private final Vertx vertx;
    private final QuestParts parts;
    private final QuestTables tables;
    private final AtomicBoolean applyPlanned = new AtomicBoolean();
    private volatile boolean closing;

    private QuestStore(Vertx vertx, QuestParts parts) {
        this.vertx = vertx;
        this.parts = parts;
        this.tables = parts.tables();
    }

    /**
     * Opens the store in a directory, which is made when it is not there. Blocks until everything that was appended
     * before, even by a process that was killed, is visible. Fails with a {@link StoreException} that says what to do.
     *
     * @param settlements the settlements that get a table of their own
     * @param sync whether each append is forced to the disk; without it {@code kill -9} still loses nothing, but a power
     *     cut may lose the last seconds
     */
    public static QuestStore open(Vertx vertx, Path directory, Set<String> settlements, boolean sync) {
        return new QuestStore(vertx, QuestParts.open(vertx, directory, settlements, sync));
    }

    /** Appends; fails as a whole, nothing written, when a reading is older than 1970, which cannot be kept. */
    @Override
    public Future<Void> append(List<Reading> readings) {
        return parts.appending()
                .run(session -> {
                    for (Reading reading : readings) {
                        if (reading.time().isBefore(Instant.EPOCH)) {
                            throw new StoreException("a time before 1970 cannot be stored: " + reading);
                        }
                    }
                    tables.write(readings);
                })
                .onSuccess(done -> planApply());
    }

    @Override
    public Future<List<Point>> read(SeriesQuery query) {
        return parts.reading().call(session -> {
            tables.applyCommitted();
            TableToken table = tables.of(query.series().device().settlement());
            String series = query.series().toString();
            List<Point> points = new ArrayList<>();
            if (query.step() == Step.RAW) {
                session.points(table, series, query.from(), query.to(), points::add);
                return points;
            }
            Aggregator aggregator = new Aggregator(query);
            before(session, table, query).ifPresent(aggregator::add);
            session.points(table, series, query.from(), query.to(), aggregator::add);
            if (query.aggregation() == Aggregation.DELTA) {
                session.firstPoint(table, series, query.to()).ifPresent(aggregator::add);
            }
            return aggregator.finish();
        });
    }

    @Override
    public Future<List<Reading>> latest(String settlement) {
        return parts.reading().call(session -> {
            tables.applyCommitted();
            List<Reading> found = new ArrayList<>();
            session.latest(tables.of(settlement), reading -> {
                if (reading.series().device().settlement().equals(settlement)) {
                    found.add(reading);
                }
            });
            return found;
        });
    }

    @Override
    public Future<List<SeriesId>> series(DeviceId device) {
        return parts.reading().call(session -> {
            tables.applyCommitted();
            Selection selection = new Selection(Optional.empty(), Optional.of(device), Optional.empty());
            return selected(tables.of(device.settlement()), selection);
        });
    }

    @Override
    public Future<Void> scan(Selection selection, Instant from, Instant to, Consumer<List<Reading>> consumer) {
        return parts.scanning().run(session -> {
            tables.applyCommitted();
            Optional<String> settlement =
                    selection.settlement().or(() -> selection.device().map(DeviceId::settlement));
            List<TableToken> scanned =
                    settlement.map(it -> List.of(tables.of(it))).orElseGet(tables::all);
            for (TableToken table : scanned) {
                for (SeriesId series : selected(table, selection)) {
                    scan(session, table, series, from, to, consumer);
                }
            }
        });
    }

    @Override
    public Future<Void> close() {
        closing = true;
        applyPlanned.set(true);
        return parts.close();
    }

    /** Applies a while after an append, so that what is not read is applied all the same, many appends at once. */
    private void planApply() {
        if (applyPlanned.compareAndSet(false, true)) {
            long unusedTimer = vertx.setTimer(APPLY_AFTER_MILLIS, timer -> {
                applyPlanned.set(false);
                parts.applyInBackground();
            });
        }
    }

    /** The reading that says what held, or what a counter read, when the first bucket began. */
    private static Optional<Point> before(QuestSession session, TableToken table, SeriesQuery query)
            throws SqlException {
        Instant earliest = switch (query.aggregation()) {
            case DELTA -> Instant.EPOCH;
            case AVG ->
                query.from().isBefore(Instant.EPOCH)
                        ? Instant.EPOCH
                        : query.from().minus(query.maxHold());
            default -> query.from();
        };
        return session.lastPoint(table, query.series().toString(), earliest, query.from());
    }

    private List<SeriesId> selected(TableToken table, Selection selection) {
        return tables.series(table).stream()
                .map(QuestSession::series)
                .filter(it -> selection
                        .settlement()
                        .map(it.device().settlement()::equals)
                        .orElse(true))
                .filter(it -> selection.device().map(it.device()::equals).orElse(true))
                .filter(it -> selection.metric().map(it.metric().name()::equals).orElse(true))
                .sorted(BY_NAME)
                .toList();
    }

    private void scan(
            QuestSession session,
            TableToken table,
            SeriesId series,
            Instant from,
            Instant to,
            Consumer<List<Reading>> consumer)
            throws SqlException {
        List<Reading> chunk = new ArrayList<>();
        session.points(table, series.toString(), from, to, point -> {
            if (closing) {
                throw new StoreException("the scan was ended because the time-series store is closed");
            }
            chunk.add(QuestSession.reading(series, point));
            if (chunk.size() == CHUNK) {
                consumer.accept(List.copyOf(chunk));
                chunk.clear();
            }
        });
        if (!chunk.isEmpty()) {
            consumer.accept(List.copyOf(chunk));
        }
    }
}
