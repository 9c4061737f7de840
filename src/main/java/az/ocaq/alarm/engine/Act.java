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
 * @param age how long ago it was done; absent: now
 * @param cause what the alarm was caused by, with {@link Kind#RESOLVE}; may be empty
 */
public record Act(
        Kind kind,
        String by,
        Role role,
        Set<String> settlements,
        Set<String> utilities,
        OptionalInt occurrence,
        Optional<Duration> time,
        String text,
        Optional<Duration> age,
        String cause) {
    public Act {
        settlements = Set.copyOf(settlements);
        utilities = Set.copyOf(utilities);
    }

    /** An act of this moment. */
    public Act(
            Kind kind,
            String by,
            Role role,
            Set<String> settlements,
            Set<String> utilities,
            OptionalInt occurrence,
            Optional<Duration> time,
            String text) {
        this(kind, by, role, settlements, utilities, occurrence, time, text, Optional.empty(), "");
    }

    /** What can be done to an alarm. */
    public enum Kind {
        ACKNOWLEDGE,
        NOTE,
        PHOTO,
        ON_WAY,
        ON_SITE,
        RESOLVE,
        RESET,
        ASSIGN,
        SHELVE,
        /** Until the next return to normal, or the time. */
        SHELVE_ONCE,
        UNSHELVE,
        OUT_OF_SERVICE,
        IN_SERVICE,
        /** The public may be warned. */
        APPROVE_WARNING,
        /** The public is not warned, or not any more. */
        DECLINE_WARNING
    }
}
