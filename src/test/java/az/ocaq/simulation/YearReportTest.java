package az.ocaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import az.ocaq.config.Problems;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.fleet.Fleets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
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

        List<String> budget =
                new YearBudget(fleet, types).of(new YearReport(new Simulation(fleet, types, 1), fleet).of(2026));

        assertThat(budget)
                .hasSize(19)
                .allSatisfy(line -> assertThat(Math.abs(Integer.parseInt(line.substring(line.lastIndexOf(',') + 1))))
                        .as(line)
                        .isLessThanOrEqualTo(10));
    }

    @Test
    void byMonth_ofAghali_hasTheSeasonsThatAreStated() {
        Problems problems = new Problems();
        DeviceTypes types = DeviceTypes.load(Path.of("devices"), problems);
        Fleet fleet = Fleets.load(Path.of("devices"), List.of("aghali"), types, problems);

        List<String> months = new YearReport(new Simulation(fleet, types, 1), fleet).byMonth(2026);

        // kWh of a clean kW at 30 degrees in a mean year; dust, snow and the weather of one year take from it
        double[] stated = {70, 72, 101, 126, 143, 152, 162, 153, 145, 123, 93, 55};
        double[] roofs = of(months, "aghali,home,pv_inverter,energy_production,MWh");
        for (int month = 0; month < 12; month++) {
            assertThat(roofs[month] / 0.300 / stated[month])
                    .as("month %d", month + 1)
                    .isBetween(0.75, 1.1);
        }
        assertThat(new YearBudget(fleet, types).byMonth(months))
                .hasSize(4)
                .contains("aghali,solar_hours,stated,70,72,101,126,143,152,162,153,145,123,93,55")
                .anySatisfy(line -> {
                    assertThat(line).startsWith("aghali,hydro_hours,simulated,");
                    assertThat(of(List.of(line), "aghali,hydro_hours,simulated")[4])
                            .isCloseTo(
                                    of(months, "aghali,hydro_plant,hydro_turbine,energy_production,MWh")[4] / 0.636,
                                    within(1.0));
                });
        // the river's mean share of what 636 kW need; it is another each day, and floods stop the screws
        double[] river = {.55, .6, .85, 1, 1, 1, .75, .5, .45, .5, .55, .55};
        double[] hydro = of(months, "aghali,hydro_plant,hydro_turbine,energy_production,MWh");
        for (int month = 0; month < 12; month++) {
            double whole = 0.636 * 24 * LocalDate.of(2026, month + 1, 1).lengthOfMonth();
            assertThat(hydro[month] / whole)
                    .as("month %d", month + 1)
                    .isBetween(river[month] - 0.2, river[month] + 0.1);
        }
        // dark from civil dusk to dawn, half power from 23 to 5 h: 2,863 hours at full power, and what the drivers draw
        // by day
        double[] lights = of(months, "aghali,street_lighting,street_light_cabinet,energy_import,MWh");
        assertThat(Arrays.stream(lights).sum() / (4 * 112 * 60e-6)).isBetween(2_800.0, 3_050.0);
        assertThat(lights[11] / lights[5]).isBetween(1.8, 2.2);
    }

    private static double[] of(List<String> months, String row) {
        String line = months.stream()
                .filter(it -> it.startsWith(row + ','))
                .findFirst()
                .orElseThrow();
        return Arrays.stream(line.substring(row.length() + 1).split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static double sum(Map<String, Double> year, String row) {
        return year.getOrDefault(row, Double.NaN);
    }
}
