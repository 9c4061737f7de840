package az.ocaq.database;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of work when the database is closed. */
@Timeout(120)
final class DatabaseCloseTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        done(vertx.close());
    }

    @ParameterizedTest
    @EnumSource
    void transact_afterTheClose_failsAndDoesNotThrow(OperationalDatabase kind) throws Exception {
        Database database = kind.open(vertx);
        database.close();

        Future<Integer> late = database.transact(handle -> handle.execute("SELECT 1"));

        assertThatThrownBy(() -> done(late)).hasMessageContaining("the database is closed");
        assertThat(database.snapshot().failed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void close_whileATransactionIsUnderWay_letsItEnd(OperationalDatabase kind) throws Exception {
        Database database = kind.open(vertx);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Future<Integer> underWay = database.transact(handle -> {
            begun.countDown();
            try {
                boolean unusedEnd = closing.await(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
            return handle.execute("DELETE FROM server_key");
        });
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(database::close);

        assertThat(done(underWay)).isZero();
        assertThat(interrupted).isFalse();
        closed.get(60, TimeUnit.SECONDS);
    }
}
