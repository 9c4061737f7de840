package az.ocaq.alarm.rule;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a condition must hold, in event time.
 *
 * @param on before it raises
 * @param off before it clears
 * @param maxHold how long a value stands for the time after it; absent: until the next one
 */
public record Delays(Duration on, Duration off, Optional<Duration> maxHold) {
    /** At once, held until the next value. */
    public static final Delays NONE = new Delays(Duration.ZERO, Duration.ZERO, Optional.empty());
}
