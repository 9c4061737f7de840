package az.ocaq.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One key for all, also when several parts of the server first ask for it at the same moment. */
@Timeout(60)
final class ServerKeysTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path folder;

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void h2_askedForTwiceAtOnce_isOneKey() throws Exception {
        try (Database database = Database.openH2(vertx, folder)) {
            assertOneKey(database);
        }
    }

    @Test
    void postgres_askedForTwiceAtOnce_isOneKey() throws Exception {
        assumeTrue(PostgresServer.isThere(), "PostgreSQL is not installed");
        PostgresServer server = PostgresServer.start();
        try (Database database = Database.open(vertx, server.jdbcUrl(), "ocaq", "")) {
            assertOneKey(database);
        } finally {
            server.stop();
        }
    }

    private static void assertOneKey(Database database) throws Exception {
        CountDownLatch bothFoundNone = new CountDownLatch(2);
        Future<String> first = ask(database, "first", bothFoundNone);
        Future<String> second = ask(database, "second", bothFoundNone);

        assertThat(await(first)).isEqualTo(await(second));
        String later = database.transactBlocking(handle -> ServerKeys.get(handle, "links", () -> "third"));
        assertThat(later).isEqualTo(await(first));
    }

    private static Future<String> ask(Database database, String key, CountDownLatch bothFoundNone) {
        return database.transact(handle -> ServerKeys.get(handle, "links", () -> {
            bothFoundNone.countDown();
            try {
                assertThat(bothFoundNone.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return key;
        }));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
