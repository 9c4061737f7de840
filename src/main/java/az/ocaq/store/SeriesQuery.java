package az.ocaq.store;

import az.ocaq.measurement.SeriesId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.OptionalDouble;

/**
 * What to read of one series.
 *
 * @param series which
 * @param from included
 * @param to not included
 * @param step width of the buckets, or raw
 * @param aggregation how a bucket's readings become one; ignored for a raw step
 * @param zone the settlement's time zone, which buckets are aligned to
 * @param maxHold how long a value is held for the time-weighted mean: three reporting intervals
 * @param modulus the value at which a counter rolls over to zero, when it does
 * @param most of a raw step, so many readings at most, the newest
 */
public record SeriesQuery(
        SeriesId series,
        Instant from,
        Instant to,
        Step step,
        Aggregation aggregation,
        ZoneId zone,
        Duration maxHold,
        OptionalDouble modulus,
        int most) {
    /** All that there is of a time span. */
    public SeriesQuery(
            SeriesId series,
            Instant from,
            Instant to,
            Step step,
            Aggregation aggregation,
            ZoneId zone,
            Duration maxHold,
            OptionalDouble modulus) {
        this(series, from, to, step, aggregation, zone, maxHold, modulus, Integer.MAX_VALUE);
    }

    /** All readings of a time span as they were stored. */
    public static SeriesQuery raw(SeriesId series, Instant from, Instant to) {
        return new SeriesQuery(
                series, from, to, Step.RAW, Aggregation.LAST, ZoneId.of("UTC"), Duration.ZERO, OptionalDouble.empty());
    }

    /** The same of raw readings, but no more than so many, so that a long span costs no more memory than these. */
    public SeriesQuery newest(int count) {
        return new SeriesQuery(series, from, to, step, aggregation, zone, maxHold, modulus, count);
    }

    /**
     * How far before {@code from} the reading may lie that says what held, or what a counter read, when the first bucket
     * began; {@code from} itself when no such reading counts.
     */
    public Instant lookBack() {
        return switch (aggregation) {
            case DELTA -> Instant.MIN;
            case AVG -> from.isBefore(Instant.EPOCH) ? Instant.MIN : from.minus(maxHold);
            default -> from;
        };
    }
}
