package az.ocaq.store.influx;

import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import az.ocaq.store.Buckets;
import az.ocaq.store.Point;
import az.ocaq.store.RawSeries;
import az.ocaq.store.RolledSeries;
import az.ocaq.store.Rollup;
import az.ocaq.store.SeriesQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * Sums up the readings of each quarter of an hour on a server that lets Ocaq make a retention policy for it, so that long
 * spans are read quickly and are still there when the server has deleted the readings. Which quarters are to be summed up is
 * kept on the server as well, and written before their readings. Continuous queries would know neither the time that a
 * value held, nor resets of a counter, nor late readings. Blocks. Thread-safe.
 */
final class InfluxRollups {
    /** How far the newest reading must be past a quarter's end before it is taken to be over. */
    private static final long SETTLING_MILLIS = 120_000;

    /** How far the clock must be past it, when no newer reading comes at all. */
    private static final long SILENCE_MILLIS = 3_600_000;

    /** More readings of a quarter than these are read in several goes. */
    private static final long MOST_READINGS = 50_000;

    /** Asking for each of many spans takes longer than asking for one that covers them. */
    private static final int MOST_SPANS = 8;

    private final InfluxConnection connection;
    private final InfluxReader reader;
    private final Clock clock;
    private final AtomicLong newest = new AtomicLong();
    private final AtomicBoolean closing = new AtomicBoolean();
    private Optional<Buckets> known = Optional.empty();

    InfluxRollups(InfluxConnection connection, InfluxReader reader, Clock clock) {
        this.clock = clock;
        this.connection = connection;
        this.reader = reader;
    }

    /** Marks the quarters of readings that are about to be written. */
    void mark(Collection<Reading> readings) {
        if (readings.isEmpty() || !connection.keepsRollups()) {
            return;
        }
        TreeSet<Long> quarters = new TreeSet<>();
        for (Reading reading : readings) {
            if (canBeRolledUp(reading.time())) {
                newest.accumulateAndGet(reading.time().toEpochMilli(), Math::max);
                quarters.add(Buckets.start(reading.time()));
            }
        }
        markAll(quarters);
    }

    /** Rolls up every marked quarter that is over. */
    void rollUp() {
        if (!connection.keepsRollups()) {
            return;
        }
        Buckets buckets = buckets();
        long over = Math.max(newest.get() - SETTLING_MILLIS, clock.millis() - SILENCE_MILLIS);
        List<Long> quarters = buckets.take(Buckets.start(Instant.ofEpochMilli(over)));
        int done = 0;
        try {
            while (done < quarters.size() && !closing.get()) {
                rollUp(quarters.get(done));
                unmark(buckets, quarters.get(done));
                done++;
            }
        } finally {
            buckets.giveBack(quarters.subList(done, quarters.size()));
        }
    }

    /** The points of a query, as its readings would give them. */
    List<Point> read(SeriesQuery query) {
        RolledSeries series = reader.series(query.series());
        return connection.keepsRollups() ? RolledSeries.read(query, series, buckets()) : RawSeries.read(query, series);
    }

    /**
     * The newest reading of every series, of one settlement or all. Asking the readings of all time would take the longer the
     * more days there are; so they are asked only where rollups do not tell yet what they say.
     */
    List<Reading> latest(Optional<String> settlement) {
        if (!connection.keepsRollups()) {
            return reader.latest(settlement, Instant.MIN, Instant.MAX);
        }
        List<Buckets.Span> spans = notRolledUp();
        Map<SeriesId, Reading> newest = new LinkedHashMap<>();
        reader.latestRolledUp(settlement).forEach(it -> newest.put(it.series(), it));
        for (Buckets.Span span : spans) {
            for (Reading reading : reader.latest(settlement, span.from(), span.to())) {
                newest.merge(reading.series(), reading, (known, it) -> it.time().isBefore(known.time()) ? known : it);
            }
        }
        return List.copyOf(newest.values());
    }

