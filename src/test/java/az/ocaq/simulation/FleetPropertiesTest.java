package az.ocaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import az.ocaq.config.Problems;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.fleet.Fleets;
import az.ocaq.measurement.Quantity;
import az.ocaq.measurement.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What must be true of any fleet on any day with any seed. */
final class FleetPropertiesTest {
    private static final int STEP_MINUTES = 5;
    private static final double BACKGROUND_M3H = 35.0 / 24_000;
    private static final double CAPACITY = 100_000;

    private final DeviceTypes types = DeviceTypes.load(Path.of("devices"), new Problems());

    /** Values by device and metric at the ends of the steps of a day. */
    private record Course(List<Map<String, Double>> steps) {
        double at(int step, String series) {
            Double value = steps.get(step).get(series);
            if (value == null) {
                throw new AssertionError("no value of " + series);
            }
            return value;
        }

        double change(int step, String series) {
            return at(step + 1, series) - at(step, series);
        }

        /** The sum over all homes. */
        double ofHomes(int step, String device) {
            return steps.get(0).keySet().stream()
                    .filter(it -> it.startsWith("home") && it.endsWith(device))
                    .mapToDouble(it -> change(step, it))
                    .sum();
        }
    }

    @Property(tries = 6, shrinking = ShrinkingMode.OFF)
    void anyVillage_onAnyDay_closesItsBalances(
            @ForAll @IntRange(min = 1, max = 25) int homes,
            @ForAll @IntRange(min = 0, max = 12) int roofs,
            @ForAll @IntRange(min = 0, max = 360) int day,
            @ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
        Course course = course(fleet(homes, Math.min(roofs, homes), ""), day, seed);
        for (int step = 0; step + 1 < course.steps().size(); step++) {
            feederGivesWhatHomesTakeAndALoss(course, step, homes);
            chargeIsTheIntegralOfPower(course, step);
            districtGivesWhatHomesDrawAndALeak(course, step, homes);
        }
        countersAreWholeAndNeverFall(course);
    }

    private static void feederGivesWhatHomesTakeAndALoss(Course course, int step, int homes) {
        double head =
                course.change(step, "feeder/meter/energy_import") - course.change(step, "feeder/meter/energy_export");
        double drawn = course.ofHomes(step, "/meter/energy_import");
        double given = course.ofHomes(step, "/meter/energy_export");
        double used = drawn - given;
        double moved = drawn + given;
        // meters are wrong by 0.4 and 0.2 % (one in a thousand of them by three times that) and round to a watt-hour
        double wrong = 0.014 * moved + 0.007 * Math.abs(used) + homes + 2;
        assertThat(head - used).as("loss in step %s", step).isBetween(-wrong, 0.12 * moved + wrong);
    }

    private static void chargeIsTheIntegralOfPower(Course course, int step) {
        double stored = 0.96 * course.change(step, "battery/battery/energy_charge")
                - course.change(step, "battery/battery/energy_discharge") / 0.96;
        double selfDischarge = CAPACITY * 0.02 / (30 * 24) * STEP_MINUTES / 60;
        double change = course.change(step, "battery/battery/state_of_charge") / 100 * CAPACITY;

        // the state of charge is told to a tenth of a percent
        assertThat(change).as("step %s", step).isCloseTo(stored - selfDischarge, within(CAPACITY * 0.0011 + 3));
    }

    private static void districtGivesWhatHomesDrawAndALeak(Course course, int step, int homes) {
        double drawn = course.ofHomes(step, "/water/volume");
        double let = course.change(step, "works/outlet/volume");
        double leak = homes * BACKGROUND_M3H * STEP_MINUTES / 60;

        // the meters' own errors, the last litre of each, and a head that falls a little with the flow
        assertThat(let - drawn)
                .as("step %s", step)
                .isCloseTo(leak, within(0.05 * drawn + 0.0011 * homes + 0.2 * leak + 0.011));
    }

