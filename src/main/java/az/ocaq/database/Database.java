package az.ocaq.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The operational database, H2 or PostgreSQL, brought to the current schema when opened. Work runs on an own bounded
 * worker pool; each piece of work is one transaction.
 */
public final class Database implements AutoCloseable {
    private static final int CONNECTIONS = 4;

    private final HikariDataSource dataSource;
    private final Jdbi jdbi;
    private final WorkerExecutor worker;

    private Database(Vertx vertx, HikariDataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbi = Jdbi.create(dataSource);
        this.worker = vertx.createSharedWorkerExecutor("database", CONNECTIONS);
    }

    /**
     * Opens an H2 database in a directory. A committed transaction survives {@code kill -9}: H2's write delay is off. A
     * command on the same machine may open it beside the server, over the loopback interface and with the key that H2
     * keeps in the directory. Blocks while migrations run.
     */
    public static Database openH2(Vertx vertx, Path directory) {
        System.setProperty("h2.bindAddress", "127.0.0.1");
        String file = directory.resolve("ocaq").toAbsolutePath().toString();
        return open(vertx, "jdbc:h2:file:" + file + ";AUTO_SERVER=TRUE;WRITE_DELAY=0;MODE=STRICT", "sa", "");
    }

    /** Opens the database behind a JDBC address, H2 or PostgreSQL. Blocks while migrations run. */
    public static Database open(Vertx vertx, String jdbcUrl, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setPoolName("database");
        HikariDataSource dataSource = new HikariDataSource(config);
        var unused = Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:az/ocaq/database/migration")
                .load()
                .migrate();
        return new Database(vertx, dataSource);
    }

    /**
     * Runs work in one transaction on a worker thread. The future completes on the caller's context, after the commit;
     * it fails, and nothing is changed, when the work throws.
     */
    public <T> Future<T> transact(Function<Handle, T> work) {
        return worker.executeBlocking(() -> jdbi.inTransaction(work::apply), false);
    }

    /** Runs work in one transaction on the calling thread: for start-up, commands and tests. */
    public <T> T transactBlocking(Function<Handle, T> work) {
        return jdbi.inTransaction(work::apply);
    }

    @Override
    public void close() {
        var unused = worker.close();
        dataSource.close();
    }
}
