package az.ocaq;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.measurement.Reading;
import az.ocaq.mqtt.DeviceSwarm;
import az.ocaq.store.Selection;
import az.ocaq.store.questdb.QuestStore;
import com.sun.management.UnixOperatingSystemMXBean;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Power is back in a region: all its devices connect at once, to the whole server in 512 MB of heap. */
@EnabledIf("filesAreEnough")
@Timeout(300)
final class ReconnectStormTest {
    private static final int DEVICES = 5_000;
    private static final int STORMS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    private final Clock clock = Clock.systemUTC();

    @TempDir
    Path data;

    static boolean filesAreEnough() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() > STORMS * DEVICES + 2_000;
    }

    @Test
    void allConnectAtOnce_andAgainUnderTheSameNames_whatIsAcknowledgedIsStoredOnce() throws Exception {
        long start = clock.millis();
        try (ServerProcess server = ServerProcess.start(data, Map.of(), "-Xmx512m");
                DeviceSwarm swarm = new DeviceSwarm(server.mqttPort())) {
            for (int storm = 0; storm < STORMS; storm++) {
                long began = System.nanoTime();

                assertThat(swarm.storm(DEVICES, new Telemetry(start, storm), PATIENCE)
                                .cardinality())
                        .isEqualTo(DEVICES);

                System.out.printf("storm %d: %.1f s%n", storm, (System.nanoTime() - began) / 1e9);
            }
            server.awaitBacklogTaken();

            assertThat(server.metric("ocaq_messages_received_total")).isGreaterThanOrEqualTo(STORMS * DEVICES);
            assertThat(server.metric("ocaq_readings_stored_total")).isGreaterThanOrEqualTo(STORMS * DEVICES);
        }

        Map<String, List<Double>> stored = stored();

        for (int device = 0; device < DEVICES; device++) {
            assertThat(stored)
                    .containsEntry("storm/home-" + device + "/meter", List.of(value(device, 0), value(device, 1)));
        }
        assertThat(stored).hasSize(DEVICES);
    }

    private record Telemetry(long start, int storm) implements DeviceSwarm.Words {
        @Override
        public String clientId(int device) {
            return "meter-" + device;
        }

        @Override
        public String topic(int device) {
            return "village/storm/home-" + device + "/meter/telemetry";
        }

        @Override
        public String payload(int device) {
            return "{\"ts\":" + (start + storm) + ",\"active_power\":" + value(device, storm) + "}";
        }
    }

    /** Like no other, so that one message in another's place is seen. */
    private static double value(int device, int storm) {
        return STORMS * device + storm;
    }

    private Map<String, List<Double>> stored() throws Exception {
        Map<String, List<Double>> found = new HashMap<>();
        Vertx vertx = Vertx.vertx();
        QuestStore store = QuestStore.open(vertx, data.resolve("timeseries"), false);
        Selection power = new Selection(Optional.empty(), Optional.empty(), Optional.of("active_power"));
        Instant now = clock.instant();
        done(store.scan(power, now.minusSeconds(3_600), now.plusSeconds(60), readings -> {
            for (Reading reading : readings) {
                found.computeIfAbsent(reading.series().device().toString(), key -> new ArrayList<>())
                        .add(reading.value());
            }
        }));
        done(store.close());
        done(vertx.close());
        return found;
    }
}