    private void countersAreWholeAndNeverFall(Course course) {
        course.steps().get(0).forEach((series, first) -> {
            if (!series.contains("energy_") || series.contains("energy_session")) {
                return;
            }
            double before = first;
            for (int step = 0; step < course.steps().size(); step++) {
                double now = course.at(step, series);
                assertThat(now).as(series).isGreaterThanOrEqualTo(before).isEqualTo(Math.rint(now));
                before = now;
            }
        });
    }

    @Property(tries = 3, shrinking = ShrinkingMode.OFF)
    void anyVillage_withOneMoreDevice_tellsTheSameOfAllOthers(
            @ForAll @IntRange(min = 1, max = 12) int homes,
            @ForAll @IntRange(min = 0, max = 360) int day,
            @ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
        Course without = course(fleet(homes, homes, ""), day, seed);
        Course again = course(fleet(homes, homes, ""), day, seed);
        Course with = course(fleet(homes, homes, "      heat: heat_meter\n"), day, seed);

        assertThat(again).isEqualTo(without);
        for (int step = 0; step < without.steps().size(); step++) {
            assertThat(with.steps().get(step))
                    .hasSizeGreaterThan(without.steps().get(step).size())
                    .containsAllEntriesOf(without.steps().get(step));
        }
    }

    private Course course(Fleet fleet, int day, long seed) {
        Simulation simulation = new Simulation(fleet, types, seed);
        Instant midnight = LocalDate.of(2026, 1, 1).plusDays(day).atStartOfDay().toInstant(ZoneOffset.ofHours(4));
        List<Map<String, Double>> steps = new ArrayList<>();
        for (int step = 0; step < 288; step++) {
            Map<String, Double> values = new TreeMap<>();
            long millis = midnight.plus(Duration.ofMinutes((long) STEP_MINUTES * step))
                    .toEpochMilli();
            simulation.reporters().forEach(it -> it.readings(millis, reading -> put(values, reading)));
            steps.add(values);
        }
        return new Course(steps);
    }

    private static void put(Map<String, Double> values, Reading reading) {
        if (reading.series().metric().kind() == Quantity.Kind.COUNTER
                || reading.series().metric().name().startsWith("state_of_c")) {
            String name = reading.series().toString();
            values.put(name.substring(name.indexOf('/') + 1), reading.value());
        }
    }

    private Fleet fleet(int homes, int roofs, String more) {
        String title = "title: {az: a, ru: a, en: a}";
        String text = title + "\ndistrict: {az: a, ru: a, en: a}\n"
                + "place: {latitude: 39.6, longitude: 46.8, altitude: 700}\nzone: Asia/Baku\npeople: 9\n"
                + "commissioned: 2026-01-01\nstep: 5m\nsites:\n"
                + site("grid", "substation", "", "      meter: grid_meter\n", "")
                + site("ts", "transformer_station", "grid", "      transformer: transformer\n", "")
                + site("feeder", "feeder", "ts", "      meter: feeder_meter\n", "")
                + site(
                        "home",
                        "home",
                        "feeder",
                        "      meter: household_meter\n      water: water_meter\n"
                                + (roofs == 0 ? "" : "      pv: {type: pv_inverter, on: " + roofs + "}\n"),
                        "    count: " + homes + "\n")
                + site("battery", "battery_station", "ts", "      battery: battery\n" + more, "")
                + site(
                        "works",
                        "water_works",
                        "ts",
                        "      outlet: district_water_meter\n      pump: pump\n      tank: water_tank\n",
                        "");
        try {
            Path folder = Files.createTempDirectory("ocaq-fleet");
            Path file = Files.writeString(folder.resolve("any.yaml"), text);
            Problems problems = new Problems();
            Fleet fleet = Fleets.load(Path.of("devices"), List.of(file.toString()), types, problems);
            problems.throwIfAny();
            Files.delete(file);
            Files.delete(folder);
            return fleet;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String site(String id, String kind, String fedBy, String devices, String more) {
        return "  " + id + ":\n    kind: " + kind + "\n    title: {az: a, ru: a, en: a}\n" + more
                + (fedBy.isEmpty() ? "" : "    fed_by: [" + fedBy + "]\n") + "    devices:\n" + devices;
    }
}
