package az.ocaq.web;

import az.ocaq.alarm.CrewAct;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Reads what every act on an alarm carries: the sender's id of it, the occurrence that the person saw, and when it was done.
 * Only the time between doing and sending counts, so that a phone whose clock is wrong does no harm.
 */
final class Deed {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{8,64}");
    private static final Duration OLDEST = Duration.ofDays(30);

    private Deed() {}

    static CrewAct of(JsonObject given, CrewAct.Kind kind, String text, String cause) {
        return new CrewAct(
                kind, id(given.getValue("id")), occurrence(given.getValue("occurrence")), age(given), text, cause);
    }

    private static Optional<String> id(Object value) {
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text) || !ID.matcher(text).matches()) {
            throw Problem.badRequest("id must be of 8 to 64 letters, digits and . _ -");
        }
        return Optional.of(text);
    }

    /** The occurrence that a person saw, when they say it. */
    static OptionalInt occurrence(Object value) {
        if (value != null && !(value instanceof Integer)) {
            throw Problem.badRequest("occurrence must be a whole number");
        }
        return value instanceof Integer number ? OptionalInt.of(number) : OptionalInt.empty();
    }

    private static Duration age(JsonObject given) {
        Object at = given.getValue("at");
        Object sentAt = given.getValue("sent_at");
        if (at == null && sentAt == null) {
            return Duration.ZERO;
        }
        if (!(at instanceof Number done) || !(sentAt instanceof Number sent)) {
            throw Problem.badRequest("at and sent_at must both be epoch milliseconds");
        }
        Duration age = Duration.ofMillis(sent.longValue() - done.longValue());
        return age.compareTo(OLDEST) > 0 ? OLDEST : age;
    }
}
