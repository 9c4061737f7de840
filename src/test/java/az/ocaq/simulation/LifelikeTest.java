package az.ocaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import az.ocaq.config.Problems;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.fleet.Fleets;
import az.ocaq.simulation.fault.FaultReader;
import az.ocaq.simulation.fault.FaultSchedule;
import az.ocaq.simulation.fault.FaultTargets;
import az.ocaq.simulation.model.Reporter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a simulated village does on days that are not like the others. */
final class LifelikeTest {
    private static final Instant WINTER = Instant.parse("2026-01-01T20:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-10T20:00:00Z");

    private final Problems problems = new Problems();
    private final DeviceTypes types = DeviceTypes.load(Path.of("devices"), problems);
    private final Fleet fleet = Fleets.load(Path.of("devices"), List.of("aghali"), types, problems);

    @Test
    void heatPump_inColdAndDampAir_defrostsForFiveMinutesWithoutHeat() {
        List<Map<String, Double>> told = told(FaultSchedule.NONE, firstAtHome("heat_pump"), WINTER, 30, 1);

        List<Map<String, Double>> defrosting =
                told.stream().filter(it -> value(it, "state") == 2).toList();
        assertThat(defrosting).hasSizeGreaterThan(20).allSatisfy(it -> {
            assertThat(value(it, "thermal_power")).isLessThan(50);
            assertThat(value(it, "active_power")).isGreaterThan(100);
            assertThat(value(it, "outdoor_temperature")).isLessThan(5);
        });
        assertThat(defrosting.size() % 5).isZero();
        assertThat(told)
                .extracting(it -> value(it, "indoor_temperature"))
                .allSatisfy(it -> assertThat(it).isBetween(18.5, 23.0));
    }

    @Test
    void roof_underSnow_givesLittleUntilItSlidesOff() {
        List<Map<String, Double>> sky = told(FaultSchedule.NONE, "weather/station", WINTER, 60, 10);
        List<Map<String, Double>> roof = told(FaultSchedule.NONE, "home-004/pv", WINTER, 60, 10);

        long covered = IntStream.range(0, sky.size())
                .filter(i -> value(sky.get(i), "irradiance_poa") > 150 && value(roof.get(i), "active_power") < 50)
                .count();
        long clear = IntStream.range(0, sky.size())
                .filter(i -> value(sky.get(i), "irradiance_poa") > 150 && value(roof.get(i), "active_power") > 300)
                .count();
        assertThat(covered).isBetween(1L, clear / 3);
    }

    @Test
    void plant_inAFlood_standsWithHighWater() {
        List<Map<String, Double>> year = new ArrayList<>();
        for (long seed = 1; seed <= 2; seed++) {
            Reporter screw = reporter(new Simulation(fleet, types, seed), "hydro/screw-1");
            for (int day = 0; day < 365; day++) {
                year.add(at(screw, WINTER.plus(Duration.ofDays(day)).plusSeconds(3600 * 9)));
            }
        }

        List<Map<String, Double>> floods =
                year.stream().filter(it -> value(it, "level_upstream") > 326).toList();
        assertThat(floods).hasSizeBetween(1, 20).allSatisfy(it -> {
            assertThat(value(it, "active_power")).isNegative();
            assertThat(value(it, "level_downstream")).isGreaterThan(322.5);
        });
    }

    @Test
    void rack_ofAScrewThatStands_takesNoHead() {
        FaultReader reader = new FaultReader(new FaultTargets(fleet, types), WINTER);
        FaultSchedule clogged = new FaultSchedule(List.of(reader.line("trash_rack aghali/hydro +0h +24h size=0.6")));

        for (String screw : List.of("hydro/screw-1", "hydro/screw-2", "hydro/screw-3")) {
            List<Map<String, Double>> well = told(FaultSchedule.NONE, screw, WINTER, 1, 60);
            List<Map<String, Double>> ill = told(clogged, screw, WINTER, 1, 60);

            boolean runs = value(well.get(0), "state") == 1;
            double taken = value(well.get(0), "level_upstream") - value(ill.get(0), "level_upstream");
            assertThat(taken).as(screw).isCloseTo(runs ? 0.6 : 0, within(1e-9));
            assertThat(ill.equals(well)).as(screw).isEqualTo(!runs);
        }
        assertThat(told(FaultSchedule.NONE, "hydro/screw-2", WINTER, 1, 60).get(0))
                .containsEntry("state", 0.0);
    }

    @Test
    void roof_atTooHighAVoltage_leavesTheGridAndComesBack() {
        FaultReader reader = new FaultReader(new FaultTargets(fleet, types), JUNE);
        FaultSchedule high =
                new FaultSchedule(List.of(reader.line("voltage_shift aghali/home-004 +12h +13h size=0.12")));

        List<Map<String, Double>> well = told(FaultSchedule.NONE, "home-004/pv", JUNE, 1, 1);
        List<Map<String, Double>> ill = told(high, "home-004/pv", JUNE, 1, 1);

        for (int minute = 12 * 60 + 1; minute < 13 * 60; minute++) {
            assertThat(value(ill.get(minute), "active_power")).isZero();
            assertThat(value(ill.get(minute), "state")).isEqualTo(2);
            assertThat(value(ill.get(minute), "voltage_dc")).isGreaterThan(1.1 * value(well.get(minute), "voltage_dc"));
        }
        assertThat(value(ill.get(13 * 60 + 5), "active_power")).isZero();
        assertThat(value(ill.get(13 * 60 + 12), "active_power"))
                .isEqualTo(value(well.get(13 * 60 + 12), "active_power"));
    }

