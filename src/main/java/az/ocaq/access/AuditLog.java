package az.ocaq.access;

import az.ocaq.database.Database;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who changed what, and who read a household's values. Entries gather in memory until {@link #flush}; equal ones that gather
 * meanwhile are one row with a count. Not thread-safe: confined to the web server's context.
 */
public final class AuditLog {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final int MOST_WAITING = 10_000;
    private static final int LONGEST_DETAIL = 1_000;
    private static final int LONGEST_TARGET = 300;

    /** One row. */
    public record Entry(long id, Instant at, String who, String action, String target, String detail, int times) {}

    private record Key(String who, String action, String target, String detail) {}

    private record Waiting(Instant at, int times) {}

    private final Database database;
    private final Clock clock;
    private Map<Key, Waiting> waiting = new LinkedHashMap<>();
    private long lost;

    public AuditLog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Notes that somebody did something to something. */
    public void note(String who, String action, String target, String detail) {
        Key key = new Key(who, action, cut(target, LONGEST_TARGET), cut(detail, LONGEST_DETAIL));
        Waiting before = waiting.get(key);
        if (before == null && waiting.size() >= MOST_WAITING) {
            lost++;
            return;
        }
        waiting.put(key, before == null ? new Waiting(clock.instant(), 1) : new Waiting(before.at, before.times + 1));
    }

    /** Writes what has gathered. When the database cannot take it, it is kept for the next time. */
    public Future<Void> flush() {
        if (waiting.isEmpty()) {
            return Future.succeededFuture();
        }
        Map<Key, Waiting> written = waiting;
        waiting = new LinkedHashMap<>();
        return database.<Void>transact(handle -> {
                    PreparedBatch batch =
                            handle.prepareBatch("INSERT INTO audit (at, who, action, target, detail, times)"
                                    + " VALUES (:at, :who, :action, :target, :detail, :times)");
                    written.forEach((key, entry) -> batch.bind("at", entry.at)
                            .bind("who", key.who)
                            .bind("action", key.action)
                            .bind("target", key.target)
                            .bind("detail", key.detail)
                            .bind("times", entry.times)
                            .add());
                    var unused = batch.execute();
                    return null;
                })
                .onFailure(e -> {
                    LOG.warn("the audit log cannot be written now, kept entries={} lost={}", written.size(), lost, e);
                    written.putAll(waiting);
                    waiting = written;
                });
    }

    /** The newest entries before a number, the newest first. */
    public Future<List<Entry>> newest(long before, int limit) {
        return database.transact(handle -> new ArrayList<>(handle.createQuery(
                        "SELECT * FROM audit WHERE id < :before ORDER BY id DESC FETCH FIRST :limit ROWS ONLY")
                .bind("before", before)
                .bind("limit", limit)
                .map((row, ctx) -> new Entry(
                        row.getLong("id"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("who"),
                        row.getString("action"),
                        row.getString("target"),
                        row.getString("detail"),
                        row.getInt("times")))
                .list()));
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
