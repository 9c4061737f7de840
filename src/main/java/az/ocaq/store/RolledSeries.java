package az.ocaq.store;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The readings of one series and their rollups, on the calling thread. */
public interface RolledSeries extends RawSeries {
    /** A span up to this long is read together with its neighbours. */
    Duration CLOSE = Duration.ofHours(12);

    /** So many spans are read one by one. */
    int FEW = 16;

    /** As much is read at once; of one series there may be a reading each second. */
    Duration LONGEST_STRETCH = Duration.ofDays(7);

    /** Hands over the rollups that start at {@code from <= time < to}, oldest first. */
    void rollups(Instant from, Instant to, Consumer<Rollup> consumer);

    /** The newest rollup that starts at {@code from <= time < to}. */
    Optional<Rollup> lastRollup(Instant from, Instant to);

    /**
     * The points of a query, as its readings would give them: whole quarters of an hour by their rollups, but for those
     * that are marked. Nothing before 1970 is rolled up.
     */
    static List<Point> read(SeriesQuery query, RolledSeries series, Buckets buckets) {
        long begin = -Math.floorDiv(-bound(query.from()), Buckets.WIDTH_MILLIS) * Buckets.WIDTH_MILLIS;
        long end = Math.floorDiv(bound(query.to()), Buckets.WIDTH_MILLIS) * Buckets.WIDTH_MILLIS;
        if (query.step().compareTo(Step.QUARTER_HOUR) < 0 || begin >= end) {
            return RawSeries.read(query, series);
        }
        Aggregator aggregator = new Aggregator(query);
        series.newest(query.lookBack(), query.from(), 1).stream()
                .findFirst()
                .or(() -> series.lastRollup(query.lookBack(), query.from()).map(Rollup::last))
                .ifPresent(aggregator::add);
        series.points(query.from(), Instant.ofEpochMilli(begin), aggregator::add);
        for (List<Buckets.Span> stretch : stretches(buckets.spans(begin, end))) {
            read(stretch, series, aggregator);
        }
        series.points(Instant.ofEpochMilli(end), query.to(), aggregator::add);
        if (query.aggregation() == Aggregation.DELTA) {
            series.first(query.to()).ifPresent(aggregator::add);
        }
        return aggregator.finish();
    }

    /**
     * Spans that follow each other closely, up to some days, which are read at once, because each costs a query; few spans cost
     * less one by one, as no reading between marked quarters is looked at.
     */
    private static List<List<Buckets.Span>> stretches(List<Buckets.Span> spans) {
        if (spans.size() <= FEW) {
            return spans.stream().map(List::of).toList();
        }
        List<List<Buckets.Span>> stretches = new ArrayList<>();
        List<Buckets.Span> stretch = new ArrayList<>();
        for (Buckets.Span span : spans) {
            boolean isLong = Duration.between(span.from(), span.to()).compareTo(CLOSE) > 0;
            boolean full = !stretch.isEmpty()
                    && Duration.between(stretch.get(0).from(), span.to()).compareTo(LONGEST_STRETCH) > 0;
            if (isLong || full) {
                stretches.add(stretch);
                stretch = new ArrayList<>();
            }
            stretch.add(span);
            if (isLong) {
                stretches.add(stretch);
                stretch = new ArrayList<>();
            }
        }
        stretches.add(stretch);
        return stretches.stream().filter(it -> !it.isEmpty()).toList();
    }

    private static void read(List<Buckets.Span> stretch, RolledSeries series, Aggregator aggregator) {
        Instant from = stretch.get(0).from();
        Instant to = stretch.get(stretch.size() - 1).to();
        if (stretch.size() == 1 && stretch.get(0).marked()) {
            series.points(from, to, aggregator::add);
            return;
        }
        if (stretch.size() == 1) {
            series.rollups(from, to, rollup -> add(rollup, series, aggregator));
            return;
        }
        Deque<Point> points = new ArrayDeque<>();
        Deque<Rollup> rollups = new ArrayDeque<>();
        series.points(from, to, points::add);
        series.rollups(from, to, rollups::add);
        for (Buckets.Span span : stretch) {
            for (; !points.isEmpty() && points.element().time().isBefore(span.to()); points.remove()) {
                if (span.marked()) {
                    aggregator.add(points.element());
                }
            }
            for (; !rollups.isEmpty() && rollups.element().start().isBefore(span.to()); rollups.remove()) {
                if (!span.marked()) {
                    add(rollups.element(), series, aggregator);
                }
            }
        }
    }

    /** A rollup that cannot answer for its readings gives way to them, while they are still there. */
    private static void add(Rollup rollup, RawSeries raw, Aggregator aggregator) {
        if (aggregator.isExact(rollup)) {
            aggregator.add(rollup);
            return;
        }
        boolean[] found = {false};
        raw.points(rollup.start(), rollup.start().plus(Rollup.WIDTH), point -> {
            found[0] = true;
            aggregator.add(point);
        });
        if (!found[0]) {
            aggregator.add(rollup);
        }
    }

    /** The first millisecond of those that can be rolled up that is not before a time. */
    private static long bound(Instant time) {
        Instant latest = Instant.parse("9999-12-31T23:59:59.999Z");
        if (time.isBefore(Instant.EPOCH)) {
            return 0;
        }
        Instant bounded = time.isAfter(latest) ? latest : time;
        return bounded.plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS).toEpochMilli();
    }
}
