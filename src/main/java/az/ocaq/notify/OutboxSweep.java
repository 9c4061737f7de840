package az.ocaq.notify;

import az.ocaq.database.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes messages that are older than they are kept, with what became of them. The log of an alarm that is not over stays,
 * whole: what is deleted can never be told again, because its alarm can only come back as a new occurrence, with new keys.
 * Few at a time, with pauses, and not while anything that is new waits, so that nothing that is to be told waits for it. Any thread.
 */
public final class OutboxSweep {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxSweep.class);
    private static final int BATCH = 200;
    private static final long PAUSE_MILLIS = 500;
    private static final Duration NEW = Duration.ofMinutes(10);
    private static final String OVER = "created_at < :before AND NOT EXISTS (SELECT 1 FROM outbox_alarm o"
            + " JOIN alarm a ON a.id = o.alarm_id WHERE o.message_key = outbox.message_key AND a.state <> 'NORM')";

    private final Vertx vertx;
    private final Database database;
    private final Clock clock;
    private final Duration kept;
    private final AtomicBoolean sweeping = new AtomicBoolean();

    /** @param kept how long messages stay; zero for ever */
    public OutboxSweep(Vertx vertx, Database database, Clock clock, Duration kept) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
        this.kept = kept;
    }

    /** Deletes what is too old; does nothing while it is being done. Completes, and never fails, when there is no more of it. */
    public Future<Void> sweep() {
        if (kept.isZero() || !sweeping.compareAndSet(false, true)) {
            return Future.succeededFuture();
        }
        return batch(0).onSuccess(deleted -> {
                    if (deleted > 0) {
                        LOG.info("outbox deleted={} older than {} days", deleted, kept.toDays());
                    }
                })
                .onFailure(failure -> LOG.warn("outbox not swept reason=\"{}\"", failure.getMessage()))
                .onComplete(done -> sweeping.set(false))
                .transform(done -> Future.succeededFuture());
    }

    private Future<Integer> batch(int before) {
        return database.transact(handle -> delete(handle, clock.instant()))
                .compose(deleted -> deleted < BATCH
                        ? Future.succeededFuture(before + deleted)
                        : vertx.timer(PAUSE_MILLIS).compose(rested -> batch(before + deleted)));
    }

    /** At most so many; none while something new waits. */
    private int delete(Handle handle, Instant now) {
        int waiting = handle.createQuery("SELECT COUNT(*) FROM outbox WHERE state = 'pending'"
                        + " AND next_attempt_at <= :now AND created_at > :since")
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("since", now.minus(NEW).atOffset(ZoneOffset.UTC))
                .mapTo(Integer.class)
                .one();
        if (waiting > 0) {
            return 0;
        }
        List<String> keys = handle.createQuery("SELECT message_key FROM outbox WHERE " + OVER
                        + " ORDER BY created_at FETCH FIRST " + BATCH + " ROWS ONLY")
                .bind("before", now.minus(kept).atOffset(ZoneOffset.UTC))
                .mapTo(String.class)
                .list();
        if (!keys.isEmpty()) {
            delete(handle, "outbox_alarm", keys);
            delete(handle, "outbox", keys); // and with it what ways accepted and providers reported
        }
        return keys.size();
    }

    private static void delete(Handle handle, String table, List<String> keys) {
        var unused = handle.createUpdate("DELETE FROM " + table + " WHERE message_key IN (<keys>)")
                .bindList("keys", keys)
                .execute();
    }
}
