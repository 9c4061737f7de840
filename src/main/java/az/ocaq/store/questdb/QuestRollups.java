package az.ocaq.store.questdb;

import az.ocaq.measurement.Reading;
import az.ocaq.store.Buckets;
import az.ocaq.store.Point;
import az.ocaq.store.RolledSeries;
import az.ocaq.store.SeriesQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Sums up the readings of each quarter of an hour, so that long spans are read quickly and raw readings may be deleted. A
 * quarter is rolled up when it is over, and again when late readings came; until then it is answered from its readings, so
 * that an answer never depends on how far this has got. Thread-safe.
 */
final class QuestRollups {
    /** How far the newest reading must be past a quarter's end before it is taken to be over. */
    private static final long SETTLING_MILLIS = 120_000;

    private static final int MOST_QUARTERS = 96;
    private static final int MOST_ROLLUPS = 100_000;

    private final QuestTables tables;
    private final Buckets buckets;
    private final AtomicBoolean closing;
    private final AtomicLong newest = new AtomicLong();
    private volatile Instant kept = Instant.EPOCH;

    QuestRollups(QuestTables tables, Collection<Long> marked, AtomicBoolean closing) {
        this.tables = tables;
        this.buckets = new Buckets(marked);
        this.closing = closing;
        newest.set(marked.stream().mapToLong(it -> it).max().orElse(0));
    }

    /** Marks the quarters of readings that are about to be logged. */
    void mark(List<Reading> readings) {
        Set<Long> quarters = new TreeSet<>();
        for (Reading reading : readings) {
            newest.accumulateAndGet(reading.time().toEpochMilli(), Math::max);
            if (!reading.time().isBefore(kept)) {
                quarters.add(Buckets.start(reading.time()));
            }
        }
        synchronized (buckets) {
            tables.writeMarks(buckets.mark(quarters), true);
        }
    }

    /** Fixes a state in which every quarter that is not marked has its rollups. */
    <T> T createCheckpoint(Supplier<T> fixed) {
        synchronized (buckets) {
            return tables.createCheckpoint(fixed);
        }
    }

    /** Rolls up every marked quarter that is over. */
    void rollUp(QuestSession session) {
        long over = Buckets.start(Instant.ofEpochMilli(Math.max(0, newest.get() - SETTLING_MILLIS)));
        List<Long> quarters = buckets.take(over);
        int done = 0;
        try {
            while (done < quarters.size() && !closing.get()) {
                List<Long> some = quarters.subList(done, Math.min(done + MOST_QUARTERS, quarters.size()));
                List<Long> rolledUp = rollUp(session, some);
                unmark(rolledUp);
                done += rolledUp.size();
            }
        } finally {
            buckets.giveBack(quarters.subList(done, quarters.size()));
        }
    }

    /**
     * Deletes the readings of days that end before a time, once all are rolled up. Their rollups stay as they are: readings
     * that come for them later correct nothing, because what they would be summed up with is gone.
     */
    void keepSince(Instant time, QuestSession session) {
        kept = time;
        boolean anyOlder = session.oldest().stream().anyMatch(time::isAfter);
        if (anyOlder && buckets.oldest() >= time.toEpochMilli()) {
            tables.dropReadings(time);
        }
    }

    /** The points of a query, as its readings would give them. */
    List<Point> read(SeriesQuery query, QuestSession session) {
        return RolledSeries.read(query, session.series(query.series()), buckets);
    }

    /** Rolls up the first of some quarters, as many as go into one commit, and returns these. */
    private List<Long> rollUp(QuestSession session, List<Long> quarters) {
        tables.applyCommitted();
        List<NamedRollup> rollups = new ArrayList<>();
        int done = 0;
        while (done < quarters.size() && rollups.size() < MOST_ROLLUPS) {
            rollups.addAll(session.rollUp(Instant.ofEpochMilli(quarters.get(done))));
            done++;
        }
        tables.writeRollups(rollups);
        tables.applyCommitted();
        return quarters.subList(0, done);
    }

    /** Under the lock of {@link #mark}, so that the last that is logged about a quarter is what is true. */
    private void unmark(List<Long> quarters) {
        synchronized (buckets) {
            tables.writeMarks(buckets.done(quarters), false);
        }
    }
}
