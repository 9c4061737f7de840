package az.ocaq;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.bench.Load;
import az.ocaq.bench.LoadGenerator;
import az.ocaq.bench.LoadResult;
import az.ocaq.bench.Tally;
import az.ocaq.database.PostgresServer;
import az.ocaq.store.influx.InfluxServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the server on Mosquitto, InfluxDB and PostgreSQL, in the middle of a load that goes on without it. */
@EnabledIf("az.ocaq.ExternalPartsTest#allAreThere")
@Timeout(3_600)
final class ExternalKillTest {
    private static final int ROUNDS = Integer.getInteger("ocaq.test.kills", 3);
    private static final int RATE = 2_000;
    private static final Duration TIME = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    @Test
    void acknowledgedMessages_serverKilledAgainAndAgain_areStoredExactlyOnce() throws Exception {
        MosquittoServer mosquitto = MosquittoServer.start(Files.createDirectories(directory.resolve("mosquitto")));
        InfluxServer influx = InfluxServer.start(Files.createDirectories(directory.resolve("influx")));
        PostgresServer postgres = PostgresServer.start();
        Map<String, String> settings = Map.of(
                "OCAQ_MQTT_URL", mosquitto.url(),
                "OCAQ_STORE_INFLUX_URL", influx.url(),
                "OCAQ_DATABASE_URL", postgres.jdbcUrl());
        ExecutorService background = Executors.newSingleThreadExecutor();
        try {
            List<LoadResult> loads = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                ServerProcess server = ServerProcess.start(directory.resolve("data"), subscribers(settings, round));
                Load load = new Load(round * 100, 100, 4, 4, RATE, 200, TIME);
                try (LoadGenerator generator = new LoadGenerator(load, mosquitto.port(), Clock.systemUTC())) {
                    Future<LoadResult> running = background.submit(generator::run);
                    int enough = 500 + round % 7 * 900;
                    Awaitility.await()
                            .atMost(PATIENCE)
                            .until(() -> generator.acknowledged() > enough || running.isDone());
                    server.kill();
                    loads.add(running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
                }
            }
            try (ServerProcess last = ServerProcess.start(directory.resolve("data"), settings)) {
                // only the store tells when the last of what waits in Mosquitto has come
                Awaitility.await()
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> StoredLoads.in(influx, loads).lost() == 0 || !last.isAlive());
                last.awaitBacklogTaken();
            }

            Tally tally = StoredLoads.in(influx, loads);

            System.out.println(ROUNDS + " kills on external parts: " + tally);
            assertThat(tally.acknowledged()).isGreaterThan(500L * ROUNDS);
            assertThat(tally.lost()).isZero();
            assertThat(tally.twice()).isZero();
        } finally {
            background.shutdown();
            postgres.stop();
            influx.stop();
            mosquitto.close();
        }
    }

    /** Two, then one, and so on: what waits for subscribers that are no more is not lost either. */
    private static Map<String, String> subscribers(Map<String, String> settings, int round) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("OCAQ_MQTT_SUBSCRIBERS", round % 2 == 0 ? "2" : "1");
        return all;
    }
}
