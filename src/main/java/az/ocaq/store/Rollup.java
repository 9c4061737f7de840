package az.ocaq.store;

import az.ocaq.measurement.Quality;
import java.time.Duration;
import java.time.Instant;

/**
 * What the readings of one series within a quarter of an hour amount to: enough to answer for them in any wider bucket.
 *
 * @param start of the quarter of an hour
 * @param first the oldest reading
 * @param last the newest reading
 * @param integral of the value over the seconds from the first reading to the last, each value held until the next
 * @param longestGap between two readings
 * @param rise what a counter without a modulus counted from the first reading to the last
 * @param falls whether a value was lower than the one before it
 * @param worst the worst quality of the readings
 */
public record Rollup(
        Instant start,
        double min,
        double max,
        double sum,
        long count,
        Point first,
        Point last,
        double integral,
        Duration longestGap,
        double rise,
        boolean falls,
        Quality worst) {
    /** How long the span of a rollup is. */
    public static final Duration WIDTH = Duration.ofMinutes(15);

    /** Gathers the readings of one series within one span, oldest first; at least one. Not thread-safe. */
    public static final class Builder {
        private final Point first;
        private Point last;
        private double min;
        private double max;
        private double sum;
        private long count;
        private double integral;
        private long longestGapMillis;
        private double rise;
        private boolean falls;
        private Quality worst;

        public Builder(Point first) {
            this.first = first;
            this.last = first;
            this.min = first.value();
            this.max = first.value();
            this.sum = first.value();
            this.count = 1;
            this.worst = first.quality();
        }

        /** Takes the next reading. */
        public void add(Point point) {
            long gapMillis = point.time().toEpochMilli() - last.time().toEpochMilli();
            integral += last.value() * gapMillis / 1000.0;
            longestGapMillis = Math.max(longestGapMillis, gapMillis);
            rise += point.value() >= last.value() ? point.value() - last.value() : point.value();
            falls |= point.value() < last.value();
            min = Math.min(min, point.value());
            max = Math.max(max, point.value());
            sum += point.value();
            count++;
            worst = point.quality().compareTo(worst) > 0 ? point.quality() : worst;
            last = point;
        }

        /** What was gathered. */
        public Rollup build(Instant start) {
            Duration longestGap = Duration.ofMillis(longestGapMillis);
            return new Rollup(start, min, max, sum, count, first, last, integral, longestGap, rise, falls, worst);
        }
    }
}
