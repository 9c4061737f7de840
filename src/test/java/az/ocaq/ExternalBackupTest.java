package az.ocaq;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import az.ocaq.database.PostgresServer;
import az.ocaq.measurement.Reading;
import az.ocaq.mqtt.MqttClients;
import az.ocaq.store.Selection;
import az.ocaq.store.influx.InfluxServer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A backup of a server on PostgreSQL and InfluxDB, put onto a machine with empty ones. */
@EnabledIf("allAreThere")
@Timeout(240)
final class ExternalBackupTest {
    private static final int MESSAGES = 50;
    private static final String RULE = "home_overvoltage";

    private final Clock clock = Clock.systemUTC();

    @TempDir
    Path folder;

    private Machine old;
    private Machine other;

    static boolean allAreThere() {
        return PostgresServer.isThere() && InfluxServer.isThere();
    }

    /** One with its own database servers and data directory. */
    private record Machine(PostgresServer postgres, InfluxServer influx, Path directory) {
        static Machine start(Path directory) throws Exception {
            InfluxServer influx = InfluxServer.start(Files.createDirectories(directory.resolve("influx")));
            return new Machine(PostgresServer.start(), influx, directory);
        }

        Installation installation() {
            Map<String, String> environment = new HashMap<>();
            environment.put("OCAQ_DATA_DIR", directory.resolve("data").toString());
            environment.put("OCAQ_HTTP_PORT", "0");
            environment.put("OCAQ_MQTT_PORT", "0");
            environment.put("OCAQ_MQTT_ANONYMOUS", "true");
            environment.put("OCAQ_STORE_INFLUX_URL", influx.url());
            environment.put("OCAQ_DATABASE_URL", postgres.jdbcUrl());
            return Installation.load(Path.of("config/ocaq.yaml"), environment, List.of("aghali"));
        }

        void stop() throws Exception {
            postgres.stop();
            influx.stop();
        }
    }

    @BeforeEach
    void start() throws Exception {
        old = Machine.start(folder.resolve("old"));
        other = Machine.start(folder.resolve("other"));
    }

    @AfterEach
    void stop() throws Exception {
        old.stop();
        other.stop();
    }

    @Test
    void runningServer_restoredOnEmptyMachine_isTheSame() throws Exception {
        Path file = folder.resolve("backup.zip");
        List<Reading> readings;
        JsonObject alarm;
        List<String> journal;
        try (Village village = Village.start(old.installation(), clock)) {
            OperatorClient operator = OperatorClient.signIn(village, "aghali");
            publish(village);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> operator.metric("ocaq_messages_acknowledged_total") == MESSAGES
                            && !operator.alarms(RULE).isEmpty());
            readings = all(village);
            alarm = operator.alarms(RULE).get(0);
            journal = operator.journal(alarm.getLong("id"));

            var unusedMade = Backup.make(old.installation(), file, clock);
        }

        var unusedRestored = Restore.data(other.installation(), file, clock);

        try (Village village = Village.start(other.installation(), clock)) {
            assertThat(readings).hasSize(2 * MESSAGES);
            assertThat(all(village)).containsExactlyElementsOf(readings);
            OperatorClient operator = OperatorClient.signInAgain(village);
            assertThat(operator.alarms(RULE)).singleElement().satisfies(it -> {
                assertThat(it.getLong("id")).isEqualTo(alarm.getLong("id"));
                assertThat(it.getString("state")).isEqualTo(alarm.getString("state"));
            });
            assertThat(operator.journal(alarm.getLong("id"))).startsWith(journal.toArray(String[]::new));
        }
        assertThatThrownBy(() -> Restore.data(other.installation(), file, clock))
                .hasMessageContaining("not empty");
    }

    private void publish(Village village) throws Exception {
        long start = clock.millis() - MESSAGES * 2_000L;
        String[] texts = new String[MESSAGES];
        for (int i = 0; i < MESSAGES; i++) {
            texts[i] = "{\"ts\":" + (start + i * 2_000L) + ",\"active_power\":" + i + ".5,\"voltage_l1\":270}";
        }
        MqttClients.publish(village.brokerUrl(), "village/aghali/home-001/meter/telemetry", false, texts);
    }

    private static List<Reading> all(Village village) throws Exception {
        List<Reading> found = new ArrayList<>();
        done(village.store()
                .scan(
                        new Selection(Optional.empty(), Optional.empty(), Optional.empty()),
                        Instant.MIN,
                        Instant.MAX,
                        found::addAll));
        return found;
    }
}
