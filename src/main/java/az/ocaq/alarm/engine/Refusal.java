package az.ocaq.alarm.engine;

import java.util.Locale;

/** Why an act is refused. */
public enum Refusal {
    UNKNOWN_ALARM,
    FORBIDDEN,
    OUT_OF_SCOPE,
    STALE_OCCURRENCE,
    /** The alarm has not been raised that often. */
    FUTURE_OCCURRENCE,
    TOO_LONG,
    STILL_ACTIVE,
    ACK_REQUIRED,
    /** The alarm is shelved, suppressed or out of service. */
    HIDDEN,
    NOT_LATCHED,
    OUT_OF_SERVICE,
    /** The public is not warned of alarms of its rule. */
    NOT_PUBLIC,
    /** Its condition is not true any more. */
    OVER;

    /** The word in scenario files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
