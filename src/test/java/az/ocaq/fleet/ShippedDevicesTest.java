package az.ocaq.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import az.ocaq.config.Problems;
import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoders;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The shipped device types and fleets load, and the examples in the type files decode to what they say. */
final class ShippedDevicesTest {
    private static final Path DEVICES = Path.of("devices");

    private final Problems problems = new Problems();
    private final DeviceTypes types = DeviceTypes.load(DEVICES, problems);

    @TestFactory
    List<DynamicTest> examples_decoded_giveWhatTheFileSays() {
        assertThat(problems.all()).isEmpty();
        List<DynamicTest> tests = new ArrayList<>();
        for (String id : types.ids()) {
            for (Example example : types.examples(id)) {
                tests.add(dynamicTest(id + " " + example.payload(), () -> check(id, example)));
            }
        }
        return tests;
    }

    @Test
    void aghali_loaded_isTheVillage() {
        DeviceRegistry registry =
                Fleets.load(DEVICES, List.of("aghali"), types, problems).registry();

        assertThat(problems.all()).isEmpty();
        assertThat(registry.sites("aghali")).hasSizeGreaterThan(230);
        assertThat(count(registry, "household_meter")).isEqualTo(200);
        assertThat(count(registry, "pv_inverter")).isEqualTo(61);
        assertThat(count(registry, "hydro_turbine")).isEqualTo(3);
        assertThat(registry.device(new DeviceId("aghali", "home-017", "pv"))).isPresent();
        assertThat(registry.site("aghali", "home-017").orElseThrow().fedBy()).contains("feeder-1-2");
    }

    @Test
    void allFleets_loaded_haveNoProblem() {
        DeviceRegistry registry = Fleets.load(DEVICES, types, problems).registry();

        assertThat(problems.all()).isEmpty();
        assertThat(registry.devices("recorded")).isNotEmpty().allMatch(Device::recorded);
        assertThat(registry.devices("aghali")).noneMatch(Device::recorded);
    }

    private static long count(DeviceRegistry registry, String type) {
        return registry.devices().stream()
                .filter(it -> it.type().id().equals(type))
                .count();
    }

    private static void check(String id, Example example) {
        Message message = new Message(
                "village/a/b/" + id.replace('_', '-') + "/telemetry",
                example.payload().getBytes(StandardCharsets.UTF_8),
                Instant.parse("2026-01-01T00:00:01Z"),
                false);
        Decoded decoded = Decoders.standard().decode(message);
        if (example.rejected().isPresent()) {
            assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
            assertThat(((Decoded.Rejected) decoded).reason().word())
                    .isEqualTo(example.rejected().get());
            return;
        }
        assertThat(decoded).isInstanceOf(Decoded.Readings.class);
        Map<String, Double> values = new HashMap<>();
        for (Reading reading : ((Decoded.Readings) decoded).readings()) {
            values.put(reading.series().metric().name(), reading.value());
        }
        assertThat(values).isEqualTo(example.readings());
    }
}
