package az.ocaq;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.bench.Load;
import az.ocaq.bench.LoadGenerator;
import az.ocaq.bench.LoadResult;
import az.ocaq.bench.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mosquitto on a small disk that another program fills. It acknowledges all the same, keeps everything in memory and
 * replaces what it had saved by an empty file: whatever it holds when it dies is lost. What it has handed over is Ocaq's.
 */
@EnabledIf("az.ocaq.MosquittoServer#isThere")
@Timeout(300)
final class MosquittoDiskFullTest {
    private static final String MQTT = "ocaq_part_up{part=\"mqtt\"}";

    private final List<LoadResult> loads = new ArrayList<>();

    @RegisterExtension
    final SmallDisk disk = new SmallDisk("8m");

    @TempDir
    Path folder;

    @Test
    void mosquittoOnAFullDisk_diesAndComesBackWithNothing_whatItHandedOverIsStored_andAllGoesOnByItself()
            throws Exception {
        Path data = folder.resolve("data");
        try (MosquittoServer mosquitto = MosquittoServer.start(
                        disk.path(),
                        "allow_anonymous true",
                        "max_queued_messages 0",
                        "autosave_on_changes true",
                        "autosave_interval 1");
                ServerProcess server = ServerProcess.start(data, Map.of("OCAQ_MQTT_URL", mosquitto.url()))) {
            patiently().until(() -> server.ready() == 200);
            publish(mosquitto, server);
            assertThat(saved()).isPositive();

            disk.fill(0);
            publish(mosquitto, server);
            assertThat(saved()).as("Mosquitto's saved sessions").isZero();
            assertThat(server.ready()).isEqualTo(200);
            assertThat(server.metric(MQTT)).isOne();

            mosquitto.kill();
            patiently().until(() -> server.ready() == 503);
            assertThat(server.metric(MQTT)).isZero();

            mosquitto.restart();
            patiently().until(() -> server.ready() == 200);
            publish(mosquitto, server);
            disk.empty();
            publish(mosquitto, server);
            assertThat(saved()).isPositive();
            assertThat(server.metric(MQTT)).isOne();
        }
        Tally tally = StoredLoads.inDirectory(data, loads);
        assertThat(tally.acknowledged()).isPositive();
        assertThat(tally.lost()).isZero();
        assertThat(tally.twice()).isZero();
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(Duration.ofSeconds(90));
    }

    private long saved() throws IOException {
        return Files.size(disk.path().resolve("mosquitto.db"));
    }

    /** Publishes for a moment, and waits until the server has kept as many as Mosquitto has acknowledged. */
    private void publish(MosquittoServer mosquitto, ServerProcess server) throws Exception {
        long before = server.metric("ocaq_messages_acknowledged_total");
        Load load = new Load(loads.size() * 100, 10, 2, 1, 200, 50, Duration.ofSeconds(2));
        try (LoadGenerator generator = new LoadGenerator(load, mosquitto.port(), Clock.systemUTC())) {
            LoadResult result = generator.run();
            assertThat(result.acknowledged()).isPositive();
            loads.add(result);
            patiently()
                    .until(() -> server.metric("ocaq_messages_acknowledged_total") >= before + result.acknowledged());
        }
    }
}
