package az.ocaq.quarantine;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.database.Database;
import az.ocaq.database.OperationalDatabase;
import az.ocaq.decode.Decoded;
import az.ocaq.measurement.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(180)
@ParameterizedClass
@EnumSource
final class QuarantineTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final Vertx vertx = Vertx.vertx();
    private final OperationalDatabase kind;
    private Database database;

    QuarantineTest(OperationalDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = kind.open(vertx);
    }

    @AfterEach
    void close() throws Exception {
        database.close();
        done(vertx.close());
    }

    private Quarantine quarantine(int messages, long bytes) {
        return new Quarantine(database, new Quarantine.Bounds(messages, bytes), message -> Future.succeededFuture());
    }

    private static void add(Quarantine quarantine, String topic, byte[] payload, String detail) {
        quarantine.add(
                new Message(topic, payload, NOW, false),
                "native",
                new Decoded.Rejected(Optional.empty(), Decoded.Reason.MALFORMED, detail));
    }

    @Test
    void flush_sameFaultAgain_isOneRowWithACount() throws Exception {
        Quarantine quarantine = quarantine(10, 1_000);
        for (int i = 0; i < 5; i++) {
            add(quarantine, "village/a/b/c/telemetry", new byte[] {1, 2}, "broken");
        }

        done(quarantine.flush());

        assertThat(done(quarantine.newest(Quarantine.Filter.ALL, Long.MAX_VALUE, 10)))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.times()).isEqualTo(5);
                    assertThat(it.payload()).containsExactly(1, 2);
                    assertThat(it.receivedAt()).isEqualTo(NOW);
                });
    }

    @Test
    void flush_tooMany_keepsTheNewest() throws Exception {
        Quarantine quarantine = quarantine(3, 1_000);
        for (int i = 0; i < 7; i++) {
            add(quarantine, "t/" + i, new byte[1], "broken");
            done(quarantine.flush());
        }

        assertThat(done(quarantine.newest(Quarantine.Filter.ALL, Long.MAX_VALUE, 10)))
                .extracting(Quarantined::topic)
                .containsExactly("t/6", "t/5", "t/4");
    }

    @Test
    void flush_tooManyBytes_keepsWhatFits() throws Exception {
        Quarantine quarantine = quarantine(100, 250);
        for (int i = 0; i < 5; i++) {
            add(quarantine, "t/" + i, new byte[100], "broken");
        }

        done(quarantine.flush());

        assertThat(done(quarantine.newest(Quarantine.Filter.ALL, Long.MAX_VALUE, 10)))
                .extracting(Quarantined::topic)
                .containsExactly("t/4", "t/3");
    }

    @Test
    void add_flood_isBoundedAndCounted() {
        Quarantine quarantine = quarantine(10, 1_000);

        for (int i = 0; i < 1_500; i++) {
            add(quarantine, "t/" + i, new byte[10], "broken");
        }

        assertThat(quarantine.dropped()).isEqualTo(500);
    }

    @Test
    void replay_messageThatWasCut_isRefused() throws Exception {
        Quarantine quarantine = quarantine(10, 10_000_000);
        add(quarantine, "t", new byte[800_000], "too large");
        done(quarantine.flush());
        List<Quarantined> kept = done(quarantine.newest(Quarantine.Filter.ALL, Long.MAX_VALUE, 10));

        Future<Void> replayed = quarantine.replay(kept.get(0));

        assertThat(kept.get(0).cut()).isTrue();
        assertThat(replayed.cause()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void add_topicWithNul_isKeptReadable() throws Exception {
        Quarantine quarantine = quarantine(10, 1_000);
        add(quarantine, "t\0x", "{".getBytes(StandardCharsets.UTF_8), "broken \0");

        done(quarantine.flush());

        assertThat(done(quarantine.newest(Quarantine.Filter.ALL, Long.MAX_VALUE, 10)))
                .hasSize(1);
    }
}
