package az.ocaq.alarm;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What somebody did to an alarm, perhaps a while ago and without a network.
 *
 * @param kind what
 * @param id made by the sender, the same over all attempts: an act that comes twice counts once; absent: cannot be told apart
 * @param occurrence which occurrence the person saw; absent: the present one
 * @param age how long ago it was done
 * @param text note, or the new assignee; may be empty
 * @param cause what it was caused by, with {@link Kind#RESOLVE}; may be empty
 */
public record CrewAct(Kind kind, Optional<String> id, OptionalInt occurrence, Duration age, String text, String cause) {
    /** What can be done while working on an alarm. */
    public enum Kind {
        ACKNOWLEDGE,
        ASSIGN,
        ON_WAY,
        ON_SITE,
        NOTE,
        PHOTO,
        RESOLVE
    }

    public CrewAct {
        if (age.isNegative()) {
            age = Duration.ZERO;
        }
    }

    /** An act of this moment. */
    public static CrewAct now(Kind kind, OptionalInt occurrence, String text) {
        return new CrewAct(kind, Optional.empty(), occurrence, Duration.ZERO, text, "");
    }
}
