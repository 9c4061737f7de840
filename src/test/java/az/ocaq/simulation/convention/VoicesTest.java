package az.ocaq.simulation.convention;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.config.Problems;
import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoders;
import az.ocaq.fleet.Convention;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.fleet.Fleets;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Reading;
import az.ocaq.simulation.Simulation;
import az.ocaq.simulation.fault.FaultReader;
import az.ocaq.simulation.fault.FaultSchedule;
import az.ocaq.simulation.fault.FaultTargets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a device says in the words of another convention is read by the decoders of a real server. */
final class VoicesTest {
    private static final Instant FROM = Instant.parse("2026-01-12T08:00:00Z");
    private static final Instant TO = FROM.plus(Duration.ofMinutes(12));

    private final Problems problems = new Problems();
    private final DeviceTypes types = DeviceTypes.load(Path.of("devices"), problems);
    private final Fleet fleet = Fleets.load(Path.of("devices"), List.of("examples"), types, problems);
    private final List<String> rejected = new ArrayList<>();
    private final Map<String, List<Boolean>> statuses = new HashMap<>();

    @Test
    void messages_ofEveryConvention_decodeToWhatTheModelsGave() {
        assertThat(problems.all()).isEmpty();
        Map<String, Map<String, Double>> given = given();
        Set<String> heard = new HashSet<>();
        List<String> phantoms = new ArrayList<>();

        for (Reading reading : decoded(FaultSchedule.NONE)) {
            String device = device(reading.series().device().toString().replace('/', '-'), given.keySet());
            Map<String, Double> values = given.getOrDefault(device + ' ' + reading.time(), Map.of());
            heard.add(device);
            boolean there = values.entrySet().stream()
                    .anyMatch(it -> isSame(it.getKey(), reading.series().metric())
                            && Math.abs(it.getValue() - reading.value()) <= tolerance(reading));
            if (!there) {
                phantoms.add(reading + " of " + values);
            }
        }

        assertThat(rejected).isEmpty();
        assertThat(phantoms).isEmpty();
        assertThat(heard).hasSize(fleet.registry().devices().size());
        assertThat(fleet.registry().devices())
                .extracting(it -> it.attributes().getOrDefault(Convention.ATTRIBUTE, Convention.NATIVE.word()))
                .contains(List.of(Convention.values()).stream()
                        .map(Convention::word)
                        .toArray(String[]::new));
    }

    @Test
    void offline_inEveryConvention_isToldByTheLastWillAndTheNextBirth() {
        FaultReader reader = new FaultReader(new FaultTargets(fleet, types), FROM);

        List<Reading> readings = decoded(new FaultSchedule(List.of(reader.line("offline dialects +2m +7m"))));

        assertThat(rejected).isEmpty();
        assertThat(readings)
                .noneMatch(it ->
                        it.time().isAfter(FROM.plusSeconds(120)) && it.time().isBefore(FROM.plusSeconds(420)));
        // an edge node of Sparkplug is born and dies with its device
        long nodes = fleet.registry().devices().stream()
                .filter(it -> it.attributes().containsValue(Convention.SPARKPLUG_B.word()))
                .count();
        assertThat(statuses).hasSize((int) (fleet.registry().devices().size() + nodes));
        statuses.forEach((device, told) -> assertThat(told.subList(told.size() - 2, told.size()))
                .as(device)
                .containsExactly(false, true));
    }

    private static double tolerance(Reading reading) {
        return switch (reading.series().metric().quantity()) {
            case "active_power", "reactive_power", "co2", "illuminance", "battery_level" -> 0.51;
            case "energy_import", "energy_export" -> 0.011;
            default -> 0.0501;
        };
    }

    private static boolean isSame(String name, Metric heard) {
        Metric metric = Metric.named(name);
        String quantity = heard.quantity().equals("humidity") ? "relative_humidity" : heard.quantity();
        // a Shelly EM measures one conductor and does not say which
        boolean samePhase =
                metric.phase().equals(heard.phase()) || heard.channel().equals("emeter0");
        List<String> words = List.of(heard.name().split("_"));
        return words.containsAll(List.of(name.split("_"))) || (metric.quantity().equals(quantity) && samePhase);
    }

    /** The simulated device whose name the decoded identity holds. */
    private static String device(String identity, Set<String> keys) {
        return keys.stream()
                .map(it -> it.substring(0, it.indexOf(' ')))
                .filter(identity::contains)
                .max((a, b) -> Integer.compare(a.length(), b.length()))
                .orElse(identity);
    }

    /** By name of the device and time, what each metric is. */
    private Map<String, Map<String, Double>> given() {
        Map<String, Map<String, Double>> given = new HashMap<>();
        Consumer<Reading> put =
                it -> given.computeIfAbsent(Voice.name(it.series().device()) + ' ' + it.time(), key -> new HashMap<>())
                        .put(it.series().metric().name(), it.value());
        Simulation simulation = new Simulation(fleet, types, 3);
        // births carry values too
        simulation.reporters().forEach(it -> it.readings(FROM.toEpochMilli(), put));
        simulation.readings(FROM, TO, Duration.ZERO, put);
        return given;
    }

    private List<Reading> decoded(FaultSchedule faults) {
        Decoders decoders = Decoders.standard();
        List<Reading> readings = new ArrayList<>();
        new Simulation(fleet, types, 3, faults).messages(FROM, TO, Duration.ZERO, message -> {
            Decoded decoded = decoders.decode(message);
            if (decoded instanceof Decoded.Rejected) {
                rejected.add(message.topic() + " " + decoded);
            } else if (decoded instanceof Decoded.Readings found) {
                readings.addAll(found.readings());
                found.statuses().forEach(this::status);
            }
            status(decoded);
        });
        return readings;
    }

    private void status(Decoded decoded) {
        if (decoded instanceof Decoded.Status status) {
            statuses.computeIfAbsent(status.device().toString(), it -> new ArrayList<>())
                    .add(status.online());
        }
    }
}
