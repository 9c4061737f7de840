package az.ocaq.alarm.rule;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a condition must hold, in event time; of silence and of groups, which have none of their own, in server time.
 *
 * @param on before it raises
 * @param off before it clears
 * @param maxHold how long a value stands for the time after it; absent: until the next one, or three intervals of values
 * @param samples so many values of different times must be beyond the limit before it raises, at least 1: a single wild value
 *     of a device that reports seldom stands longer than any delay
 */
public record Delays(Duration on, Duration off, Optional<Duration> maxHold, int samples) {
    /** At once, held until the next value. */
    public static final Delays NONE = new Delays(Duration.ZERO, Duration.ZERO, Optional.empty(), 1);

    /** Whether there is none: what is seen counts at once. */
    public boolean none() {
        return on.isZero() && off.isZero() && samples == 1;
    }
}
