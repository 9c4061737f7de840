package az.ocaq.notify;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.database.Database;
import az.ocaq.database.OperationalDatabase;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Which messages are deleted, and which stay. */
@Timeout(300)
@ParameterizedClass
@EnumSource
final class OutboxSweepTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Duration KEPT = Duration.ofDays(400);

    private final OperationalDatabase kind;
    private final Vertx vertx = Vertx.vertx();
    private Database database;

    OutboxSweepTest(OperationalDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = kind.open(vertx);
        alarm(1, "NORM");
        alarm(2, "ACKED");
    }

    @AfterEach
    void close() throws Exception {
        database.close();
        var unused = done(vertx.close());
    }

    @Test
    void sweep_deletesWhatIsOldAndOver_withAllThatBelongsToIt_andNothingElse() throws Exception {
        message("old-over", 401, "sent", 1);
        message("old-standing", 401, "sent", 2);
        message("young", 399, "sent", 1);
        message("old-dead", 500, "dead", 1);

        sweep(KEPT);

        assertThat(column("message_key", "outbox")).containsExactlyInAnyOrder("old-standing", "young");
        assertThat(column("message_key", "outbox_alarm")).containsExactlyInAnyOrder("old-standing", "young");
        assertThat(column("receipt", "outbox_delivery")).containsExactlyInAnyOrder("old-standing", "young");
        assertThat(column("detail", "outbox_report")).containsExactlyInAnyOrder("old-standing", "young");
    }

    @Test
    void sweep_ofManyMessages_goesOnUntilNoneIsLeft() throws Exception {
        for (int i = 0; i < 450; i++) {
            message("m" + i, 401, "sent", 1);
        }

        sweep(KEPT);

        assertThat(column("message_key", "outbox")).isEmpty();
    }

    @Test
    void sweep_whileSomethingNewWaits_orWhenAllIsKept_deletesNothing() throws Exception {
        message("old", 401, "sent", 1);
        sweep(Duration.ZERO);
        assertThat(column("message_key", "outbox")).hasSize(1);
        message("new", 0, "pending", 1);
        sweep(KEPT);
        assertThat(column("message_key", "outbox")).hasSize(2);
    }

    private void sweep(Duration kept) throws Exception {
        Void unused = done(new OutboxSweep(vertx, database, Clock.fixed(NOW, ZoneOffset.UTC), kept).sweep());
    }

    private List<String> column(String name, String table) {
        return database.transactBlocking(handle -> handle.createQuery("SELECT " + name + " FROM " + table)
                .mapTo(String.class)
                .list());
    }

    private void alarm(long id, String state) {
        int rows = database.transactBlocking(handle -> handle.createUpdate("INSERT INTO alarm (id, rule, device, state,"
                        + " priority, occurrence, raised_at, changed_at, memory) VALUES (:id, 'r', :device, :state,"
                        + " 'high', 1, :now, :now, '{}')")
                .bind("id", id)
                .bind("device", "a/b/c" + id)
                .bind("state", state)
                .bind("now", NOW.atOffset(ZoneOffset.UTC))
                .execute());
        assertThat(rows).isEqualTo(1);
    }

    private void message(String key, int daysOld, String state, long alarm) {
        int rows = database.transactBlocking(handle -> {
            int inserted = handle.createUpdate(
                            "INSERT INTO outbox (message_key, about, subject, alarm_id, occurrence, kind,"
                                    + " step, receiver, channel, members, created_at, state, attempts, next_attempt_at) VALUES (:key,"
                                    + " 'about', 'alarm', :alarm, 1, 'raised', 0, 'crew', 'page', 1, :at, :state, 1, :at)")
                    .bind("key", key)
                    .bind("alarm", alarm)
                    .bind("at", NOW.minus(Duration.ofDays(daysOld)).atOffset(ZoneOffset.UTC))
                    .bind("state", state)
                    .execute();
            inserted += handle.execute("INSERT INTO outbox_alarm (alarm_id, message_key) VALUES (?, ?)", alarm, key);
            for (String columns : List.of(
                    "outbox_delivery (outbox_id, way, accepted_at, receipt) SELECT id, 'sms', created_at, message_key",
                    "outbox_report (outbox_id, way, address, state, detail, told_at) SELECT id, 'sms', '1', 'read',"
                            + " message_key, created_at")) {
                inserted += handle.execute("INSERT INTO " + columns + " FROM outbox WHERE message_key = ?", key);
            }
            return inserted;
        });
        assertThat(rows).isEqualTo(4);
    }
}
