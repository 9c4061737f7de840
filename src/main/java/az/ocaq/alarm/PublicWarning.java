package az.ocaq.alarm;

import java.time.Instant;
import java.util.List;

/**
 * One occurrence of an alarm that the public is warned of.
 *
 * @param alarm as it is now, with this occurrence's number and times
 * @param steps what the public is told, in order; the first is the warning itself
 */
public record PublicWarning(Alarm alarm, List<Step> steps) {
    public PublicWarning {
        steps = List.copyOf(steps);
    }

    /** What a step means. */
    public enum Kind {
        ALERT,
        UPDATE,
        CANCEL
    }

    /**
     * One thing that the public is told.
     *
     * @param at by the server's clock
     * @param priority how bad it is from then on
     */
    public record Step(Kind kind, Instant at, Priority priority) {}
}
