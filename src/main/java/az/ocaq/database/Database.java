package az.ocaq.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operational database, H2 or PostgreSQL, brought to the current schema when opened. Work runs on an own bounded
 * worker pool; each piece of work is one transaction.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int CONNECTIONS = 4;
    private static final String H2_USER = "sa";
    private static final long CONNECT_MILLIS = 2_000;
    /** H2 opens anew within that, or whoever asked is told that it does not. */
    private static final long OPEN_MILLIS = 5_000;

    private static final int SILENCE_SECONDS = 60;
    private static final int FROZEN_SECONDS = 30;
    private static final long GOODBYE_SECONDS = 10;
    private static final String CLOSED = "the database is closed: the server stops";
    /** The row is there already, a serialization failure, and a deadlock of PostgreSQL; H2's concurrent update. */
    private static final Set<String> SECOND = Set.of("23505", "40001", "40P01", "90131");

    /** H2's own word for a database that closed itself. */
    private static final int H2_CLOSED_ITSELF = 90098;

    private final HikariDataSource dataSource;
    private final Jdbi jdbi;
    private final WorkerExecutor worker;
    private final boolean embedded;
    /** Held for reading by work, for writing by the close, which waits for what is under way. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private volatile Optional<Tenure> tenure = Optional.empty();
    private volatile boolean closed;

    private Database(Vertx vertx, HikariDataSource dataSource, boolean embedded) {
        this.embedded = embedded;
        this.dataSource = dataSource;
        this.jdbi = Jdbi.create(dataSource).registerArgument(new TextArgument());
        this.worker = vertx.createSharedWorkerExecutor("database", CONNECTIONS);
    }

    /**
     * Opens an H2 database in a directory. A committed transaction survives {@code kill -9}: H2's write delay is off. A
     * command on the same machine may open it beside the server, over the loopback interface and with the key that H2
     * keeps in the directory. Blocks while migrations run.
     */
    public static Database openH2(Vertx vertx, Path directory) {
        return open(vertx, h2(directory), H2_USER, "");
    }

    /**
     * Opens the database behind a JDBC address, H2 or PostgreSQL. Blocks while migrations run. Fails with a
     * {@link DatabaseException} when a newer program has brought it further than this one knows.
     */
    public static Database open(Vertx vertx, String jdbcUrl, String user, String password) {
        HikariDataSource dataSource = pool(jdbcUrl, user, password);
        try {
            Migrations.toNewest(dataSource);
        } catch (RuntimeException e) {
            dataSource.close();
            throw e;
        }
        return new Database(vertx, dataSource, jdbcUrl.startsWith("jdbc:h2:"));
    }

    /** Fills an H2 database in a directory, where there is none yet, with what a snapshot has written. Blocks. */
    public static void restoreH2(Path directory, InputStream snapshot) throws IOException {
        restore(h2(directory), H2_USER, "", snapshot);
    }

    /**
     * Fills the empty database behind a JDBC address with what a snapshot has written. Blocks. Fails with a
     * {@link DatabaseException} when it is not empty, or the snapshot is of a newer program.
     */
    public static void restore(String jdbcUrl, String user, String password, InputStream snapshot) throws IOException {
        try (HikariDataSource dataSource = pool(jdbcUrl, user, password)) {
            new DatabaseRestore(dataSource).read(snapshot);
        }
    }

    /**
     * Makes a server the only one that uses this database, until it closes it. The embedded database is one server's anyway,
     * by the lock on its directory. Blocks. Fails with a {@link DatabaseException} while another server uses it.
     *
     * @param server what tells this server from others, the same after a restart
     * @param lost what to do when another has taken over, because this one was frozen or cut off; on any thread, more than once
     */
    public void take(String server, Runnable lost) {
        if (!embedded) {
            tenure = Optional.of(transactBlocking(handle -> Tenure.take(handle, server, lost)));
        }
    }

    /** Goes on being the one server; to be called several times within {@link Tenure#TERM}. */
    public Future<Void> renew() {
        return tenure.map(held -> this.<Void>transact(handle -> {
                    held.renew(handle);
                    return null;
                }))
                .orElse(Future.succeededFuture());
    }

    /**
     * Forces what was committed to the disk, so that a power cut does not lose it. H2 does not do so by itself; PostgreSQL
     * does at each commit, unless its {@code synchronous_commit} is off.
     */
    public Future<Void> force() {
        return embedded ? transact(handle -> handle.execute("CHECKPOINT SYNC")).mapEmpty() : Future.succeededFuture();
    }

    /** All rows of this moment, to be copied. */
    public Future<DatabaseSnapshot> snapshot() {
        return onWorker(() -> new DatabaseSnapshot(dataSource.getConnection(), Migrations.version(dataSource)));
    }

    /**
     * Runs work in one transaction on a worker thread. The future completes on the caller's context, after the commit;
     * it fails, and nothing is changed, when the work throws. Work that looks for a row and inserts it when there is none
     * is safe: when another transaction was first, it runs once more and finds the row. It must therefore change nothing
     * but the database. Fails with a {@link DatabaseException} once this is closed.
     */
    public <T> Future<T> transact(Function<Handle, T> work) {
        return onWorker(() -> transactBlocking(work));
    }

    /** Like {@link #transact}; fails, and nothing is changed, when another server has taken over since {@link #take}. */
    public <T> Future<T> fenced(Function<Handle, T> work) {
        return transact(handle -> {
            tenure.ifPresent(it -> it.require(handle));
            return work.apply(handle);
        });
    }

    /** Like {@link #transact} on the calling thread: for start-up, commands and tests. */
    public <T> T transactBlocking(Function<Handle, T> work) {
        use.readLock().lock();
        try {
            if (closed) {
                throw new DatabaseException(CLOSED);
            }
            return jdbi.inTransaction(work::apply);
        } catch (JdbiException e) {
            if (!wasSecond(e)) {
                throw e;
            }
            return jdbi.inTransaction(work::apply);
        } finally {
            use.readLock().unlock();
        }
    }

    /** Waits for work that is under way, but not for long; what waits for its turn fails. */
    @Override
    public void close() {
        boolean idle = false;
        try {
            idle = use.writeLock().tryLock(GOODBYE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        release();
        closed = true;
        if (idle) {
            use.writeLock().unlock();
        }
        var unused = worker.close();
        dataSource.close();
    }

    private void release() {
        tenure.ifPresent(it -> {
            try {
                jdbi.useTransaction(it::release);
            } catch (JdbiException e) {
                LOG.debug("the database is not left to others at once, but soon", e);
            }
        });
    }

    private <T> Future<T> onWorker(Callable<T> work) {
        try {
            return worker.executeBlocking(work, false);
        } catch (RejectedExecutionException e) {
            return Future.failedFuture(new DatabaseException(CLOSED, e));
        }
    }

    private static boolean wasSecond(JdbiException failure) {
        return failure.getCause() instanceof SQLException sql && SECOND.contains(String.valueOf(sql.getSQLState()));
    }

    private static String h2(Path directory) {
        System.setProperty("h2.bindAddress", "127.0.0.1");
        String file = directory.resolve("ocaq").toAbsolutePath().toString();
        return "jdbc:h2:file:" + file + ";AUTO_SERVER=TRUE;WRITE_DELAY=0;MODE=STRICT";
    }

    private static HikariDataSource pool(String jdbcUrl, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setPoolName("database");
        config.setExceptionOverride(new ClosedItself());
        config.setConnectionTimeout(OPEN_MILLIS);
        if (jdbcUrl.startsWith("jdbc:postgresql:")) {
            // else a server that is away or cut off the network holds its callers for long
            config.setConnectionTimeout(CONNECT_MILLIS);
            config.addDataSourceProperty("tcpKeepAlive", true);
            config.addDataSourceProperty("socketTimeout", SILENCE_SECONDS);
            // a server that is frozen in the middle of a transaction keeps its successor out no longer
            config.setConnectionInitSql("SET idle_in_transaction_session_timeout = '" + FROZEN_SECONDS + "s'");
        }
        return new HikariDataSource(config);
    }

    /**
     * H2 closes itself at the first byte that it cannot write, of a full disk for one. Its connections go on saying that they
     * are valid and never work again: they must leave the pool, and the next one opens the database anew.
     */
    private static final class ClosedItself implements SQLExceptionOverride {
        @java.lang.Override
        public SQLExceptionOverride.Override adjudicate(SQLException failure) {
            return failure.getErrorCode() == H2_CLOSED_ITSELF
                    ? SQLExceptionOverride.Override.MUST_EVICT
                    : SQLExceptionOverride.Override.CONTINUE_EVICT;
        }
    }
}
