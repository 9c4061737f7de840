package az.ocaq.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The readings of one series as they were stored, on the calling thread: what a store must offer to be aggregated. */
public interface RawSeries {
    /** Hands over the readings with {@code from <= time < to}, oldest first. */
    void points(Instant from, Instant to, Consumer<Point> consumer);

    /** The newest reading with {@code from <= time < to}. */
    Optional<Point> last(Instant from, Instant to);

    /** The oldest reading with {@code from <= time}. */
    Optional<Point> first(Instant from);

    /** The points that a query asks for, with the readings outside its span that they depend on. */
    static List<Point> read(SeriesQuery query, RawSeries series) {
        if (query.step() == Step.RAW) {
            List<Point> points = new ArrayList<>();
            series.points(query.from(), query.to(), points::add);
            return points;
        }
        Aggregator aggregator = new Aggregator(query);
        series.last(query.lookBack(), query.from()).ifPresent(aggregator::add);
        series.points(query.from(), query.to(), aggregator::add);
        if (query.aggregation() == Aggregation.DELTA) {
            series.first(query.to()).ifPresent(aggregator::add);
        }
        return aggregator.finish();
    }
}