    /** Where rollups do not tell what the readings say: a few spans, with more than that between them if need be. */
    private List<Buckets.Span> notRolledUp() {
        List<Buckets.Span> spans = new ArrayList<>();
        spans.add(new Buckets.Span(InfluxQuery.EARLIEST, Instant.EPOCH, true));
        List<Buckets.Span> marked = buckets().spans(0, Buckets.start(InfluxQuery.LATEST)).stream()
                .filter(Buckets.Span::marked)
                .toList();
        if (marked.size() > MOST_SPANS) {
            spans.add(new Buckets.Span(
                    marked.get(0).from(), marked.get(marked.size() - 1).to(), true));
        } else {
            spans.addAll(marked);
        }
        return spans;
    }

    /** Ends rolling up after the quarter that is under way. */
    void close() {
        closing.set(true);
    }

    private synchronized void markAll(Collection<Long> quarters) {
        Buckets buckets = buckets();
        List<Long> fresh = buckets.unmarked(quarters);
        if (!fresh.isEmpty()) {
            write(fresh.stream().map(it -> LineProtocol.mark(it, true)).toList());
            var unused = buckets.mark(fresh);
        }
    }

    /** Under the lock of {@link #markAll}, so that the last that is written about a quarter is what is true. */
    private synchronized void unmark(Buckets buckets, long quarter) {
        if (known.filter(it -> it == buckets).isPresent()) {
            List<Long> quarters = List.of(quarter);
            if (!buckets.unmarked(quarters).isEmpty()) {
                write(List.of(LineProtocol.mark(quarter, false)));
            }
            var unused = buckets.done(quarters);
        }
    }

    /** What the server knows; after a failure it is asked again, because it may be another one by then. */
    private synchronized Buckets buckets() {
        if (known.isEmpty()) {
            List<Long> marked = reader.marks();
            if (marked.isEmpty() && !reader.hasMarks()) {
                marked = ofBefore();
                write(marked.stream().map(it -> LineProtocol.mark(it, true)).toList());
            }
            marked.forEach(it -> newest.accumulateAndGet(it, Math::max));
            known = Optional.of(new Buckets(marked));
        }
        return known.orElseThrow();
    }

    /** All quarters from the oldest to the newest reading of a database that never had rollups. */
    private List<Long> ofBefore() {
        Optional<Instant> oldest = reader.oldest().map(it -> it.isBefore(Instant.EPOCH) ? Instant.EPOCH : it);
        Optional<Instant> latest = reader.newest().filter(InfluxRollups::canBeRolledUp);
        if (oldest.isEmpty() || latest.isEmpty()) {
            return List.of();
        }
        long first = Buckets.start(oldest.get());
        long last = Buckets.start(latest.get());
        return LongStream.rangeClosed(0, (last - first) / Buckets.WIDTH_MILLIS)
                .map(it -> first + it * Buckets.WIDTH_MILLIS)
                .boxed()
                .toList();
    }

    private synchronized void write(List<String> lines) {
        try {
            connection.writeRollups(lines);
        } catch (RuntimeException e) {
            known = Optional.empty();
            throw e;
        }
    }

    private void rollUp(long quarter) {
        Instant start = Instant.ofEpochMilli(quarter);
        Map<SeriesId, Rollup.Builder> builders = new LinkedHashMap<>();
        long slices = 1 + reader.count(start, start.plus(Rollup.WIDTH)) / MOST_READINGS;
        long width = -Math.floorDiv(-Buckets.WIDTH_MILLIS, slices);
        for (long from = quarter; from < quarter + Buckets.WIDTH_MILLIS; from += width) {
            long to = Math.min(from + width, quarter + Buckets.WIDTH_MILLIS);
            reader.all(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to), (series, point) -> {
                Rollup.Builder builder = builders.get(series);
                if (builder == null) {
                    builders.put(series, new Rollup.Builder(point));
                } else {
                    builder.add(point);
                }
            });
        }
        List<String> lines = new ArrayList<>(builders.size());
        builders.forEach((series, builder) -> lines.add(LineProtocol.rollup(series, builder.build(start))));
        write(lines);
    }

    private static boolean canBeRolledUp(Instant time) {
        return !time.isBefore(Instant.EPOCH) && time.isBefore(InfluxQuery.LATEST);
    }
}
