package az.ocaq.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Why a message that could not leave yet is not to be sent any more: what it says is no longer so. Pure. */
public enum Withdrawal {
    /** The condition is gone; the end is told instead. */
    OVER,
    /** The alarm was raised anew meanwhile, which has messages of its own. */
    NEWER,
    /** Somebody has seen it: nobody is to be called any more. */
    ACKNOWLEDGED,
    /** Shelved, suppressed or out of service; when that ends it is told anew. */
    HIDDEN;

    /** That it began is told a while after its end too, where the end has no message of its own: that one says both. */
    private static final Duration OLD_NEWS = Duration.ofMinutes(5);

    /** Messages that call somebody to an alarm that nobody has seen. */
    private static final Set<String> CALLS = Set.of("escalated", "repeat", "reminder", "reopened");

    private static final Set<String> NEWS = Set.of("raised", "severity_up");

    /**
     * Whether a message about an alarm is to be withdrawn.
     *
     * @param kind of the message
     * @param occurrence that it is about
     * @param created when the message was made
     * @param state of the alarm now
     * @param present number of the alarm's present occurrence
     * @param followed whether the receiver has, or gets, the message of this occurrence's end
     */
    public static Optional<Withdrawal> of(
            String kind,
            int occurrence,
            Instant created,
            AlarmState state,
            int present,
            boolean followed,
            Instant now) {
        boolean call = CALLS.contains(kind);
        if (!call && !NEWS.contains(kind)) {
            return Optional.empty();
        }
        Optional<Withdrawal> reason = present > occurrence ? Optional.of(NEWER) : of(state);
        return reason.filter(it -> switch (it) {
            case OVER, NEWER -> call || followed || created.plus(OLD_NEWS).isBefore(now);
            case ACKNOWLEDGED -> call;
            case HIDDEN -> true;
        });
    }

    private static Optional<Withdrawal> of(AlarmState state) {
        return switch (state) {
            case UNACK -> Optional.empty();
            case ACKED -> Optional.of(ACKNOWLEDGED);
            case SHLVD, DSUPR, OOSRV -> Optional.of(HIDDEN);
            case NORM, RTNUN, LATUN, LATAK -> Optional.of(OVER);
        };
    }

    /** As it is kept with the message: {@code over}, … */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
