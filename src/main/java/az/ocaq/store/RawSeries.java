package az.ocaq.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The readings of one series as they were stored, on the calling thread: what a store must offer to be aggregated. */
public interface RawSeries {
    /** Hands over the readings with {@code from <= time < to}, oldest first. */
    void points(Instant from, Instant to, Consumer<Point> consumer);

    /** The newest readings with {@code from <= time < to}, at most so many, newest first. */
    List<Point> newest(Instant from, Instant to, int most);

    /** The oldest reading with {@code from <= time}. */
    Optional<Point> first(Instant from);

    /** The points that a query asks for, with the readings outside its span that they depend on. */
    static List<Point> read(SeriesQuery query, RawSeries series) {
        if (query.step() == Step.RAW && query.most() < Integer.MAX_VALUE) {
            List<Point> points = new ArrayList<>(series.newest(query.from(), query.to(), query.most()));
            Collections.reverse(points);
            return points;
        }
        if (query.step() == Step.RAW) {
            List<Point> points = new ArrayList<>();
            series.points(query.from(), query.to(), points::add);
            return points;
        }
        Aggregator aggregator = new Aggregator(query);
        series.newest(query.lookBack(), query.from(), 1).forEach(aggregator::add);
        series.points(query.from(), query.to(), aggregator::add);
        if (query.aggregation() == Aggregation.DELTA) {
            series.first(query.to()).ifPresent(aggregator::add);
        }
        return aggregator.finish();
    }
}
