package az.ocaq.alarm.engine;

import az.ocaq.access.Role;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Something that a person does to an alarm.
 *
 * @param kind what
 * @param by account
 * @param role what the person is
 * @param settlements the settlements in reach; empty means all
 * @param utilities the utilities in reach; empty means all
 * @param occurrence which occurrence the person saw; absent: the present one
 * @param time how long a shelf lasts; absent: as long as the priority allows
 * @param text reason, note, or the new assignee
 */
public record Act(
        Kind kind,
        String by,
        Role role,
        Set<String> settlements,
        Set<String> utilities,
        OptionalInt occurrence,
        Optional<Duration> time,
        String text) {
    public Act {
        settlements = Set.copyOf(settlements);
        utilities = Set.copyOf(utilities);
    }

    /** What can be done to an alarm. */
    public enum Kind {
        ACKNOWLEDGE,
        NOTE,
        RESOLVE,
        RESET,
        ASSIGN,
        SHELVE,
        /** Until the next return to normal, or the time. */
        SHELVE_ONCE,
        UNSHELVE,
        OUT_OF_SERVICE,
        IN_SERVICE
    }
}
