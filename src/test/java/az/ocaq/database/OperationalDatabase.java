package az.ocaq.database;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The two kinds of operational database, for tests that hold for both: PostgreSQL is one real server for all tests of this
 * JVM, started when the first asks for it.
 */
public enum OperationalDatabase {
    H2,
    POSTGRES;

    private static @Nullable PostgresServer server;

    /** An empty database that nobody else has, with the newest schema. Skips the test where PostgreSQL is not installed. */
    public Database open(Vertx vertx) throws Exception {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        if (this == H2) {
            return Database.open(vertx, "jdbc:h2:mem:" + name + ";MODE=STRICT;DB_CLOSE_DELAY=-1", "sa", "");
        }
        assumeTrue(PostgresServer.isThere(), "PostgreSQL is not installed");
        return Database.open(vertx, newSchema(name), PostgresServer.USER, "");
    }

    /** The settings of a whole server on such a database; with H2 it is in the server's own directory. */
    public Map<String, String> settings() throws Exception {
        if (this == H2) {
            return Map.of();
        }
        assumeTrue(PostgresServer.isThere(), "PostgreSQL is not installed");
        String url = newSchema("s" + UUID.randomUUID().toString().replace("-", ""));
        return Map.of("OCAQ_DATABASE_URL", url, "OCAQ_DATABASE_USER", PostgresServer.USER);
    }

    private static String newSchema(String name) throws Exception {
        String url = server().jdbcUrl();
        Jdbi.create(url, PostgresServer.USER, "").useHandle(handle -> handle.execute("CREATE SCHEMA " + name));
        return url + "?currentSchema=" + name;
    }

    private static synchronized PostgresServer server() throws Exception {
        if (server == null) {
            PostgresServer started = PostgresServer.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    started.stop();
                } catch (Exception e) {
                    throw new IllegalStateException("PostgreSQL of the tests does not stop", e);
                }
            }));
            server = started;
        }
        return server;
    }
}
