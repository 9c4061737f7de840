package az.ocaq.alarm.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.alarm.RegistryDirectory;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.fleet.Fleets;
import az.ocaq.measurement.DeviceId;
import az.ocaq.simulation.Simulation;
import az.ocaq.simulation.fault.Fault;
import az.ocaq.simulation.fault.FaultKind;
import az.ocaq.simulation.fault.FaultSchedule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules that are shipped, over a simulated village in which something is wrong. */
final class ShippedRulesTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-06-02T20:00:00Z");

    private final Problems problems = new Problems();
    private final Rules rules = Rules.read(Path.of("config/alarms"), problems);
    private final DeviceTypes types = DeviceTypes.load(Path.of("devices"), problems);
    private final Fleet fleet = Fleets.load(Path.of("devices"), List.of("khidirli"), types, problems);

    @Test
    void feederLoss_homeThatCountsATenth_isFoundAtItsFeederAfterTwoDays() {
        FaultSchedule theft =
                faults(FaultKind.THEFT, "khidirli/home-003/meter", MIDNIGHT, MIDNIGHT.plus(Duration.ofDays(9)), 0.1);

        List<Occurrence> found = run("feeder_loss", theft, Duration.ofHours(1), 4);

        assertThat(found).singleElement().satisfies(it -> {
            assertThat(it.device()).isEqualTo("khidirli/feeder-1-1/meter");
            assertThat(it.from()).isEqualTo(MIDNIGHT.plus(Duration.ofDays(2)));
        });
        assertThat(run("feeder_loss", FaultSchedule.NONE, Duration.ofHours(1), 4))
                .isEmpty();
    }

    @Test
    void feederLoss_meterThatIsSilentAtMidnight_isJudgedByWhatItCountedMeanwhile_notAfterTooLong() {
        assertThat(run("feeder_loss", theftAndSilenceOf(Duration.ofHours(4)), Duration.ofHours(1), 3))
                .singleElement()
                .satisfies(it -> assertThat(it.from()).isEqualTo(MIDNIGHT.plus(Duration.ofDays(2))));

        // the silent midnight ends one day and begins another: neither is judged
        assertThat(run("feeder_loss", theftAndSilenceOf(Duration.ofHours(9)), Duration.ofHours(1), 3))
                .isEmpty();
    }

    private FaultSchedule theftAndSilenceOf(Duration length) {
        Instant late = MIDNIGHT.plus(Duration.ofDays(1)).minus(Duration.ofHours(2));
        return new FaultSchedule(List.of(
                fault(FaultKind.THEFT, "khidirli/home-003/meter", MIDNIGHT, MIDNIGHT.plus(Duration.ofDays(9)), 0.1),
                fault(FaultKind.OFFLINE, "khidirli/home-004/meter", late, late.plus(length), 1)));
    }

    @Test
    void supplyVoltage_isJudgedByMeansOfTenMinutes_andNotByWildValues() {
        Instant noon = MIDNIGHT.plus(Duration.ofHours(12));
        FaultSchedule high = new FaultSchedule(List.of(
                fault(FaultKind.VOLTAGE_SHIFT, "khidirli/home-003/meter", noon, noon.plus(Duration.ofHours(1)), 0.14),
                fault(FaultKind.VOLTAGE_SHIFT, "khidirli/home-007/meter", noon, noon.plusSeconds(60), 0.6)));

        List<Occurrence> found = run("supply_voltage_band", high, Duration.ofSeconds(30), 1);

        assertThat(found).singleElement().satisfies(it -> {
            assertThat(it.device()).isEqualTo("khidirli/home-003/meter");
            assertThat(it.from()).as("the second mean").isEqualTo(noon.plus(Duration.ofMinutes(20)));
        });
    }

    @Test
    void streetLightsDark_aFifthOfTheLamps_isFoundInTheEvening() {
        FaultSchedule dead = faults(
                FaultKind.LAMPS_DEAD, "khidirli/lights/cabinet", MIDNIGHT, MIDNIGHT.plus(Duration.ofDays(9)), 0.2);

        assertThat(run("street_lights_dark", dead, Duration.ofMinutes(1), 1))
                .isNotEmpty()
                .allMatch(it -> it.device().equals("khidirli/lights/cabinet"));
        assertThat(run("street_lights_dark", FaultSchedule.NONE, Duration.ofMinutes(1), 1))
                .isEmpty();
    }

    @Test
    void districtBurst_holeAsWideAsAHosepipe_isFoundInAQuarterOfAnHourOnceAWeekIsKnown() {
        Instant burst = MIDNIGHT.plus(Duration.ofDays(8)).plus(Duration.ofHours(10));
        FaultSchedule hole = faults(
                FaultKind.DISTRICT_LEAK, "khidirli/water-works/outlet", burst, burst.plus(Duration.ofHours(4)), 0.03);

        List<Occurrence> found = run("district_burst", hole, Duration.ofMinutes(3), 9);

        assertThat(found).singleElement().satisfies(it -> {
            // from the first reading that shows it
            assertThat(it.from()).isEqualTo(burst.plus(Duration.ofMinutes(15)));
            assertThat(it.to()).hasValue(burst.plus(Duration.ofHours(4)).plus(Duration.ofMinutes(15)));
        });
        assertThat(run("district_burst", FaultSchedule.NONE, Duration.ofMinutes(3), 9))
                .isEmpty();
    }

    @Test
    void weatherTemperatureDrift_twoPercentADay_isFoundAfterSomeDays_andNothingInAHealthyVillage() {
        FaultSchedule drift = new FaultSchedule(List.of(drift("aghali/weather/station")));

        Fleet aghali = Fleets.load(Path.of("devices"), List.of("aghali"), types, problems);
        List<String> both = List.of("weather_temperature_drift", "heat_pump_outdoor_drift");

        List<Occurrence> found = run(aghali, both.subList(0, 1), drift, Duration.ofMinutes(5), 6);

        assertThat(found).singleElement().satisfies(it -> {
            assertThat(it.device()).isEqualTo("aghali/weather/station");
            assertThat(it.from()).isBetween(MIDNIGHT.plus(Duration.ofDays(3)), MIDNIGHT.plus(Duration.ofDays(5)));
            assertThat(it.value().getAsDouble()).isBetween(1.0, 3.0);
        });
        assertThat(run(aghali, both, FaultSchedule.NONE, Duration.ofMinutes(5), 6))
                .isEmpty();
    }

    @Test
    void weatherAmbientDrift_whereTransformersAreTheOnlyOtherThermometers_isFoundInSummer() {
        FaultSchedule drift = new FaultSchedule(List.of(drift("khidirli/weather/station")));

        assertThat(run("weather_ambient_drift", drift, Duration.ofMinutes(5), 6))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.device()).isEqualTo("khidirli/weather/station");
                    assertThat(it.from())
                            .isBetween(MIDNIGHT.plus(Duration.ofDays(3)), MIDNIGHT.plus(Duration.ofDays(6)));
                });
        assertThat(run("weather_ambient_drift", FaultSchedule.NONE, Duration.ofMinutes(5), 12))
                .isEmpty();
    }

    /** Two percent a day. */
    private static Fault drift(String station) {
        return new Fault(
                FaultKind.DRIFT.word(),
                FaultKind.DRIFT,
                station,
                MIDNIGHT,
                MIDNIGHT.plus(Duration.ofDays(9)),
                "temperature",
                "",
                0.02,
                false);
    }

    private List<Occurrence> run(String id, FaultSchedule faults, Duration step, int days) {
        return run(fleet, List.of(id), faults, step, days);
    }

    private List<Occurrence> run(Fleet village, List<String> ids, FaultSchedule faults, Duration step, int days) {
        problems.throwIfAny();
        List<Rule> tried = ids.stream().map(it -> rules.rule(it).orElseThrow()).toList();
        Instant start = MIDNIGHT.minus(Duration.ofHours(1));
        Trial trial = new Trial(tried, RegistryDirectory.of(village.registry(), it -> true), start);
        Simulation simulation = new Simulation(village, types, 1, faults);
        var watched = simulation.reporters().stream()
                .filter(it -> !trial.metrics(it.device().id()).isEmpty())
                .toList();
        Instant end = MIDNIGHT.plus(Duration.ofDays(days)).plus(Duration.ofHours(4));
        for (Instant time = start; time.isBefore(end); time = time.plus(step)) {
            long millis = time.toEpochMilli();
            watched.stream().filter(it -> !it.isOffline(millis)).forEach(it -> it.readings(millis, trial::take));
        }
        return trial.finish(end);
    }

    private FaultSchedule faults(FaultKind kind, String device, Instant from, Instant to, double size) {
        return new FaultSchedule(List.of(fault(kind, device, from, to, size)));
    }

    private Fault fault(FaultKind kind, String device, Instant from, Instant to, double size) {
        assertThat(DeviceId.parse(device).flatMap(fleet.registry()::device)).isPresent();
        return new Fault(kind.word(), kind, device, from, to, "", "", size, false);
    }
}
