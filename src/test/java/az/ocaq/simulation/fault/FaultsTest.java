package az.ocaq.simulation.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import az.ocaq.config.Problems;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.fleet.Fleets;
import az.ocaq.simulation.Simulation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FaultsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant MIDNIGHT = Instant.parse("2026-01-14T20:00:00Z");

    private final Problems problems = new Problems();
    private final DeviceTypes types = DeviceTypes.load(Path.of("devices"), problems);
    private final Fleet fleet = Fleets.load(Path.of("devices"), List.of("khidirli"), types, problems);

    private final FaultTargets targets = new FaultTargets(fleet, types);

    @TempDir
    Path folder;

    @Test
    void inverterTrip_byDay_producesNothingWhileTheRegisterStands() throws IOException {
        List<JsonNode> well = messages("", "khidirli/home-015/pv", 11, 13, 60);
        List<JsonNode> tripped = messages(
                "trip: {kind: inverter_trip, device: khidirli/home-015/pv, from: 2026-01-15T00:00:00Z, to: 2026-01-16T00:00:00Z}",
                "khidirli/home-015/pv",
                11,
                13,
                60);

        assertThat(well).allMatch(it -> it.get("active_power").asDouble() > 0);
        assertThat(tripped)
                .allMatch(it -> it.get("active_power").asDouble() == 0
                        && it.get("state").asInt() == 2);
        assertThat(delta(tripped, "energy_production")).isZero();
    }

    @Test
    void homeLeak_atNight_neverStops() throws IOException {
        List<JsonNode> leaking = messages(
                "leak: {kind: home_leak, device: khidirli/home-003, from: 2026-01-14T00:00:00Z, to: 2026-01-20T00:00:00Z, size: 0.05}",
                "khidirli/home-003/water",
                0,
                6,
                300);

        assertThat(leaking).isNotEmpty().allMatch(it -> it.get("flow").asDouble() > 0.04);
    }

    @Test
    void theft_keepsTheFeedersTruth() throws IOException {
        String fault =
                "theft: {kind: theft, device: khidirli/home-003/meter, from: 2026-01-10T00:00:00Z, to: 2026-01-20T00:00:00Z, size: 0.5}";

        double well = delta(messages("", "khidirli/home-003/meter", 0, 20, 600), "energy_import");
        double stolen = delta(messages(fault, "khidirli/home-003/meter", 0, 20, 600), "energy_import");
        double feeder = delta(messages("", "khidirli/feeder-1-1/meter", 0, 20, 600), "energy_import");
        double same = delta(messages(fault, "khidirli/feeder-1-1/meter", 0, 20, 600), "energy_import");

        assertThat(stolen).isCloseTo(well / 2, within(3.0));
        assertThat(same).isEqualTo(feeder);
    }

    @Test
    void offline_withBackfill_tellsEverythingAfterwards() throws IOException {
        String fault =
                "gap: {kind: offline, device: khidirli/home-003/meter, from: 2026-01-14T21:00:00Z, to: 2026-01-14T21:30:00Z, backfill: true}";

        List<JsonNode> well = messages("", "khidirli/home-003/meter", 0, 2, 60);
        List<JsonNode> kept = messages(fault, "khidirli/home-003/meter", 0, 2, 60);
        List<JsonNode> flat = new ArrayList<>();
        kept.forEach(it -> {
            if (it.isArray()) {
                it.forEach(flat::add);
            } else {
                flat.add(it);
            }
        });

        assertThat(kept).hasSize(well.size() - 30);
        assertThat(flat).isEqualTo(well);
    }

    @Test
    void instruments_thatFail_tellWhatTheScheduleSays() throws IOException {
        List<JsonNode> told = messages("""
                stuck: {kind: stuck, device: khidirli/weather, metric: temperature, from: 2026-01-14T21:00:00Z, to: 2026-01-15T20:00:00Z}
                  skew: {kind: clock_skew, device: khidirli/weather, from: 2026-01-14T21:00:00Z, to: 2026-01-15T20:00:00Z, size: 7200}
                  twice: {kind: duplicate, device: khidirli/weather, from: 2026-01-14T21:00:00Z, to: 2026-01-15T20:00:00Z}
                """, "khidirli/weather/station", 2, 4, 60);

        assertThat(told).hasSize(240);
        assertThat(told.stream().map(it -> it.get("temperature").asDouble()).collect(Collectors.toSet()))
                .hasSize(1);
        assertThat(told.get(0).get("ts").asLong())
                .isBetween(MIDNIGHT.toEpochMilli() + 4 * 3_600_000, MIDNIGHT.toEpochMilli() + 4 * 3_600_000 + 60_000);
    }

    @Test
    void counterReset_startsAtZero() throws IOException {
        List<JsonNode> told = messages(
                "new: {kind: counter_reset, device: khidirli/home-003/meter, from: 2026-01-14T20:00:00Z, to: 2026-01-14T20:01:00Z}",
                "khidirli/home-003/meter",
                0,
                1,
                60);

        assertThat(told.get(0).get("energy_import").asDouble()).isLessThan(200);
    }

    @Test
    void counterReset_again_startsAtZeroAgain() throws IOException {
        List<JsonNode> told = messages("""
                first: {kind: counter_reset, device: khidirli/home-003/meter, from: 2026-01-14T20:10:00Z, to: 2026-01-14T20:11:00Z}
                  again: {kind: counter_reset, device: khidirli/home-003/meter, from: 2026-01-14T20:40:00Z, to: 2026-01-14T20:41:00Z}
                """, "khidirli/home-003/meter", 0, 1, 60);

        assertThat(told).allMatch(it -> it.get("energy_import").asDouble() >= 0);
        assertThat(told.get(told.size() - 1).get("energy_import").asDouble())
                .isLessThan(told.get(35).get("energy_import").asDouble());
    }

    @Test
    void rates_ofManyYearsInOne_takeNoLongerThanTheDays() {
        FaultRates rates = new FaultRates(Map.of("stuck", 2000.0, "counter_reset", 2000.0, "counter_rollover", 300.0));
        Instant to = MIDNIGHT.plus(Duration.ofHours(4));
        List<Fault> faults = rates.draw(fleet, types, 1, Instant.parse("2026-01-01T00:00:00Z"), to);
        Simulation simulation = new Simulation(fleet, types, 1, new FaultSchedule(faults));
        assertThat(faults).hasSizeGreaterThan(5000);

        // going back to the day of each of them takes hours
        assertTimeoutPreemptively(
                Duration.ofSeconds(40),
                () -> simulation.messages(
                        MIDNIGHT,
                        to,
                        Duration.ofMinutes(10),
                        message -> assertThat(message.payload()).isNotEmpty()));
    }

    @Test
    void shippedSchedule_loaded_hasALabelForEachFault() {
        Fleet aghali = Fleets.load(Path.of("devices"), List.of("aghali"), types, problems);
        FaultSchedule schedule = FaultSchedule.load(
                Path.of("devices/faults/aghali-june.yaml"), new FaultTargets(aghali, types), MIDNIGHT, problems);

        assertThat(problems.all()).isEmpty();
        assertThat(schedule.labels(Instant.MIN, Instant.MAX))
                .hasSize(schedule.faults().size())
                .allMatch(it -> it.contains("\"expected\":\""));
    }

    @Test
    void schedule_withTimesAfterTheStart_countsThemFromThere() throws IOException {
        List<JsonNode> told = messages(
                "away: {kind: offline, device: khidirli/home-003/meter, from: +1h, to: +2h}",
                "khidirli/home-003/meter",
                0,
                3,
                600);

        assertThat(told.stream().map(it -> it.get("ts").asLong()))
                .isNotEmpty()
                .noneMatch(it -> it >= MIDNIGHT.plus(Duration.ofHours(1)).toEpochMilli()
                        && it < MIDNIGHT.plus(Duration.ofHours(2)).toEpochMilli());
    }

    private static double delta(List<JsonNode> messages, String metric) {
        return messages.get(messages.size() - 1).get(metric).asDouble()
                - messages.get(0).get(metric).asDouble();
    }

    private List<JsonNode> messages(String faults, String device, int fromHour, int toHour, int step)
            throws IOException {
        Path file = folder.resolve("faults.yaml");
        Files.writeString(file, faults.isEmpty() ? "faults: {}\n" : "faults:\n  " + faults + "\n");
        FaultSchedule schedule = FaultSchedule.load(file, targets, MIDNIGHT, problems);
        assertThat(problems.all()).isEmpty();
        List<JsonNode> found = new ArrayList<>();
        new Simulation(fleet, types, 2, schedule)
                .messages(
                        MIDNIGHT.plus(Duration.ofHours(fromHour)),
                        MIDNIGHT.plus(Duration.ofHours(toHour)),
                        Duration.ofSeconds(step),
                        message -> {
                            if (message.topic().equals("village/" + device + "/telemetry")) {
                                found.add(read(message.payload()));
                            }
                        });
        return found;
    }

    private static JsonNode read(byte[] payload) {
        try {
            return JSON.readTree(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
