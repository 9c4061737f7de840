package az.ocaq.bench;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.mqtt.broker.BrokerSettings;
import az.ocaq.mqtt.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class LoadGeneratorTest {
    @TempDir
    Path directory;

    @Test
    void run_asFastAsAcknowledged_countsEveryMessageOfEveryDevice() throws Exception {
        LoadResult result = run(new Load(0, 10, 2, 3, 0, 20, Duration.ofMillis(500)));

        assertThat(result.complete()).isTrue();
        assertThat(result.acknowledged()).isEqualTo(result.published()).isPositive();
        assertThat(Arrays.stream(result.sequence()).sum()).isEqualTo(result.published());
        assertThat(result.kept().stream().mapToLong(it -> it.cardinality()).sum())
                .isEqualTo(result.published());
    }

    @Test
    void run_atARate_sendsNoMoreThanThat() throws Exception {
        LoadResult result = run(new Load(0, 10, 2, 3, 200, 20, Duration.ofSeconds(1)));

        assertThat(result.complete()).isTrue();
        assertThat(result.published()).isPositive().isLessThanOrEqualTo((long) (200 * result.seconds()) + 1);
    }

    private LoadResult run(Load load) throws Exception {
        BrokerSettings settings = new BrokerSettings(directory, "127.0.0.1", 0, true, 1 << 20, "ocaq", "secret");
        try (EmbeddedBroker broker = EmbeddedBroker.start(settings);
                LoadGenerator generator = new LoadGenerator(load, broker.port(), Clock.systemUTC())) {
            return generator.run();
        }
    }
}
