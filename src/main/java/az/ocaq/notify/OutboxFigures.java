package az.ocaq.notify;

import az.ocaq.database.Database;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;

/**
 * How the outbox stands.
 *
 * @param pending messages that wait
 * @param dead messages that were given up
 * @param deadOfDay those of them that were decided within the last 24 hours
 * @param oldest when the oldest of those that wait was decided
 */
public record OutboxFigures(long pending, long dead, long deadOfDay, Optional<Instant> oldest) {
    /** As it is now. */
    public static Future<OutboxFigures> read(Database database, Instant now) {
        return database.transact(handle -> Outbox.figures(handle, now));
    }
}
