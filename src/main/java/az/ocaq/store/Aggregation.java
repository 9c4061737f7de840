package az.ocaq.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the readings of a bucket become one value. */
public enum Aggregation {
    /** Time-weighted mean of a gauge: each value is held until the next, at most {@link SeriesQuery#maxHold}. */
    AVG,
    MIN,
    MAX,
    SUM,
    LAST,
    COUNT,
    /**
     * Consumption of a counter within the bucket: the sum of its rises; a roll-over at the modulus counts on, a reset
     * counts from zero. The rise between two readings belongs to the buckets it spans in proportion to time, also when one
     * of the readings lies outside the time asked for, and however far apart they are.
     */
    DELTA;

    /** The aggregation of a word of the API, its name in lower case. */
    public static Optional<Aggregation> ofWord(String word) {
        return Arrays.stream(values())
                .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }
}
