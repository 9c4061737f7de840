package az.ocaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.config.Problems;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.fleet.Fleets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A year of Aghali against what is published of it. */
final class YearReportTest {
    @Test
    void of_aghali_isNearThePublishedYear() {
        Problems problems = new Problems();
        DeviceTypes types = DeviceTypes.load(Path.of("devices"), problems);
        Fleet fleet = Fleets.load(Path.of("devices"), List.of("aghali"), types, problems);

        Map<String, Double> year = new YearReport(new Simulation(fleet, types, 1), fleet)
                .of(2026).stream()
                        .map(line -> line.split(","))
                        .collect(Collectors.toMap(
                                it -> it[1] + ' ' + it[2] + ' ' + it[3], it -> Double.parseDouble(it[5])));

        double solar =
                sum(year, "home pv_inverter energy_production") + sum(year, "school pv_inverter energy_production");
        double hydro = sum(year, "hydro_plant hydro_turbine energy_production");
        double grid =
                sum(year, "substation grid_meter energy_import") - sum(year, "substation grid_meter energy_export");
        // published: 3,067 MWh; roofs of 330 kW give 1,396 kWh/kW when clean; the plant 3.4 to 3.9 GWh with seasons
        assertThat(hydro + solar + grid).isBetween(2500.0, 3300.0);
        assertThat(solar / 330).isBetween(1.15, 1.42);
        assertThat(hydro).isBetween(3200.0, 4000.0);
        // an eighth of the water is lost, as in new pipes
        double inlet = sum(year, "water_works district_water_meter volume");
        double used = year.entrySet().stream()
                .filter(it -> it.getKey().endsWith("water_meter volume")
                        && !it.getKey().contains("district"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        assertThat(1 - used / inlet).isBetween(0.10, 0.15);
        assertThat(sum(year, "home water_meter volume") / 200 / 365 / 4.3).isBetween(0.11, 0.20);
    }

    @Test
    void budget_ofAghali_isWhatIsStatedOfEveryItem() {
        Problems problems = new Problems();
        DeviceTypes types = DeviceTypes.load(Path.of("devices"), problems);
        Fleet fleet = Fleets.load(Path.of("devices"), List.of("aghali"), types, problems);

        List<String> budget = new YearBudget(fleet).of(new YearReport(new Simulation(fleet, types, 1), fleet).of(2026));

        assertThat(budget)
                .hasSize(12)
                .allSatisfy(line -> assertThat(Math.abs(Integer.parseInt(line.substring(line.lastIndexOf(',') + 1))))
                        .as(line)
                        .isLessThanOrEqualTo(10));
    }

    private static double sum(Map<String, Double> year, String row) {
        return year.getOrDefault(row, Double.NaN);
    }
}
