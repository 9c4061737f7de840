package az.ocaq;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.SeriesId;
import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.mqtt.PublisherSettings;
import az.ocaq.store.Point;
import az.ocaq.store.SeriesQuery;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The machine's clock is set an hour forward and back again while devices report, some with clocks of their own. */
@Timeout(420)
final class ClockJumpTest {
    /** Rounds of half a second: silence would be found in them, and it is believed that soon after a start and a jump. */
    private static final int LONGER_THAN_SILENCE = 26;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(200);
    private static final String OFFLINE = """
            meter_offline:
              kind: offline
              devices: "aghali/home-00{1..6}/meter"
              silence_after: 12s
              lwt_grace: 1s
              priority: medium
              title: {az: a, ru: a, en: offline}
              response: {az: a, ru: a, en: look}
            """;

    private final JumpingClock machine = new JumpingClock();
    private final Clock right = Clock.systemUTC();
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicBoolean first = new AtomicBoolean(true);

    @Test
    void clockJumps_noValueIsLost_nobodyIsSaidToBeOffline_andSilenceIsStillFound(@TempDir Path directory)
            throws Exception {
        Instant start = right.instant();
        ScheduledExecutorService devices = Executors.newSingleThreadScheduledExecutor();
        try (Village village = village(directory)) {
            OperatorClient operator = OperatorClient.signIn(village, "aghali");
            MqttPublisher publisher =
                    new MqttPublisher(vertx, PublisherSettings.of(village.brokerUrl(), "devices-of-the-test"));
            done(publisher.connect());
            var unused = devices.scheduleAtFixedRate(() -> report(publisher), 0, 500, TimeUnit.MILLISECONDS);

            awaitRounds(6);
            for (Duration ahead : List.of(HOUR, Duration.ZERO, HOUR.negated())) {
                machine.ahead(ahead);
                awaitRounds(LONGER_THAN_SILENCE);
                assertThat(operator.alarms()).isEmpty();
            }
            int reported = rounds.get();
            first.set(false);

            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(operator.alarms()).containsExactly("meter_offline@aghali/home-001/meter"));

            devices.shutdown();
            assertThat(devices.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            int all = rounds.get();
            done(publisher.close());
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(values(village, "home-006", start)).hasSize(all));
            assertThat(values(village, "home-001", start).size()).isBetween(reported, reported + 1);
            assertThat(values(village, "home-002", start))
                    .hasSize(all)
                    .allMatch(it -> it.quality() == Quality.SUSPECT // ahead of a clock that is an hour late
                            || (it.time().isAfter(start.minusSeconds(1))
                                    && it.time().isBefore(right.instant())));
            for (String home : List.of("home-003", "home-004")) {
                assertThat(values(village, home, start)).hasSize(all).allMatch(it -> it.quality() == Quality.SUSPECT);
            }
            assertThat(values(village, "home-005", start))
                    .hasSize(all)
                    .allMatch(it -> it.time().isBefore(right.instant().minus(HOUR)));
        }
        done(vertx.close());
    }

    /** Each reports the round as its value: by arrival, with the right time, from 2036, from 1970, an hour late. */
    private void report(MqttPublisher publisher) {
        int round = rounds.get();
        long now = right.millis();
        if (first.get()) {
            send(publisher, "home-001", round, "");
        }
        send(publisher, "home-002", round, "\"ts\":" + now + ",");
        send(publisher, "home-003", round, "\"ts\":\"2036-02-07T06:28:16Z\",");
        send(publisher, "home-004", round, "\"ts\":" + round + ",");
        send(publisher, "home-005", round, "\"ts\":" + (now - HOUR.toMillis() - 5_000) + ",");
        send(publisher, "home-006", round, "");
        var unused = rounds.incrementAndGet();
    }

    private static void send(MqttPublisher publisher, String home, int value, String time) {
        byte[] payload = ("{" + time + "\"active_power\":" + value + "}").getBytes(StandardCharsets.UTF_8);
        var unused = publisher.publish("village/aghali/" + home + "/meter/telemetry", payload, false);
    }

    private void awaitRounds(int more) {
        int enough = rounds.get() + more;
        await().atMost(PATIENCE).until(() -> rounds.get() >= enough);
    }

    private Village village(Path directory) throws Exception {
        Files.createDirectories(directory.resolve("alarms"));
        Files.writeString(directory.resolve("alarms/offline.yaml"), OFFLINE);
        Files.writeString(
                directory.resolve("crews.yaml"),
                Files.readString(Path.of("config/crews.yaml")) + "\nstartup_grace: 3s\n");
        Map<String, String> environment = new HashMap<>();
        environment.put("OCAQ_DATA_DIR", directory.resolve("data").toString());
        environment.put("OCAQ_ALARMS_DIR", directory.resolve("alarms").toString());
        environment.put("OCAQ_CREWS", directory.resolve("crews.yaml").toString());
        environment.put("OCAQ_HTTP_PORT", "0");
        environment.put("OCAQ_MQTT_PORT", "0");
        environment.put("OCAQ_MQTT_ANONYMOUS", "true");
        return Village.start(Installation.load(Path.of("config/ocaq.yaml"), environment, List.of("aghali")), machine);
    }

    private static List<Point> values(Village village, String home, Instant start) throws Exception {
        SeriesId series = new SeriesId(new DeviceId("aghali", home, "meter"), Metric.named("active_power"));
        return done(village.store()
                .read(SeriesQuery.raw(series, start.minus(Duration.ofHours(3)), start.plus(Duration.ofHours(3)))));
    }
}
