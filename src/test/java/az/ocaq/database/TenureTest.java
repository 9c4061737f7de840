package az.ocaq.database;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** That one server at a time uses a PostgreSQL database. */
@EnabledIf("az.ocaq.database.PostgresServer#isThere")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TenureTest {
    private static final String FIRST = "first-server";
    private static final String SECOND = "second-server";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger lost = new AtomicInteger();
    private PostgresServer postgres;
    private Database first;
    private Database second;

    @BeforeAll
    void start() throws Exception {
        postgres = PostgresServer.start();
    }

    @BeforeEach
    void open() {
        first = open(postgres);
        second = open(postgres);
        int unused = first.transactBlocking(handle -> handle.execute("DELETE FROM server_tenure"));
        lost.set(0);
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @AfterAll
    void stop() throws Exception {
        postgres.stop();
        done(vertx.close());
    }

    @Test
    void other_databaseWithoutTables_isFree() throws Exception {
        PostgresServer empty = PostgresServer.start();
        try {
            assertThat(Tenure.other(empty.jdbcUrl(), PostgresServer.USER, "", FIRST))
                    .isEmpty();
        } finally {
            empty.stop();
        }
        assertThatThrownBy(() -> Tenure.other(empty.jdbcUrl(), PostgresServer.USER, "", FIRST))
                .hasMessageContaining("is not reached");
    }

    @Test
    void take_whileAnotherHasIt_isRefused_untilThatOneHasLeft() {
        first.take(FIRST, lost::incrementAndGet);

        assertThat(other(FIRST)).isEmpty();
        assertThat(other(SECOND)).isPresent();
        assertThatThrownBy(() -> second.take(SECOND, lost::incrementAndGet))
                .hasMessageContaining("another server has just taken the database: the Ocaq on ");

        first.close();
        assertThat(other(SECOND)).isEmpty();
        second.take(SECOND, lost::incrementAndGet);
        assertThat(other(FIRST)).isPresent();
        assertThat(lost).hasValue(0);
    }

    @Test
    void take_bySameServerAfterACrash_needNotWait() throws Exception {
        first.take(FIRST, lost::incrementAndGet);

        second.take(FIRST, lost::incrementAndGet);

        int seven = done(second.fenced(handle -> 7));
        assertThat(seven).isEqualTo(7);
    }

    @Test
    void fenced_afterATakeover_failsAndTells_butWhatNeedsNoTenureGoesOn() throws Exception {
        first.take(FIRST, lost::incrementAndGet);
        letTheTermPass();
        second.take(SECOND, lost::incrementAndGet);

        assertThatThrownBy(() -> done(first.fenced(handle -> handle.execute("DELETE FROM outbox"))))
                .hasMessageContaining("another server has taken over the database");
        assertThatThrownBy(() -> done(first.renew())).hasMessageContaining("another server has taken over");
        assertThat(lost).hasValue(2);
        int three = done(first.transact(handle -> 3));
        assertThat(three).isEqualTo(3);
        first.close();
        assertThat(other(FIRST))
                .as("the one before does not give away what is not its own")
                .isPresent();
    }

    @Test
    void renew_afterTheTermWithoutATakeover_goesOn() throws Exception {
        first.take(FIRST, lost::incrementAndGet);
        letTheTermPass();
        assertThat(other(SECOND)).isEmpty();

        done(first.renew());

        assertThat(other(SECOND)).isPresent();
        assertThat(lost).hasValue(0);
    }

    /** Else it would commit after its successor has read. */
    @Test
    void take_waitsForWhatTheOneBeforeHasUnderWay() throws Exception {
        first.take(FIRST, lost::incrementAndGet);
        letTheTermPass();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Future<Integer> underWay = first.fenced(handle -> {
            begun.countDown();
            return await(go) ? handle.execute("UPDATE server_tenure SET host = 'written at the end'") : 0;
        });
        assertThat(await(begun)).isTrue();

        Future<Void> taking = vertx.executeBlocking(() -> {
            second.take(SECOND, lost::incrementAndGet);
            return null;
        });
        Awaitility.await().until(this::somebodyWaitsForALock);
        assertThat(taking.isComplete()).isFalse();
        go.countDown();

        assertThat(done(underWay)).isEqualTo(1);
        done(taking);
        assertThat(other(FIRST).orElseThrow().host()).isNotEqualTo("written at the end");
    }

    private Optional<Tenure.Holder> other(String server) {
        return Tenure.other(postgres.jdbcUrl(), PostgresServer.USER, "", server);
    }

    private Database open(PostgresServer server) {
        return Database.open(vertx, server.jdbcUrl(), PostgresServer.USER, "");
    }

    private void letTheTermPass() {
        int rows = second.transactBlocking(
                handle -> handle.execute("UPDATE server_tenure SET renewed_at = renewed_at - INTERVAL '"
                        + Tenure.TERM.toSeconds() + "' SECOND"));
        assertThat(rows).isEqualTo(1);
    }

    private boolean somebodyWaitsForALock() {
        return first.transactBlocking(
                handle -> handle.createQuery("SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                                .mapTo(Integer.class)
                                .one()
                        > 0);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
