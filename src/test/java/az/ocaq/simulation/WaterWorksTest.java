package az.ocaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.config.Problems;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.fleet.Fleets;
import az.ocaq.simulation.fault.FaultSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The water works of settlements of every size are as large as a designer makes them. */
final class WaterWorksTest {
    private static final Instant JULY = Instant.parse("2026-07-12T20:00:00Z");

    /** Less than what four storeys need, more than what an alarm asks for. */
    private static final double LEAST_BAR = 3;

    @TempDir
    private Path folder;

    private final Problems problems = new Problems();
    private final DeviceTypes types = DeviceTypes.load(Path.of("devices"), problems);

    @ParameterizedTest
    @ValueSource(ints = {10, 30, 200, 534, 917})
    void pressure_whileEveryGardenIsWatered_isEnoughInEverySettlement(int homes) throws IOException {
        List<Double> pressures = new ArrayList<>();
        new Simulation(settlement(homes), types, 1, FaultSchedule.NONE)
                .readings(JULY, JULY.plus(Duration.ofDays(3)), Duration.ofMinutes(5), reading -> {
                    if (reading.series().metric().name().equals("pressure")) {
                        pressures.add(reading.value());
                    }
                });

        assertThat(pressures).hasSizeGreaterThan(800).allMatch(it -> it > LEAST_BAR);
    }

    private Fleet settlement(int homes) throws IOException {
        Path file = folder.resolve("town.yaml");
        Files.writeString(file, """
                title: {az: a, ru: a, en: a}
                district: {az: a, ru: a, en: a}
                place: {latitude: 39.6, longitude: 46.5, altitude: 889}
                people: 1000
                commissioned: 2026-07-01
                step: 5m
                sites:
                  home:
                    kind: home
                    count: %d
                    title: {az: "Ev {n}", ru: "Ev {n}", en: "Ev {n}"}
                    devices:
                      water: water_meter
                  water-works:
                    kind: water_works
                    title: {az: a, ru: a, en: a}
                    devices:
                      outlet: district_water_meter
                """.formatted(homes));
        Fleet fleet = Fleets.load(Path.of("devices"), List.of(file.toString()), types, problems);
        assertThat(problems.all()).isEmpty();
        return fleet;
    }
}
