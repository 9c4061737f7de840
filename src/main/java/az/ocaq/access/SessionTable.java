package az.ocaq.access;

import az.ocaq.database.Database;
import io.vertx.core.Future;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Keeps the sessions of browsers in the database: a restart signs nobody out. What is new is written by the next {@link #flush};
 * one write at a time. Not thread-safe: confined to the web server's context.
 */
public final class SessionTable {
    private final Database database;
    private final Sessions sessions;
    private final String provider;
    private Future<Void> last = Future.succeededFuture();

    /**
     * @param provider the fingerprint of the provider that lets people in now: those whom another let in must come again;
     *     empty for none
     */
    public SessionTable(Database database, Sessions sessions, String provider) {
        this.database = database;
        this.sessions = sessions;
        this.provider = provider;
    }

    /** Takes back the sessions of before; those of accounts that are gone or have changed meanwhile have ended. */
    public Future<Void> restore() {
        return database.transact(handle -> {
                    var unused = handle.createUpdate("DELETE FROM browser_session WHERE"
                                    + " (provider <> '' AND provider <> :provider) OR (provider = '' AND NOT EXISTS"
                                    + " (SELECT 1 FROM account a WHERE a.name = browser_session.name"
                                    + " AND a.changed_at <= browser_session.started_at))")
                            .bind("provider", provider)
                            .execute();
                    return handle.createQuery("SELECT * FROM browser_session ORDER BY used_at, hash")
                            .map((row, ctx) -> kept(row))
                            .list();
                })
                .onSuccess(sessions::restore)
                .mapEmpty();
    }

    /** Writes what has changed. When the database cannot take it, it is kept for the next time. */
    public Future<Void> flush() {
        last = last.transform(before -> write());
        return last;
    }

    private Future<Void> write() {
        Sessions.Changes changes = sessions.takeChanges();
        if (changes.isEmpty()) {
            return Future.succeededFuture();
        }
        return database.<Void>transact(handle -> {
                    delete(handle, changes);
                    insert(handle, changes);
                    return null;
                })
                .onFailure(failure -> sessions.giveBack(changes));
    }

    private static void delete(Handle handle, Sessions.Changes changes) {
        PreparedBatch batch = handle.prepareBatch("DELETE FROM browser_session WHERE hash = :hash");
        changes.ended().forEach(hash -> batch.bind("hash", hash).add());
        changes.kept().forEach(it -> batch.bind("hash", it.hash()).add());
        var unused = batch.execute();
    }

    private static void insert(Handle handle, Sessions.Changes changes) {
        if (changes.kept().isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("INSERT INTO browser_session"
                + " (hash, name, role, settlements, utilities, home, csrf, provider, started_at, used_at) VALUES"
                + " (:hash, :name, :role, :settlements, :utilities, :home, :csrf, :provider, :started, :used)");
        for (Sessions.Kept it : changes.kept()) {
            batch.bindMap(AccountRow.columns(it.session().actor()))
                    .bind("hash", it.hash())
                    .bind("csrf", it.session().csrf())
                    .bind("provider", it.session().provider())
                    .bind("started", it.session().startedAt())
                    .bind("used", it.usedAt())
                    .add();
        }
        var unused = batch.execute();
    }

    private static Sessions.Kept kept(ResultSet row) throws SQLException {
        Session session = new Session(
                AccountRow.actor(row),
                row.getString("csrf"),
                row.getTimestamp("started_at").toInstant(),
                row.getString("provider"));
        return new Sessions.Kept(
                row.getString("hash"), session, row.getTimestamp("used_at").toInstant());
    }
}
