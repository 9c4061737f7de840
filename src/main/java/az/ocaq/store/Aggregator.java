package az.ocaq.store;

import az.ocaq.measurement.Quality;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns the readings of a series, oldest first, into one point per bucket. The first reading may be older than the query's
 * start: it tells what held, or what a counter read, when the first bucket began. The last one may be at or after the
 * query's end: it tells how far a counter had risen by then. A counter's rise counts however long it was silent. Not
 * thread-safe.
 */
public final class Aggregator {
    private static final class Bucket {
        private double sum;
        private double weight;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private double last;
        private long count;
        private Quality worst = Quality.GOOD;
    }

    private final SeriesQuery query;
    private final Map<Instant, Bucket> buckets = new TreeMap<>();
    private Point previous = new Point(Instant.MIN, 0, Quality.GOOD);
    private Bucket current = new Bucket();
    private Instant currentStart = Instant.MAX;
    private Instant currentEnd = Instant.MIN;

    public Aggregator(SeriesQuery query) {
        this.query = query;
    }

    /** Takes the next reading; its time is not before the one before it. */
    public void add(Point point) {
        boolean first = previous.time().equals(Instant.MIN);
        if (!first && query.aggregation() == Aggregation.AVG) {
            hold(previous, point.time());
        }
        if (!first && query.aggregation() == Aggregation.DELTA) {
            spread(previous.time(), point.time(), rise(previous.value(), point.value()), point.quality());
        }
        if (!point.time().isBefore(query.from()) && point.time().isBefore(query.to())) {
            note(bucket(point.time()), point);
        }
        previous = point;
    }

    /** Whether a rollup gives the same result as the readings that it stands for; the query's step is as wide or wider. */
    public boolean isExact(Rollup rollup) {
        return switch (query.aggregation()) {
            case DELTA -> !rollup.falls();
            case AVG -> rollup.longestGap().compareTo(query.maxHold()) <= 0;
            default -> true;
        };
    }

    /** Takes all readings of a rollup at once; they lie within the query's span and are not before what was added. */
    public void add(Rollup rollup) {
        add(rollup.first());
        Bucket bucket = bucket(rollup.start());
        bucket.min = Math.min(bucket.min, rollup.min());
        bucket.max = Math.max(bucket.max, rollup.max());
        bucket.last = rollup.last().value();
        bucket.count += rollup.count() - 1;
        mark(bucket, rollup.worst());
        switch (query.aggregation()) {
            case SUM -> bucket.sum += rollup.sum() - rollup.first().value();
            case DELTA -> bucket.sum += rollup.rise();
            case AVG -> {
                bucket.sum += rollup.integral();
                bucket.weight += seconds(rollup.first().time(), rollup.last().time());
            }
            default -> {
                // counted above
            }
        }
        previous = rollup.last();
    }

    /** The points of the buckets that have data, by time. */
    public List<Point> finish() {
        if (query.aggregation() == Aggregation.AVG && !previous.time().equals(Instant.MIN)) {
            hold(previous, query.to());
        }
        List<Point> points = new ArrayList<>(buckets.size());
        buckets.forEach((start, bucket) -> points.add(new Point(start, value(bucket), bucket.worst)));
        return points;
    }

    private double value(Bucket bucket) {
        return switch (query.aggregation()) {
            case AVG -> bucket.weight == 0 ? bucket.last : bucket.sum / bucket.weight;
            case MIN -> bucket.min;
            case MAX -> bucket.max;
            case SUM, DELTA -> bucket.sum;
            case LAST -> bucket.last;
            case COUNT -> bucket.count;
        };
    }

    private void note(Bucket bucket, Point point) {
        bucket.min = Math.min(bucket.min, point.value());
        bucket.max = Math.max(bucket.max, point.value());
        bucket.last = point.value();
        bucket.count++;
        mark(bucket, point.quality());
        if (query.aggregation() == Aggregation.SUM) {
            bucket.sum += point.value();
        }
    }

    /** A value holds until the next one, at most {@code maxHold}, over all buckets that this spans. */
    private void hold(Point held, Instant until) {
        Instant end = earlier(until, held.time().plus(query.maxHold()));
        split(held.time(), end, (bucket, share, seconds) -> {
            bucket.sum += held.value() * seconds;
            bucket.weight += seconds;
            bucket.last = held.value();
            mark(bucket, held.quality());
        });
    }

    private void spread(Instant from, Instant to, double rise, Quality quality) {
        split(from, to, (bucket, share, seconds) -> {
            bucket.sum += rise * share;
            mark(bucket, quality);
        });
    }

    /** What a counter counted between two readings: a fall is a roll-over when there is a modulus and it is near, else a reset. */
    private double rise(double before, double after) {
        if (after >= before) {
            return after - before;
        }
        boolean rolledOver = query.modulus().isPresent()
                && query.modulus().getAsDouble() - before + after
                        < query.modulus().getAsDouble() / 2;
        return rolledOver ? query.modulus().getAsDouble() - before + after : after;
    }

    private interface Part {
        void add(Bucket bucket, double share, double seconds);
    }

    private void split(Instant from, Instant to, Part part) {
        double whole = seconds(from, to);
        Instant begin = from.isBefore(query.from()) ? query.from() : from;
        Instant end = earlier(to, query.to());
        while (begin.isBefore(end)) {
            Bucket bucket = bucket(begin);
            Instant next = earlier(currentEnd, end);
            double length = seconds(begin, next);
            part.add(bucket, length / whole, length);
            begin = next;
        }
    }

    /** The bucket of a time. The last one is kept at hand: reckoning in a time zone for every reading is slow. */
    private Bucket bucket(Instant time) {
        if (time.isBefore(currentStart) || !time.isBefore(currentEnd)) {
            currentStart = query.step().bucketStart(time, query.zone());
            currentEnd = query.step().nextBucketStart(time, query.zone());
            current = buckets.computeIfAbsent(currentStart, start -> new Bucket());
        }
        return current;
    }

    private static void mark(Bucket bucket, Quality quality) {
        if (quality.compareTo(bucket.worst) > 0) {
            bucket.worst = quality;
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
