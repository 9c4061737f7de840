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
 * @param oldest when the oldest of those that wait was decided
 */
public record OutboxFigures(long pending, long dead, Optional<Instant> oldest) {
    /** As it is now. */
    public static Future<OutboxFigures> read(Database database) {
        return database.transact(Outbox::figures);
    }
}
