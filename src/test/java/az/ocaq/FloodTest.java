package az.ocaq;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.SeriesId;
import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.mqtt.PublisherSettings;
import az.ocaq.store.Point;
import az.ocaq.store.SeriesQuery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two devices that flood the server, one of them registered, beside fifty that do not. */
@Timeout(180)
final class FloodTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FLOOD = 6_000;
    private static final int ALLOWED = 1_000;
    private static final int HOMES = 50;
    private static final int EACH = 20;
    private static final String MAD = "home-051";
    private static final String STRANGER = "nobody-knows-it";
    private static final int UNACKNOWLEDGED = 500;

    private final Clock clock = Clock.systemUTC();
    private final Vertx vertx = Vertx.vertx();

    @Test
    void floodOfOneDevice_costsItselfAlone_andIsOneAlarm(@TempDir Path directory) throws Exception {
        Instant start = clock.instant();
        try (Village village = village(directory)) {
            OperatorClient operator = OperatorClient.signIn(village, "aghali");
            MqttPublisher mad = publisher(village, "mad");
            MqttPublisher normal = publisher(village, "normal");

            List<Future<?>> acknowledged = new ArrayList<>();
            for (int i = 0; i < FLOOD; i++) {
                acknowledged.add(publish(mad, MAD, start.toEpochMilli(), i));
                acknowledged.add(publish(mad, STRANGER, start.toEpochMilli(), i));
                int turn = i / (FLOOD / EACH);
                if (i % (FLOOD / EACH) < HOMES) {
                    int home = i % (FLOOD / EACH) + 1;
                    acknowledged.add(publish(normal, home(home), start.toEpochMilli() + turn, turn));
                }
            }

            double mostPending = mostPending(operator, Future.all(acknowledged));
            assertThat(mostPending).as("messages in memory").isLessThanOrEqualTo(2.0 * UNACKNOWLEDGED);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(operator.metric("ocaq_messages_acknowledged_total"))
                            .isEqualTo(2 * FLOOD + HOMES * EACH));
            for (int home = 1; home <= HOMES; home++) {
                assertThat(values(village, home(home), start))
                        .containsExactlyElementsOf(IntStream.range(0, EACH)
                                .mapToObj(it -> (double) it)
                                .toList());
            }
            double refused = operator.metric("ocaq_device_excess_messages_total{device=\"aghali/" + MAD + "/meter\"}");
            double seconds = Duration.between(start, clock.instant()).toMillis() / 1e3;
            assertThat(FLOOD - refused).isBetween(ALLOWED * 1.0, ALLOWED + 10 * seconds + 1);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(operator.alarms("device_flooding"))
                            .singleElement()
                            .matches(it -> it.getString("device").equals("aghali/" + MAD + "/meter")
                                    && it.getInteger("occurrence") == 1));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(operator.alarms("server_flooded_by_strangers"))
                            .singleElement()
                            .matches(it -> it.getString("device").equals("ocaq/server/health")));
            assertThat(operator.journal(
                            operator.alarms("device_flooding").get(0).getLong("id")))
                    .containsOnlyOnce("raised");
            done(mad.close());
            done(normal.close());
        }
        done(vertx.close());
    }

    /** Looks again and again while the flood is taken: what is in memory does not grow with it. */
    private static double mostPending(OperatorClient operator, Future<?> taken) throws Exception {
        double most = 0;
        while (!taken.isComplete()) {
            most = Math.max(most, operator.metric("ocaq_messages_pending"));
        }
        var unused = done(taken);
        return most;
    }

    private Village village(Path directory) {
        Map<String, String> environment = new HashMap<>();
        environment.put("OCAQ_DATA_DIR", directory.resolve("data").toString());
        environment.put("OCAQ_HTTP_PORT", "0");
        environment.put("OCAQ_MQTT_PORT", "0");
        environment.put("OCAQ_MQTT_ANONYMOUS", "true");
        environment.put("OCAQ_MQTT_RECEIVE_MAXIMUM", Integer.toString(UNACKNOWLEDGED));
        environment.put("OCAQ_INGEST_DEVICE_RATE", "10");
        environment.put("OCAQ_INGEST_DEVICE_BURST", Integer.toString(ALLOWED));
        return Village.start(Installation.load(Path.of("config/ocaq.yaml"), environment, List.of("aghali")), clock);
    }

    private MqttPublisher publisher(Village village, String name) throws Exception {
        PublisherSettings usual = PublisherSettings.of(village.brokerUrl(), name);
        MqttPublisher publisher = new MqttPublisher(
                vertx,
                new PublisherSettings(
                        usual.url(), name, "", "", usual.tls(), usual.mostInFlight(), 4 * FLOOD, usual.will()));
        done(publisher.connect());
        return publisher;
    }

    private static Future<Void> publish(MqttPublisher publisher, String home, long time, int value) {
        byte[] payload = ("{\"ts\":" + time + ",\"active_power\":" + value + "}").getBytes(StandardCharsets.UTF_8);
        return publisher.publish("village/aghali/" + home + "/meter/telemetry", payload, false);
    }

    private static List<Double> values(Village village, String home, Instant start) throws Exception {
        SeriesId series = new SeriesId(new DeviceId("aghali", home, "meter"), Metric.named("active_power"));
        SeriesQuery query = SeriesQuery.raw(series, start.minusSeconds(1), start.plusSeconds(60));
        return done(village.store().read(query)).stream().map(Point::value).toList();
    }

    private static String home(int number) {
        return "home-0" + (number < 10 ? "0" : "") + number;
    }
}
