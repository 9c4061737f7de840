package az.ocaq.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The readings of one series and their rollups, on the calling thread. */
public interface RolledSeries extends RawSeries {
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
        series.last(query.lookBack(), query.from())
                .or(() -> series.lastRollup(query.lookBack(), query.from()).map(Rollup::last))
                .ifPresent(aggregator::add);
        series.points(query.from(), Instant.ofEpochMilli(begin), aggregator::add);
        for (Buckets.Span span : buckets.spans(begin, end)) {
            if (span.marked()) {
                series.points(span.from(), span.to(), aggregator::add);
            } else {
                series.rollups(span.from(), span.to(), rollup -> add(rollup, series, aggregator));
            }
        }
        series.points(Instant.ofEpochMilli(end), query.to(), aggregator::add);
        if (query.aggregation() == Aggregation.DELTA) {
            series.first(query.to()).ifPresent(aggregator::add);
        }
        return aggregator.finish();
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
