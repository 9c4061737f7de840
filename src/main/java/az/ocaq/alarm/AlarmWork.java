package az.ocaq.alarm;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a crew has come with the present occurrence of an alarm.
 *
 * @param stage how far
 * @param by whose act brought it there
 * @param since when that act was done, by the server's clock
 * @param cause what it was caused by, once somebody has said so; see {@link Causes}
 */
public record AlarmWork(Stage stage, Optional<String> by, Optional<Instant> since, Optional<String> cause) {
    /** Nobody has said anything yet. */
    public static final AlarmWork NONE =
            new AlarmWork(Stage.NONE, Optional.empty(), Optional.empty(), Optional.empty());

    /** The stages, in the order of the work. */
    public enum Stage {
        NONE,
        ON_WAY,
        ON_SITE,
        /** A person says that it is mended; telemetry has not confirmed it. */
        FIXED,
        /** Mended, and the condition is false. */
        CLOSED,
        /** Called mended, and the condition stayed true. */
        REOPENED;

        /** The word in data. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
