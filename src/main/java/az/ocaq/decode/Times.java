package az.ocaq.decode;

import java.time.Instant;
import java.util.Optional;

/** Reads the time stamps that payloads carry. Whether a time can be true is judged later, by {@code validate}. */
public final class Times {
    private static final long SECONDS_BELOW = 100_000_000_000L;
    private static final long MILLIS_BELOW = 100_000_000_000_000L;
    private static final long MICROS_BELOW = 100_000_000_000_000_000L;

    private Times() {}

    /**
     * The time of an epoch number, whose unit follows from its size: below 10^11 seconds (the year 5138), below 10^14
     * milliseconds, below 10^17 microseconds, else nanoseconds. Empty for a negative number.
     */
    public static Optional<Instant> ofEpoch(long number) {
        if (number < 0) {
            return Optional.empty();
        }
        if (number < SECONDS_BELOW) {
            return Optional.of(Instant.ofEpochSecond(number));
        }
        if (number < MILLIS_BELOW) {
            return Optional.of(Instant.ofEpochMilli(number));
        }
        return Optional.of(Instant.ofEpochMilli(number / (number < MICROS_BELOW ? 1_000 : 1_000_000)));
    }

    /** The time of an epoch number with a fraction, in seconds unless its size says otherwise. */
    public static Optional<Instant> ofEpoch(double number) {
        boolean seconds = number >= 0 && number < SECONDS_BELOW;
        if (seconds) {
            return Optional.of(Instant.ofEpochMilli(Math.round(number * 1000)));
        }
        return Double.isFinite(number) && number < Long.MAX_VALUE ? ofEpoch((long) number) : Optional.empty();
    }

    /** The time of ISO 8601 text with an offset or Z, to the millisecond. */
    public static Optional<Instant> ofText(String text) {
        return IsoTime.of(text).flatMap(IsoTime::exact);
    }
}
