package az.ocaq.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import az.ocaq.config.Problems;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.SiteKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FirstPhaseTest {
    @TempDir
    Path folder;

    private final Problems problems = new Problems();
    private final DeviceTypes types = DeviceTypes.load(Path.of("devices"), problems);

    @Test
    void write_firstPhase_isWhatTheProgrammeCounts() throws IOException {
        new FirstPhase(100, 34_500, LocalDate.of(2026, 11, 1)).write(folder);

        DeviceRegistry registry = Fleets.load(Path.of("devices"), List.of(folder.toString()), types, problems)
                .registry();

        assertThat(problems.all()).isEmpty();
        assertThat(registry.settlements()).hasSize(100);
        assertThat(sites(registry, SiteKind.HOME)).isBetween(34_450L, 34_550L);
        assertThat(sites(registry, SiteKind.SCHOOL) + sites(registry, SiteKind.KINDERGARTEN))
                .isEqualTo(197);
        assertThat(sites(registry, SiteKind.HEALTH_CENTRE)).isEqualTo(49);
        assertThat(sites(registry, SiteKind.MEDICAL_CENTRE)).isEqualTo(39);
        assertThat(sites(registry, SiteKind.VOCATIONAL_SCHOOL)).isEqualTo(9);
        assertThat(registry.sites("talish").stream().filter(it -> it.kind() == SiteKind.HOME))
                .hasSize(20);
    }

    @Test
    void write_firstPhase_hasPlantsOfTheirAnnouncedPowerAndHomesWithGas() throws IOException {
        new FirstPhase(100, 34_500, LocalDate.of(2026, 11, 1)).write(folder);

        DeviceRegistry registry = Fleets.load(Path.of("devices"), List.of(folder.toString()), types, problems)
                .registry();

        assertThat(problems.all()).isEmpty();
        // MW: Gulabird, Mishni, Alkhasli, Garigishlag, Zabukh, Sugovushan, Jahangirbayli, Kalbajar-1, Chirag-1,
        // Khudaferin,
        // Giz Galasi
        assertThat(rated(registry, "hydro_turbine") / 1e6)
                .isCloseTo(8 + 8.25 + 6 + 4 + 2.8 + 7.8 + 10.5 + 4.4 + 8.33 + 100 + 40, within(1e-6));
        assertThat(rated(registry, "wind_turbine")).isEqualTo(1e5);
        assertThat(registry.devices().stream()
                        .filter(it -> it.id().settlement().equals("jabrayil")
                                && it.id().site().startsWith("solar-"))
                        .mapToDouble(it -> Double.parseDouble(it.attributes().get("rated_power")) / 1.1e6)
                        .sum())
                .isCloseTo(100 + 240, within(1e-6));
        assertThat(registry.devices("kangarli").stream()
                        .filter(it -> it.type().id().equals("gas_meter")))
                .hasSize(292);
    }

    private static double rated(DeviceRegistry registry, String type) {
        return registry.devices().stream()
                .filter(it -> it.type().id().equals(type))
                .mapToDouble(it -> Double.parseDouble(it.attributes().get("rated_power")))
                .sum();
    }

    private static long sites(DeviceRegistry registry, SiteKind kind) {
        return registry.settlements().stream()
                .flatMap(it -> registry.sites(it.id()).stream())
                .filter(it -> it.kind() == kind)
                .count();
    }
}
