package az.ocaq.store.questdb;

import az.ocaq.measurement.DeviceId;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link TimeSeriesStore} inside this process. Appending, applying what was appended, reading, scanning and
 * rolling up have a thread each, so that none waits for another but a read for the application of what was appended before it.
 */
public final class QuestStore implements TimeSeriesStore {
    private static final Logger LOG = LoggerFactory.getLogger(QuestStore.class);
    private static final int CHUNK = 5_000;
    private static final long ROLL_EVERY_MILLIS = 10_000;
    private static final long APPLY_AFTER_MILLIS = 1_000;
    private static final Comparator<SeriesId> BY_NAME = Comparator.comparing(SeriesId::device)
            .thenComparing(series -> series.metric().name());

    private final Vertx vertx;
    private final Path directory;
    private final QuestParts parts;
    private final Retention retention;
    private final AtomicBoolean applyPlanned = new AtomicBoolean();

    private final long rollTimer;

    private QuestStore(Vertx vertx, Path directory, QuestParts parts, Retention retention) {
        this.vertx = vertx;
        this.directory = directory;
        this.parts = parts;
        this.retention = retention;
        this.rollTimer = vertx.setPeriodic(ROLL_EVERY_MILLIS, timer -> {
            Future<Void> unusedRolled =
                    rollUp().onFailure(failure -> LOG.error("rolling up failed reason=\"{}\"", failure.getMessage()));
        });
    }

    /** How long readings are kept, zero for ever. */
    private record Retention(Duration raw, Clock clock) {
        /** The first midnight of which all readings are kept. */
        Optional<Instant> since() {
            return raw.isZero()
                    ? Optional.empty()
                    : Optional.of(clock.instant().minus(raw).truncatedTo(ChronoUnit.DAYS));
        }
    }

    /**
     * Opens the store in a directory, which is made when it is not there. Blocks until everything that was appended
     * before, even by a process that was killed, is visible. Fails with a {@link StoreException} that says what to do.
     *
     * @param sync whether each append is forced to the disk; without it {@code kill -9} still loses nothing, but a power
     *     cut may lose the last seconds
     * @param rawRetention how long readings are kept; after it only their rollups are, to a quarter of an hour; zero for
     *     ever
     */
    public static QuestStore open(Vertx vertx, Path directory, boolean sync, Duration rawRetention, Clock clock) {
        QuestParts parts = QuestParts.open(vertx, directory, sync);
        return new QuestStore(vertx, directory, parts, new Retention(rawRetention, clock));
    }

    /** Opens a store that keeps all readings for ever. */
    public static QuestStore open(Vertx vertx, Path directory, boolean sync) {
        return open(vertx, directory, sync, Duration.ZERO, Clock.systemUTC());
    }

    /** Appends; what is older than 1970 cannot be kept and is refused. */
    @Override
    public Future<Void> append(List<Reading> readings) {
        return parts.appending().run(session -> {
            List<Refusal> refusals = readings.stream()
                    .filter(it -> it.time().isBefore(Instant.EPOCH))
                    .map(it -> new Refusal(it, "a time before 1970 cannot be stored"))
                    .toList();
            List<Reading> stored = refusals.isEmpty() ? readings : storable(readings);
            parts.rollups().mark(stored);
            parts.tables().write(stored);
            planApply();
            if (!refusals.isEmpty()) {
                throw new RefusedException(refusals);
            }
        });
    }

    @Override
    public Future<List<Point>> read(SeriesQuery query) {
        return parts.reading().call(session -> {
            parts.tables().applyCommitted();
            return parts.rollups().read(query, session);
        });
    }

    @Override
    public Future<Optional<Point>> first(SeriesId series, Instant from) {
        return parts.reading().call(session -> {
            parts.tables().applyCommitted();
            return session.series(series).first(from);
        });
    }

    @Override
    public Future<List<Reading>> latest() {
        return latest(reading -> true);
    }

    @Override
    public Future<List<Reading>> latest(String settlement) {
        return latest(reading -> reading.series().device().settlement().equals(settlement));
    }

    @Override
    public Future<List<SeriesId>> series(DeviceId device) {
        return parts.reading().call(session -> {
            parts.tables().applyCommitted();
            return selected(new Selection(Optional.empty(), Optional.of(device), Optional.empty()));
        });
    }

    @Override
    public Future<Void> scan(Selection selection, Instant from, Instant to, Consumer<List<Reading>> consumer) {
        return parts.scanning().run(session -> {
            parts.tables().applyCommitted();
            for (SeriesId series : selected(selection)) {
                scan(session, series, from, to, consumer);
            }
        });
    }

    /** Its files are those of this store's directory; {@link #prepareRestored} makes a store of them again. */
    @Override
    public Future<Snapshot> snapshot() {
        return parts.scanning()
                .call(session -> parts.rollups().createCheckpoint(() -> QuestSnapshot.of(directory, parts.tables())));
    }

    /** Makes the files of a snapshot, put into a directory, ready to be opened. */
    public static void prepareRestored(Path directory) throws IOException {
        var unused = Files.createFile(directory.resolve(QuestSnapshot.RESTORE));
    }

    @Override
    public Future<Void> close() {
        boolean unusedCancelled = vertx.cancelTimer(rollTimer);
        applyPlanned.set(true);
        return parts.close();
    }

    /** Rolls up what is over and deletes readings that are old enough; runs by itself every ten seconds. */
    Future<Void> rollUp() {
        return parts.rolling().run(session -> {
            parts.rollups().rollUp(session);
            retention.since().ifPresent(since -> parts.rollups().keepSince(since, session));
        });
    }

    /** Applies a while after an append, so that what is not read is applied all the same, many appends at once. */
    private void planApply() {
        if (applyPlanned.compareAndSet(false, true)) {
            long unusedTimer = vertx.setTimer(APPLY_AFTER_MILLIS, timer -> {
                if (!parts.closing().get()) {
                    applyPlanned.set(false);
                    parts.applyInBackground();
                }
            });
        }
    }

    private Future<List<Reading>> latest(Predicate<Reading> wanted) {
        return parts.reading().call(session -> {
            parts.tables().applyCommitted();
            List<Reading> found = new ArrayList<>();
            session.latest(reading -> {
                if (wanted.test(reading)) {
                    found.add(reading);
                }
            });
            return found;
        });
    }

    private static List<Reading> storable(List<Reading> readings) {
        return readings.stream()
                .filter(it -> !it.time().isBefore(Instant.EPOCH))
                .toList();
    }

    private List<SeriesId> selected(Selection selection) {
        String prefix = selection
                .device()
                .map(DeviceId::toString)
                .or(selection::settlement)
                .map(it -> it + '/')
                .orElse("");
        return parts.tables().series().stream()
                .filter(it -> it.startsWith(prefix))
                .map(QuestSession::series)
                .filter(it -> selection
                        .settlement()
                        .map(it.device().settlement()::equals)
                        .orElse(true))
                .filter(it -> selection.metric().map(it.metric().name()::equals).orElse(true))
                .sorted(BY_NAME)
                .toList();
    }

    private void scan(
            QuestSession session, SeriesId series, Instant from, Instant to, Consumer<List<Reading>> consumer) {
        List<Reading> chunk = new ArrayList<>();
        session.series(series).points(from, to, point -> {
            if (parts.closing().get()) {
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
