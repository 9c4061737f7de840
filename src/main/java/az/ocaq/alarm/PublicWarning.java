package az.ocaq.alarm;

import az.ocaq.alarm.engine.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
        CANCEL;

        private static final Set<AlarmState> OVER =
                Set.of(AlarmState.NORM, AlarmState.RTNUN, AlarmState.LATUN, AlarmState.LATAK);

        /**
         * What a line of an alarm's journal means to the public, when it means anything.
         *
         * @param warned whether the public was warned and not told of the end yet
         * @param kind of the line
         * @param to the state that it ends in
         */
        public static Optional<Kind> after(boolean warned, String kind, AlarmState to) {
            if (!warned) {
                return to == AlarmState.UNACK ? Optional.of(ALERT) : Optional.empty();
            } else if (kind.equals(Transition.SEVERITY)) {
                return Optional.of(UPDATE);
            }
            return OVER.contains(to) ? Optional.of(CANCEL) : Optional.empty();
        }
    }

    /**
     * One thing that the public is told.
     *
     * @param at by the server's clock
     * @param priority how bad it is from then on
     */
    public record Step(Kind kind, Instant at, Priority priority) {}
}
