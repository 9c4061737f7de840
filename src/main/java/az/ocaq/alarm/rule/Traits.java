package az.ocaq.alarm.rule;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the alarms of a rule behave.
 *
 * @param latch stay on the list until somebody resets them
 * @param ackRequired wait for an acknowledgement after they have returned to normal
 * @param correlate how long the first message waits for an alarm that explains this one
 * @param realarm how long after an acknowledgement an alarm that is still active is brought up again
 * @param mean when present, the rule sees means over this interval, aligned to local midnight, instead of single values
 * @param publicity whether the public is warned of them, and how
 * @param worse what a standing alarm matters when what a window finds is beyond a further limit, gravest last
 * @param interrupts what homes lack while its condition is true
 */
public record Traits(
        boolean latch,
        boolean ackRequired,
        Duration correlate,
        Optional<Duration> realarm,
        Optional<Duration> mean,
        Publicity publicity,
        List<Level> worse,
        Optional<Utility> interrupts) {
    public Traits {
        worse = List.copyOf(worse);
    }

    /** Not latched, acknowledged by people, told at once, never brought up again. */
    public static final Traits DEFAULT = new Traits(
            false,
            true,
            Duration.ZERO,
            Optional.empty(),
            Optional.empty(),
            Publicity.NONE,
            List.of(),
            Optional.empty());
}
