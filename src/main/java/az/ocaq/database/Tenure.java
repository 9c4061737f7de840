package az.ocaq.database;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * That one server at a time uses a database which several can reach: a lease that its server renews, by the database's clock,
 * and whose epoch is the fencing token of what it writes. A server that was frozen or cut off, and replaced meanwhile, can no
 * longer write when it is back (Kleppmann, "How to do distributed locking", 2016). For PostgreSQL. Safe to use from any thread.
 */
public final class Tenure {
    /** For so long after it was last renewed nobody else may take it. */
    public static final Duration TERM = Duration.ofSeconds(15);

    private static final String NO_SUCH_TABLE = "42P01";
    private static final String IS_CURRENT =
            " renewed_at > clock_timestamp() - INTERVAL '" + TERM.toSeconds() + "' SECOND";

    private final long epoch;
    private final Runnable lost;

    private Tenure(long epoch, Runnable lost) {
        this.epoch = epoch;
        this.lost = lost;
    }

    /** Another server that uses a database: its machine, and since when. */
    public record Holder(String host, OffsetDateTime since) {
        /** As the operator is told. */
        @Override
        public String toString() {
            return "the Ocaq on " + host + " uses it since " + since.toInstant();
        }
    }

    /**
     * Who but {@code server} uses a database; empty when nobody does, also when it has no tables yet or older ones. On a
     * connection of its own, changes nothing, blocks. Fails with a {@link DatabaseException} when the database is not reached.
     */
    public static Optional<Holder> other(String jdbcUrl, String user, String password, String server) {
        DriverManager.setLoginTimeout((int) TERM.toSeconds());
        try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password);
                Handle handle = Jdbi.create(connection).open()) {
            return other(handle, server);
        } catch (JdbiException e) {
            if (e.getCause() instanceof SQLException sql && NO_SUCH_TABLE.equals(sql.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        } catch (SQLException e) {
            throw new DatabaseException("the database at " + jdbcUrl + " is not reached: " + e.getMessage(), e);
        }
    }

    private static Optional<Holder> other(Handle handle, String server) {
        return handle.createQuery("SELECT host, since FROM server_tenure WHERE server <> :server AND" + IS_CURRENT)
                .bind("server", server)
                .map((row, context) -> new Holder(row.getString("host"), row.getObject("since", OffsetDateTime.class)))
                .findFirst();
    }

    /**
     * Makes a server the one that uses the database. Waits for a transaction of the one before that is still open, which
     * {@link Database} has the database end soon. Fails with a {@link DatabaseException} while another uses it.
     */
    static Tenure take(Handle handle, String server, Runnable lost) {
        Optional<Long> before = handle.createQuery("SELECT epoch FROM server_tenure WHERE id = 1 FOR UPDATE")
                .mapTo(Long.class)
                .findFirst();
        other(handle, server).ifPresent(it -> {
            throw new DatabaseException("another server has just taken the database: " + it);
        });
        long epoch = before.orElse(0L) + 1;
        String how = before.isPresent()
                ? "UPDATE server_tenure SET server = :server, host = :host, epoch = :epoch, since = clock_timestamp(),"
                        + " renewed_at = clock_timestamp() WHERE id = 1"
                : "INSERT INTO server_tenure (id, server, host, epoch, since, renewed_at) VALUES (1, :server, :host,"
                        + " :epoch, clock_timestamp(), clock_timestamp())";
        var unused = handle.createUpdate(how)
                .bind("server", server)
                .bind("host", host())
                .bind("epoch", epoch)
                .execute();
        return new Tenure(epoch, lost);
    }

    /** Nobody takes it over until the end of this transaction; fails, and tells the server, when somebody has. */
    void require(Handle handle) {
        boolean held = handle.createQuery("SELECT 1 FROM server_tenure WHERE epoch = :epoch FOR SHARE")
                .bind("epoch", epoch)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
        check(held);
    }

    /** Holds it for another term; fails, and tells the server, when somebody else has taken it. */
    void renew(Handle handle) {
        check(handle.execute("UPDATE server_tenure SET renewed_at = clock_timestamp() WHERE epoch = ?", epoch) > 0);
    }

    /** Leaves the database to whoever wants it. */
    void release(Handle handle) {
        var unused =
                handle.execute("UPDATE server_tenure SET renewed_at = since - INTERVAL '1' DAY WHERE epoch = ?", epoch);
    }

    private void check(boolean held) {
        if (!held) {
            lost.run();
            throw new DatabaseException("another server has taken over the database");
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a machine without a name";
        }
    }
}
