package az.ocaq.alarm.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.alarm.RegistryDirectory;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Site;
import az.ocaq.measurement.DeviceId;
import az.ocaq.simulation.Simulation;
import az.ocaq.simulation.WateredSettlement;
import az.ocaq.simulation.fault.Fault;
import az.ocaq.simulation.fault.FaultKind;
import az.ocaq.simulation.fault.FaultSchedule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped rule for leaks of a district needs to be told nothing of it: it counts who is behind the meter. */
final class DistrictLeakTest {
    private static final String OUTLET = "town/water-works/outlet";
    private static final Instant MIDNIGHT = Instant.parse("2026-03-02T20:00:00Z");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {10, 30, 100, 200, 534, 917})
    void settlementOfAnySize_inItsFirstWeek_isQuietWithoutALeak_andFoundInTheSecondNightWithOne(int homes)
            throws IOException {
        WateredSettlement town = WateredSettlement.of(homes, "2026-03-01", folder);

        assertThat(run(town, FaultSchedule.NONE)).isEmpty();
        assertThat(run(town, leak(0.008))).singleElement().satisfies(it -> {
            assertThat(it.device()).isEqualTo(OUTLET);
            // the window from two to four, in the second night
            assertThat(it.from()).isEqualTo(MIDNIGHT.plus(Duration.ofHours(24 + 24 + 4)));
        });
    }

    @Test
    void customers_behindTheOnlyWorks_areAllHomes_andWithTwoWorksThoseThatNameIt() throws IOException {
        DeviceRegistry one =
                WateredSettlement.of(30, "2026-03-01", folder).fleet().registry();
        assertThat(directory(one).customers(OUTLET)).hasValue(30);
        assertThat(directory(one).customers("town/nowhere/outlet")).isEmpty();

        Site works = one.site("town", "water-works").orElseThrow();
        Site other = new Site("town", "works-2", works.kind(), works.title(), works.place(), works.fedBy());
        Device outlet = one.device(DeviceId.parse(OUTLET).orElseThrow()).orElseThrow();
        List<Site> sites = new ArrayList<>(one.sites("town"));
        sites.add(other);
        List<Device> devices = new ArrayList<>(one.devices());
        devices.add(at(outlet, "town/works-2/outlet", Map.of()));
        DeviceRegistry two = new DeviceRegistry(one.settlements(), sites, devices);
        assertThat(directory(two).customers(OUTLET)).isEmpty();

        DeviceId meter = DeviceId.parse("town/home-007/water").orElseThrow();
        two.enrol(List.of(at(two.device(meter).orElseThrow(), meter.toString(), Map.of("water_works", "works-2"))));
        assertThat(directory(two).customers("town/works-2/outlet")).hasValue(1);
    }

    private static RegistryDirectory directory(DeviceRegistry registry) {
        return RegistryDirectory.of(registry, it -> true);
    }

    private static Device at(Device alike, String id, Map<String, String> facts) {
        return new Device(DeviceId.parse(id).orElseThrow(), alike.type(), alike.title(), false, facts);
    }

    private static FaultSchedule leak(double hole) {
        Instant from = MIDNIGHT.plus(Duration.ofHours(20));
        return new FaultSchedule(List.of(new Fault(
                "leak", FaultKind.DISTRICT_LEAK, OUTLET, from, from.plus(Duration.ofDays(9)), "", "", hole, false)));
    }

    private static List<Occurrence> run(WateredSettlement town, FaultSchedule faults) {
        Problems problems = new Problems();
        Rules rules = Rules.read(Path.of("config/alarms"), problems);
        problems.throwIfAny();
        Trial trial = new Trial(
                List.of(rules.rule("district_night_leak").orElseThrow()),
                directory(town.fleet().registry()),
                MIDNIGHT);
        Instant end = MIDNIGHT.plus(Duration.ofDays(6));
        new Simulation(town.fleet(), town.types(), 1, faults)
                .readings(MIDNIGHT, end, Duration.ofMinutes(5), reading -> {
                    if (reading.series().device().toString().equals(OUTLET)) {
                        trial.take(reading);
                    }
                });
        return trial.finish(end);
    }
}
