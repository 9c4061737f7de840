package az.ocaq.alarm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.alarm.RegistryDirectory;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Values that no device should tell: the shipped rules throw nothing, and see what comes after. */
final class EngineFuzzTest {
    private static final long QUARTER = 900_000;
    private static final double[] STRANGE = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.MIN_VALUE,
        -0.0,
        0,
        1,
        -1,
        1e9,
        -1e9,
        1e15,
        1e200,
        -1e200
    };

    private final Problems problems = new Problems();
    private final Rules rules = Rules.read(Path.of("config/alarms"), problems);
    private final DeviceTypes types = DeviceTypes.load(Path.of("devices"), problems);
    private final Directory directory = RegistryDirectory.of(
            Fleets.load(Path.of("devices"), List.of("khidirli"), types, problems)
                    .registry(),
            device -> true);

    @Test
    void payload_strangeValues_throwNothing_andBlindNothing() {
        Random random = new Random(1);
        Engine engine = new Engine(rules.all(), Policy.NOBODY, directory, 0);
        problems.throwIfAny();
        Collection<String> devices = directory.devices();
        devices.forEach(engine::commission);
        String transformer = devices.stream()
                .filter(it -> "transformer".equals(directory.labels(it).get("type")))
                .findFirst()
                .orElseThrow();
        List<String> some = new ArrayList<>(devices.stream().limit(80).toList());
        some.add(transformer);

        for (long time = QUARTER; time < 200 * QUARTER; time += QUARTER) {
            engine.advance(time);
            List<Sample> payload = new ArrayList<>();
            for (String device : some) {
                for (String metric : engine.metrics()) {
                    if (engine.watches(device, metric) && random.nextInt(3) > 0) {
                        double value = STRANGE[random.nextInt(STRANGE.length)];
                        long late = random.nextInt(4) == 0 ? random.nextInt(3) * QUARTER : 0;
                        payload.add(new Sample(device, metric, time - late, value));
                    }
                }
            }
            engine.payload(payload);
            engine.settle(time);
        }

        assertThat(Memory.all(engine)).isNotEmpty();
        long now = engine.now();
        for (int i = 1; i <= 12; i++) {
            engine.advance(now + i * QUARTER);
            engine.payload(List.of(new Sample(
                    transformer, "hot_spot_temperature", now + i * QUARTER, i < 6 ? 40 : 150, Map.of(), "°C", false)));
            engine.settle(now + i * QUARTER);
            if (i == 5) {
                assertThat(engine.alarm("transformer_hot_spot", transformer))
                        .hasValueSatisfying(it -> assertThat(it.active()).isFalse());
            }
        }
        assertThat(engine.alarm("transformer_hot_spot", transformer))
                .hasValueSatisfying(it -> assertThat(it.active()).isTrue());
    }
}
