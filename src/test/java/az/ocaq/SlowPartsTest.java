package az.ocaq;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.bench.Load;
import az.ocaq.bench.LoadGenerator;
import az.ocaq.bench.LoadResult;
import az.ocaq.bench.Tally;
import az.ocaq.database.PostgresServer;
import az.ocaq.store.influx.InfluxServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The server with InfluxDB and PostgreSQL behind connections that are slow and break. */
@EnabledIf("allAreThere")
@Timeout(240)
final class SlowPartsTest {
    private static final int RECEIVE_MAXIMUM = 500;
    private static final int CUTS = 12;

    private final Clock clock = Clock.systemUTC();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    static boolean allAreThere() {
        return PostgresServer.isThere() && InfluxServer.isThere();
    }

    @Test
    void slowAndCut_nothingIsLostOrTwice_memoryIsBounded_andItCatchesUp() throws Exception {
        InfluxServer influx = InfluxServer.start(Files.createDirectories(folder.resolve("influx")));
        PostgresServer postgres = PostgresServer.start();
        try (SlowProxy toInflux = new SlowProxy(port(influx.url()));
                SlowProxy toPostgres = new SlowProxy(port(postgres.jdbcUrl()));
                Village village = village(toInflux, toPostgres)) {
            Load load = new Load(0, 50, 2, 2, 400, 200, Duration.ofSeconds(15));
            try (LoadGenerator generator = new LoadGenerator(load, port(village.brokerUrl()), clock)) {
                toInflux.delay(150);
                toPostgres.delay(50);
                CompletableFuture<LoadResult> running = CompletableFuture.supplyAsync(() -> run(generator));
                double longestLag = 0;
                double mostPending = 0;
                for (int cut = 0; cut < CUTS; cut++) {
                    TimeUnit.SECONDS.sleep(1); // of trouble, not for luck
                    longestLag = Math.max(longestLag, metric(village, "ocaq_lag_seconds"));
                    mostPending = Math.max(mostPending, metric(village, "ocaq_messages_pending"));
                    (cut % 2 == 0 ? toInflux : toPostgres).cut();
                }
                toInflux.delay(0);
                toPostgres.delay(0);
                LoadResult result = running.get(120, TimeUnit.SECONDS);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> metric(village, "ocaq_messages_pending") == 0
                                && metric(village, "ocaq_broker_backlog") == 0);
                Tally tally = Tally.count(village.store(), List.of(result))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS);

                assertThat(tally.acknowledged()).isGreaterThan(2_000);
                assertThat(tally.lost()).isZero();
                assertThat(tally.twice()).isZero();
                assertThat(longestLag).isGreaterThan(0.1);
                assertThat(mostPending).isBetween(1.0, 2.0 * RECEIVE_MAXIMUM);
                assertThat(metric(village, "ocaq_lag_seconds")).isZero();
            }
        } finally {
            postgres.stop();
            influx.stop();
        }
    }

    private Village village(SlowProxy influx, SlowProxy postgres) {
        Map<String, String> environment = new HashMap<>();
        environment.put("OCAQ_DATA_DIR", folder.resolve("data").toString());
        environment.put("OCAQ_HTTP_PORT", "0");
        environment.put("OCAQ_MQTT_PORT", "0");
        environment.put("OCAQ_MQTT_ANONYMOUS", "true");
        environment.put("OCAQ_MQTT_RECEIVE_MAXIMUM", Integer.toString(RECEIVE_MAXIMUM));
        environment.put("OCAQ_STORE_INFLUX_URL", "http://127.0.0.1:" + influx.port());
        environment.put("OCAQ_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/ocaq");
        return Village.start(Installation.load(Path.of("config/ocaq.yaml"), environment, List.of("aghali")), clock);
    }

    private static int port(String url) {
        return Integer.parseInt(url.replaceAll("^.*:(\\d+)(/.*)?$", "$1"));
    }

    private double metric(Village village, String name) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(village.address() + "/metrics"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static LoadResult run(LoadGenerator generator) {
        try {
            return generator.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
