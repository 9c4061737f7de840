package az.ocaq.database;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One key for all, also when several parts of the server first ask for it at the same moment. */
@Timeout(180)
final class ServerKeysTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        done(vertx.close());
    }

    @ParameterizedTest
    @EnumSource
    void get_askedForTwiceAtOnce_isOneKey(OperationalDatabase kind) throws Exception {
        try (Database database = kind.open(vertx)) {
            CountDownLatch bothFoundNone = new CountDownLatch(2);
            Future<String> first = ask(database, "first", bothFoundNone);
            Future<String> second = ask(database, "second", bothFoundNone);

            assertThat(done(first)).isEqualTo(done(second));
            String later = database.transactBlocking(handle -> ServerKeys.get(handle, "links", () -> "third"));
            assertThat(later).isEqualTo(done(first));
        }
    }

    private static Future<String> ask(Database database, String key, CountDownLatch bothFoundNone) {
        return database.transact(handle -> ServerKeys.get(handle, "links", () -> {
            bothFoundNone.countDown();
            try {
                assertThat(bothFoundNone.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return key;
        }));
    }
}
