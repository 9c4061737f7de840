package az.ocaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.config.Problems;
import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoders;
import az.ocaq.device.MetricRange;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.fleet.Fleets;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Quantity;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SimulationTest {
    private static final Path DEVICES = Path.of("devices");
    private static final Instant NOON = Instant.parse("2026-01-25T08:00:00Z");

    private final Problems problems = new Problems();
    private final DeviceTypes types = DeviceTypes.load(DEVICES, problems);
    private final Fleet aghali = Fleets.load(DEVICES, List.of("aghali"), types, problems);

    @Test
    void messages_sameSeed_areTheSameBitForBit() {
        List<String> first = messages(new Simulation(aghali, types, 7), NOON, Duration.ofMinutes(2));
        List<String> second = messages(new Simulation(aghali, types, 7), NOON, Duration.ofMinutes(2));
        List<String> other = messages(new Simulation(aghali, types, 8), NOON, Duration.ofMinutes(2));

        assertThat(first).hasSizeGreaterThan(3000).isEqualTo(second).isNotEqualTo(other);
    }

    @Test
    void messages_askedInAnyOrder_areTheSame() {
        Simulation forward = new Simulation(aghali, types, 7);
        List<String> early = messages(forward, NOON, Duration.ofSeconds(30));
        Instant later = NOON.plus(Duration.ofDays(13));
        List<String> late = messages(forward, later, Duration.ofSeconds(30));

        Simulation backward = new Simulation(aghali, types, 7);

        assertThat(messages(backward, later, Duration.ofSeconds(30))).isEqualTo(late);
        assertThat(messages(backward, NOON, Duration.ofSeconds(30))).isEqualTo(early);
    }

    @Test
    void messages_decoded_areTheReadings() {
        Simulation simulation = new Simulation(aghali, types, 7);
        Instant to = NOON.plusSeconds(301);
        List<Reading> readings = new ArrayList<>();
        simulation.readings(NOON, to, Duration.ZERO, readings::add);
        List<Reading> decoded = new ArrayList<>();
        Decoders decoders = Decoders.standard();
        simulation.messages(NOON, to, Duration.ZERO, message -> {
            Decoded result = decoders.decode(message);
            assertThat(result).isInstanceOf(Decoded.Readings.class);
            decoded.addAll(((Decoded.Readings) result).readings());
        });

        assertThat(decoded).isEqualTo(readings);
    }

    @Test
    void readings_ofTwoDays_areWithinTheRangesOfTheirTypes() {
        Map<SeriesId, MetricRange> ranges = new HashMap<>();
        Simulation simulation = new Simulation(aghali, types, 7);
        List<String> outside = new ArrayList<>();

        simulation.readings(NOON, NOON.plus(Duration.ofDays(2)), Duration.ofMinutes(15), reading -> {
            MetricRange range = ranges.computeIfAbsent(reading.series(), this::range);
            if (reading.value() < range.min() || reading.value() > range.max()) {
                outside.add(reading.toString());
            }
        });

        assertThat(outside).isEmpty();
        assertThat(ranges).hasSizeGreaterThan(3000);
    }

    @Test
    void readings_ofCounters_neverFall() {
        Map<SeriesId, Double> last = new HashMap<>();
        Simulation simulation = new Simulation(aghali, types, 7);
        List<String> fallen = new ArrayList<>();

        simulation.readings(NOON, NOON.plus(Duration.ofDays(2)), Duration.ofMinutes(10), reading -> {
            if (reading.series().metric().kind() == Quantity.Kind.COUNTER
                    && !reading.series().metric().name().equals("energy_session")
                    && last.getOrDefault(reading.series(), 0.0) > reading.value()) {
                fallen.add(reading.toString());
            }
            double ignored = last.merge(reading.series(), reading.value(), (a, b) -> b);
            assertThat(ignored).isNotNaN();
        });

        assertThat(fallen).isEmpty();
    }

    private MetricRange range(SeriesId series) {
        MetricRange range = aghali.registry()
                .device(series.device())
                .orElseThrow()
                .type()
                .metrics()
                .get(series.metric().name());
        if (range == null) {
            throw new AssertionError("no such metric: " + series);
        }
        return range;
    }

    private static List<String> messages(Simulation simulation, Instant from, Duration length) {
        List<String> messages = new ArrayList<>();
        simulation.messages(from, from.plus(length), Duration.ZERO, message -> messages.add(text(message)));
        return messages;
    }

    private static String text(Message message) {
        return message.topic() + ' ' + new String(message.payload(), StandardCharsets.UTF_8);
    }
}
