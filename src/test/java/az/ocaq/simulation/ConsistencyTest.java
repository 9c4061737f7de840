package az.ocaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import az.ocaq.config.Problems;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.SiteKind;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.fleet.Fleets;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.SeriesId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every part of a village tells fits what the others tell. */
final class ConsistencyTest {
    private static final Instant FROM = Instant.parse("2026-01-21T20:00:00Z");
    private static final Instant TO = FROM.plus(Duration.ofDays(1));

    private final Problems problems = new Problems();
    private final DeviceTypes types = DeviceTypes.load(Path.of("devices"), problems);
    private final Fleet fleet = Fleets.load(Path.of("devices"), List.of("aghali"), types, problems);
    private final DeviceRegistry registry = fleet.registry();
    private Map<String, Double> first = new HashMap<>();
    private Map<String, Double> last = new HashMap<>();

    @BeforeEach
    void readTheRegistersAtBothEndsOfADay() {
        Simulation simulation = new Simulation(fleet, types, 5);
        first = at(simulation, FROM);
        last = at(simulation, TO);
    }

    @Test
    void everyFeeder_overADay_givesWhatItsHomesTakeAndALittleMore() {
        registry.sites("aghali").stream()
                .filter(site -> site.kind() == SiteKind.FEEDER)
                .forEach(feeder -> {
                    Predicate<DeviceId> below = id -> registry.site("aghali", id.site())
                            .flatMap(it -> it.fedBy())
                            .filter(feeder.id()::equals)
                            .isPresent();
                    double homes = net(below);
                    double head = net(id -> id.site().equals(feeder.id()));

                    assertThat((head - homes) / homes).as(feeder.id()).isBetween(-0.008, 0.05);
                });
    }

    @Test
    void grid_overADay_givesWhatThePlantsDoNot() {
        double feeders = net(id -> id.site().startsWith("feeder-"));
        double buildings = net(id -> kind(id) != SiteKind.HOME
                && kind(id) != SiteKind.FEEDER
                && id.device().equals("meter")
                && kind(id) != SiteKind.SUBSTATION);
        double others = sum("energy_import", id -> !id.device().equals("meter") && kind(id) != SiteKind.HOME)
                + sum("energy_charge", id -> true)
                - sum("energy_discharge", id -> true);
        double hydro = sum("energy_production", id -> kind(id) == SiteKind.HYDRO_PLANT);
        double grid = net(id -> kind(id) == SiteKind.SUBSTATION);
        double used = feeders + buildings + others;

        // the rest is lost in transformers, in the 10 kV line and in the town
        assertThat((grid + hydro - used) / used).isBetween(0.02, 0.12);
    }

    @Test
    void waterDistrict_overADay_letsInWhatHomesDrawAndALeakOfTheNight() {
        double inlet = sum("volume", id -> id.device().equals("outlet"));
        double homes = sum("volume", id -> id.device().equals("water"));

        assertThat(homes).isBetween(60.0, 220.0);
        assertThat((inlet - homes) / inlet).isBetween(0.08, 0.22);
    }

    @Test
    void battery_overADay_holdsWhatItTookLessItsLosses() {
        double taken = sum("energy_charge", id -> true);
        double given = sum("energy_discharge", id -> true);
        double charge =
                (value(last, "battery/battery/state_of_charge") - value(first, "battery/battery/state_of_charge"))
                        / 100
                        * 100_000;

        assertThat(taken).isPositive();
        assertThat(taken * 0.96 - given / 0.96).isCloseTo(charge, within(200.0));
    }

    @Test
    void homeMeter_overADay_countsTheIntegralOfItsPower() {
        Map<String, Double> energy = new HashMap<>();
        new Simulation(fleet, types, 5).readings(FROM, TO, Duration.ZERO, reading -> {
            DeviceId device = reading.series().device();
            if (device.device().equals("meter")
                    && device.site().startsWith("home-00")
                    && reading.series().metric().name().equals("active_power")) {
                double ignored = energy.merge(device.toString(), reading.value() / 360, Double::sum);
                assertThat(ignored).isFinite();
            }
        });

        assertThat(energy).hasSize(9);
        energy.forEach((device, integral) -> assertThat(net(id -> id.toString().equals(device)))
                .as(device)
                .isCloseTo(integral, within(0.005 * Math.abs(integral) + 60)));
    }

    private SiteKind kind(DeviceId id) {
        return registry.site("aghali", id.site()).orElseThrow().kind();
    }

    private double net(Predicate<DeviceId> which) {
        return sum("energy_import", which.and(id -> id.device().equals("meter")))
                - sum("energy_export", which.and(id -> id.device().equals("meter")));
    }

    private double sum(String metric, Predicate<DeviceId> which) {
        double sum = 0;
        for (var device : registry.devices("aghali")) {
            String series = device.id() + "/" + metric;
            if (last.containsKey(series) && which.test(device.id())) {
                sum += value(last, series.substring("aghali/".length()))
                        - value(first, series.substring("aghali/".length()));
            }
        }
        return sum;
    }

    private static double value(Map<String, Double> values, String series) {
        Double value = values.get("aghali/" + series);
        if (value == null) {
            throw new AssertionError("no value of " + series);
        }
        return value;
    }

    private static Map<String, Double> at(Simulation simulation, Instant time) {
        Map<String, Double> values = new HashMap<>();
        simulation
                .reporters()
                .forEach(reporter -> reporter.readings(time.toEpochMilli(), reading -> {
                    SeriesId series = reading.series();
                    values.put(series.toString(), reading.value());
                }));
        return values;
    }
}
