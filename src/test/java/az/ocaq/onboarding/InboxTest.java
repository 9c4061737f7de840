package az.ocaq.onboarding;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import az.ocaq.database.Database;
import az.ocaq.database.PostgresServer;
import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoders;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class InboxTest {
    private static final Instant SUNDAY = Instant.parse("2026-05-31T12:00:00.123Z");

    private final Vertx vertx = Vertx.vertx();
    private final Decoders decoders = Decoders.standard();

    @TempDir
    Path directory;

    @AfterEach
    void close() throws Exception {
        done(vertx.close());
    }

    @Test
    void messages_afterARestart_areThereAgain_onH2() throws Exception {
        messagesSurvive(() -> Database.openH2(vertx, directory));
    }

    @Test
    void messages_afterARestart_areThereAgain_onPostgres() throws Exception {
        assumeTrue(PostgresServer.isThere(), "needs PostgreSQL");
        PostgresServer server = PostgresServer.start();
        try {
            messagesSurvive(() -> Database.open(vertx, server.jdbcUrl(), "ocaq", ""));
        } finally {
            server.stop();
        }
    }

    private void messagesSurvive(Supplier<Database> open) throws Exception {
        try (Database database = open.get()) {
            Inbox inbox = inbox(database, 3, 2);
            for (int i = 1; i <= 7; i++) {
                hear(inbox, "cellar", i);
            }
            hear(inbox, "attic", 10);
            hear(inbox, "barn", 20);
            done(inbox.flush());
            done(inbox.close());
            hear(inbox, "shed", 30); // the fourth: the cellar, heard longest ago, must go
            hear(inbox, "attic", 11);
            done(inbox.flush());
        }

        try (Database database = open.get()) {
            Inbox inbox = inbox(database, 3, 2);

            assertThat(inbox.messages(device("cellar"))).isEmpty();
            assertThat(values(inbox, "barn")).containsExactly("20");
            assertThat(values(inbox, "shed")).containsExactly("30");
            assertThat(inbox.messages(device("barn")).get(0).receivedAt()).isEqualTo(SUNDAY.plusSeconds(20));

            done(inbox.close());
            hear(inbox, "loft", 40); // the barn and the attic were heard before the shed
            inbox.forget(device("shed"));
            done(inbox.close());
        }

        try (Database database = open.get()) {
            Inbox inbox = inbox(database, 3, 2);
            assertThat(inbox.messages(device("shed"))).isEmpty();
            assertThat(values(inbox, "loft")).containsExactly("40");
            assertThat(values(inbox, "attic")).isEmpty();
        }
    }

    @Test
    void messages_ofOneDevice_areTheLastFive() throws Exception {
        try (Database database = Database.openH2(vertx, directory)) {
            Inbox inbox = inbox(database, 3, 2);
            for (int i = 1; i <= 7; i++) {
                hear(inbox, "cellar", i);
            }
            done(inbox.flush());

            assertThat(values(inbox(database, 3, 2), "cellar")).containsExactly("3", "4", "5", "6", "7");
        }
    }

    private static Inbox inbox(Database database, int devices, int written) {
        DeviceRegistry registry = new DeviceRegistry(List.of(), List.of(), List.of());
        DeviceTypes types = DeviceTypes.none();
        Homes homes = Homes.open(database, registry, types);
        return Inbox.open(database, registry, homes, new Inbox.Bounds(devices, written));
    }

    private void hear(Inbox inbox, String name, int value) {
        Message message = new Message(
                "tele/" + name + "/SENSOR",
                ("{\"ENERGY\":{\"Power\":" + value + "}}").getBytes(StandardCharsets.UTF_8),
                SUNDAY.plusSeconds(value),
                false);
        inbox.heard(message, (Decoded.Readings) decoders.decode(message));
    }

    private static DeviceId device(String name) {
        return DeviceId.unregistered("tasmota", name);
    }

    private static List<String> values(Inbox inbox, String name) {
        return inbox.messages(device(name)).stream()
                .map(it -> new String(it.payload(), StandardCharsets.UTF_8).replaceAll("[^0-9]", ""))
                .toList();
    }
}