    @Test
    void meters_tellTheReactivePowerThatTheirNeighboursAddUpTo() {
        List<Map<String, Double>> home = told(FaultSchedule.NONE, "home-001/meter", WINTER, 1, 5);
        List<Map<String, Double>> feeder = told(FaultSchedule.NONE, "feeder-1-1/meter", WINTER, 1, 5);

        assertThat(home)
                .extracting(it -> value(it, "power_factor"))
                .allSatisfy(it -> assertThat(it).isBetween(0.75, 1.0));
        assertThat(home.stream()
                        .mapToDouble(it -> value(it, "power_factor"))
                        .average()
                        .orElse(0))
                .isBetween(0.92, 0.99);
        assertThat(feeder).allSatisfy(it -> {
            double apparent = IntStream.rangeClosed(1, 3)
                    .mapToDouble(phase -> Math.abs(value(it, "voltage_l" + phase) * value(it, "current_l" + phase)))
                    .sum();
            double expected = Math.hypot(value(it, "active_power"), value(it, "reactive_power"));
            assertThat(apparent).isGreaterThan(0.97 * expected);
        });
    }

    @Test
    void frequency_isTheSameInEveryVillageAndMovesEachSecond() {
        Fleet two = Fleets.load(Path.of("devices"), List.of("aghali", "khidirli"), types, problems);
        Simulation simulation = new Simulation(two, types, 1);
        List<Reporter> grids = simulation.reporters().stream()
                .filter(it -> it.device().type().id().equals("grid_meter"))
                .toList();
        assertThat(grids).hasSize(2);

        List<Double> seconds = new ArrayList<>();
        for (int second = 0; second < 120; second++) {
            double here = value(at(grids.get(0), JUNE.plusSeconds(second)), "frequency");
            assertThat(value(at(grids.get(1), JUNE.plusSeconds(second)), "frequency"))
                    .isCloseTo(here, within(0.008));
            seconds.add(here);
        }
        assertThat(seconds.stream().distinct().count()).isGreaterThan(20);
        assertThat(seconds).allSatisfy(it -> assertThat(it).isBetween(49.8, 50.1));
    }

    @Test
    void carAtHome_chargesInTheEveningAndIsFullInTheMorning() {
        String charger = fleet.registry().devices("aghali").stream()
                .filter(it ->
                        it.id().site().startsWith("home") && it.type().id().equals("ev_charger"))
                .map(it -> it.id().site() + '/' + it.id().device())
                .findFirst()
                .orElseThrow();
        List<Map<String, Double>> told = told(FaultSchedule.NONE, charger, JUNE, 20, 5);

        double energy = value(told.get(told.size() - 1), "energy_import") - value(told.get(0), "energy_import");
        assertThat(energy / 20).isBetween(3_000.0, 12_000.0);
        for (int i = 0; i < told.size(); i++) {
            double hour = i % 288 / 12.0;
            if (hour > 9 && hour < 12) {
                assertThat(value(told.get(i), "state")).isZero();
            }
            assertThat(value(told.get(i), "active_power")).isLessThan(7_600);
        }
    }

    @Test
    void rollover_afterAnother_isLeftOutWithItsLabel() {
        FaultReader reader = new FaultReader(new FaultTargets(fleet, types), JUNE);
        FaultSchedule faults = new FaultSchedule(List.of(
                reader.line("counter_rollover aghali/home-001/meter +5h +6h"),
                reader.line("counter_rollover aghali/home-001/meter +1h +2h"),
                reader.line("counter_reset aghali/home-002 +1h +2h"),
                reader.line("counter_rollover aghali/home-002/meter +3h +4h"),
                reader.line("counter_rollover aghali/home-003/meter +3h +4h")));

        assertThat(faults.faults())
                .extracting(it -> it.device() + ' ' + it.kind().word())
                .containsExactly(
                        "aghali/home-001/meter counter_rollover",
                        "aghali/home-002 counter_reset",
                        "aghali/home-003/meter counter_rollover");
        assertThat(faults.labels(JUNE, JUNE.plus(Duration.ofDays(1)))).hasSize(3);
    }

    private List<Map<String, Double>> told(FaultSchedule faults, String device, Instant from, int days, int minutes) {
        Reporter reporter = reporter(new Simulation(fleet, types, 2, faults), device);
        List<Map<String, Double>> told = new ArrayList<>();
        for (long minute = 0; minute < days * 1440L; minute += minutes) {
            told.add(at(reporter, from.plus(Duration.ofMinutes(minute))));
        }
        return told;
    }

    private String firstAtHome(String type) {
        return fleet.registry().devices("aghali").stream()
                .filter(it ->
                        it.id().site().startsWith("home") && it.type().id().equals(type))
                .map(it -> it.id().site() + '/' + it.id().device())
                .findFirst()
                .orElseThrow();
    }

    private static Reporter reporter(Simulation simulation, String device) {
        return simulation.reporters().stream()
                .filter(it -> it.device().id().toString().equals("aghali/" + device))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Double> at(Reporter reporter, Instant time) {
        Map<String, Double> values = new HashMap<>();
        reporter.readings(
                time.toEpochMilli(),
                reading -> values.put(reading.series().metric().name(), reading.value()));
        return values;
    }

    private static double value(Map<String, Double> values, String metric) {
        return Optional.ofNullable(values.get(metric)).orElseThrow();
    }
}
