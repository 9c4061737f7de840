package az.ocaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.simulation.fault.FaultSchedule;
import java.io.IOException;
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

    @ParameterizedTest
    @ValueSource(ints = {10, 30, 200, 534, 917})
    void pressure_whileEveryGardenIsWatered_isEnoughInEverySettlement(int homes, @TempDir Path folder)
            throws IOException {
        WateredSettlement town = WateredSettlement.of(homes, "2026-07-01", folder);
        List<Double> pressures = new ArrayList<>();
        new Simulation(town.fleet(), town.types(), 1, FaultSchedule.NONE)
                .readings(JULY, JULY.plus(Duration.ofDays(3)), Duration.ofMinutes(5), reading -> {
                    if (reading.series().metric().name().equals("pressure")) {
                        pressures.add(reading.value());
                    }
                });

        assertThat(pressures).hasSizeGreaterThan(800).allMatch(it -> it > LEAST_BAR);
    }
}
