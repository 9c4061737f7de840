package az.ocaq;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.access.Actor;
import az.ocaq.access.Role;
import az.ocaq.database.PostgresServer;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.SeriesId;
import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.mqtt.PublisherSettings;
import az.ocaq.store.Point;
import az.ocaq.store.SeriesQuery;
import az.ocaq.store.influx.InfluxServer;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The server on Mosquitto, InfluxDB and PostgreSQL, each of which is stopped and started under it. */
@EnabledIf("allAreThere")
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExternalPartsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Clock clock = Clock.systemUTC();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private Path directory = Path.of("");
    private MosquittoServer mosquitto;
    private InfluxServer influx;
    private PostgresServer postgres;
    private Village village;
    private MqttPublisher device;

    static boolean allAreThere() {
        return MosquittoServer.isThere() && PostgresServer.isThere() && InfluxServer.isThere();
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        directory = folder;
        mosquitto = MosquittoServer.start(Files.createDirectories(folder.resolve("mosquitto")));
        influx = InfluxServer.start(Files.createDirectories(folder.resolve("influx")));
        postgres = PostgresServer.start();
        village = village();
        device = new MqttPublisher(vertx, PublisherSettings.of(mosquitto.url(), "device-of-the-test"));
        done(device.connect());
    }

    @AfterAll
    void stop() throws Exception {
        done(device.close());
        village.close();
        postgres.stop();
        influx.stop();
        mosquitto.close();
        done(vertx.close());
    }

    @Test
    void published_isStored() throws Exception {
        publish("home-031", 812.5);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(values("home-031")).containsExactly(812.5));
    }

    @Test
    void published_whileTheStoreIsAway_isStoredOnceItIsBack_andHealthTellsTheTruth() throws Exception {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ready()).isEqualTo(200));
        influx.stop();

        IntStream.rangeClosed(1, 20).forEach(number -> publishQuietly("home-032", number));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ready()).isEqualTo(503));
        influx.restart();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(values("home-032"))
                        .containsExactlyElementsOf(IntStream.rangeClosed(1, 20)
                                .mapToObj(number -> (double) number)
                                .toList()));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ready()).isEqualTo(200));
    }

    @Test
    void databaseAway_healthTellsTheTruth_andItRecoversByItself() throws Exception {
        postgres.stop();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ready()).isEqualTo(503));

        postgres.run();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ready()).isEqualTo(200));
        publish("home-033", 5);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(values("home-033")).containsExactly(5.0));
    }

    @Test
    void accounts_areKeptOverARestart() throws Exception {
        done(village.accounts()
                .create(new Actor("operator", Role.OPERATOR, Set.of(), Set.of(), Optional.empty()), "correct horse"));

        village.close();
        village = village();

        assertThat(done(village.accounts().signIn("operator", "correct horse"))).isPresent();
    }

    private Village village() {
        Map<String, String> environment = new HashMap<>();
        environment.put("OCAQ_DATA_DIR", directory.resolve("data").toString());
        environment.put("OCAQ_HTTP_PORT", "0");
        environment.put("OCAQ_MQTT_URL", mosquitto.url());
        environment.put("OCAQ_STORE_INFLUX_URL", influx.url());
        environment.put("OCAQ_DATABASE_URL", postgres.jdbcUrl());
        Installation installation = Installation.load(Path.of("config/ocaq.yaml"), environment, List.of("aghali"));
        return Village.start(installation, clock);
    }

    private void publish(String home, double value) throws Exception {
        byte[] payload = ("{\"active_power\":" + value + "}").getBytes(StandardCharsets.UTF_8);
        done(device.publish("village/aghali/" + home + "/meter/telemetry", payload, false));
    }

    private void publishQuietly(String home, int number) {
        long time = clock.millis() - 60_000 + number;
        byte[] payload = ("{\"ts\":" + time + ",\"active_power\":" + number + "}").getBytes(StandardCharsets.UTF_8);
        var unused = device.publish("village/aghali/" + home + "/meter/telemetry", payload, false);
    }

    private List<Double> values(String home) throws Exception {
        SeriesId series = new SeriesId(new DeviceId("aghali", home, "meter"), Metric.named("active_power"));
        Instant now = clock.instant();
        return done(village.store().read(SeriesQuery.raw(series, now.minusSeconds(600), now.plusSeconds(60)))).stream()
                .map(Point::value)
                .toList();
    }

    private int ready() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(village.address() + "/health/ready"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
