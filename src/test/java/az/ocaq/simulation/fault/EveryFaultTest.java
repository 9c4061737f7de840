package az.ocaq.simulation.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import az.ocaq.config.Problems;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.fleet.Fleets;
import az.ocaq.simulation.Simulation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of fault: the telemetry shows it, its label says where and when, and nothing else changes. */
final class EveryFaultTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-01-02T20:00:00Z");

    private static final Instant END = START.plus(Duration.ofHours(24));
    private static final Duration STEP = Duration.ofMinutes(5);
    private static final String HOME = "aghali/home-003/meter";
    private static final Map<FaultKind, String> LINES = Map.ofEntries(
            line(FaultKind.INVERTER_TRIP, "aghali/home-004/pv"),
            line(FaultKind.SOILING, "aghali/home-004/pv", "size=0.5"),
            line(FaultKind.SNOW, "aghali/home-004/pv"),
            line(FaultKind.PANEL_LOSS, "aghali/home-004/pv", "size=0.5"),
            line(FaultKind.CURTAILMENT, "aghali/school/pv", "size=0.05"),
            line(FaultKind.TRASH_RACK, "aghali/hydro", "size=0.3"),
            line(FaultKind.LOW_FLOW, "aghali/hydro", "size=0.4"),
            line(FaultKind.HOME_LEAK, "aghali/home-040/water", "size=0.05"),
            line(FaultKind.DISTRICT_LEAK, "aghali/water-works/outlet", "size=0.01"),
            line(FaultKind.THEFT, HOME, "size=0.6"),
            line(FaultKind.OVERLOAD, "aghali/workshop/meter", "size=320000"),
            line(FaultKind.VOLTAGE_SHIFT, HOME, "size=-0.05 metric=voltage_l2"),
            line(FaultKind.LAMPS_DEAD, "aghali/lights-2/cabinet", "size=0.25"),
            line(FaultKind.DAY_BURNER, "aghali/lights-3/cabinet"),
            line(FaultKind.EV_STUCK, "aghali/charging"),
            line(FaultKind.VALVE_STUCK, "aghali/field-1/irrigation", "size=1"),
            line(FaultKind.SWAPPED_SENSORS, "aghali/school/heat"),
            line(FaultKind.COUNTER_RESET, HOME),
            line(FaultKind.COUNTER_ROLLOVER, HOME, "size=4294967296"),
            line(FaultKind.OFFLINE, HOME),
            line(FaultKind.BROKER_LOSS, HOME),
            line(FaultKind.STUCK, HOME, "metric=voltage_l1"),
            line(FaultKind.DRIFT, "aghali/weather/station", "metric=temperature size=0.5"),
            line(FaultKind.SPIKE, HOME, "metric=voltage_l1 size=0.2"),
            line(FaultKind.WRONG_CHANNEL, HOME, "metric=voltage_l1 source=voltage_l2"),
            line(FaultKind.CLOCK_SKEW, HOME, "size=7200"),
            line(FaultKind.DUPLICATE, HOME),
            line(FaultKind.REORDER, HOME, "size=1800"));

    private static final Map<Instant, Map<String, List<String>>> WELL = new ConcurrentHashMap<>();

    private final Problems problems = new Problems();
    private final DeviceTypes types = DeviceTypes.load(Path.of("devices"), problems);
    private final Fleet fleet = Fleets.load(Path.of("devices"), List.of("aghali"), types, problems);
    private final FaultReader reader = new FaultReader(new FaultTargets(fleet, types), START);

    private static Map.Entry<FaultKind, String> line(FaultKind kind, String target, String... rest) {
        return Map.entry(kind, kind.word() + ' ' + target + " +6h +18h " + String.join(" ", rest));
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void fault_ofEveryKind_showsWhereAndWhenItsLabelSays(FaultKind kind) throws IOException {
        Fault fault = reader.line(line(kind));
        Map<String, List<String>> well = WELL.computeIfAbsent(START, it -> messages(FaultSchedule.NONE));
        Map<String, List<String>> ill = messages(new FaultSchedule(List.of(fault)));

        // what hangs on the device by wire or pipe may change with it: the site, what supplies it, pumps and tanks
        Set<String> near = Set.of(
                "home-003",
                "home-004",
                "workshop",
                "charging",
                "lights-2",
                "lights-3",
                "field-1",
                "school",
                "hydro",
                "grid",
                "battery",
                "water-works",
                "home-040");
        well.forEach((topic, told) -> {
            String site = topic.split("/", -1)[2];
            if (!near.contains(site) && !site.startsWith("ts-") && !site.startsWith("feeder-")) {
                boolean same =
                        told.equals(ill.get(topic)) || fault.concerns(topic.substring(8, topic.lastIndexOf('/')));
                assertThat(same || onlyVoltages(told, ill.getOrDefault(topic, List.of())))
                        .as(topic)
                        .isTrue();
            }
        });
        Stream<String> concerned =
                well.keySet().stream().filter(it -> fault.concerns(it.substring(8, it.lastIndexOf('/'))));
        assertThat(concerned).anySatisfy(topic -> {
            List<String> before = well.get(topic);
            List<String> after = ill.getOrDefault(topic, List.of());
            assertThat(after).isNotEqualTo(before);
        });
        JsonNode label = JSON.readTree(fault.label());
        assertThat(label.get("kind").asText()).isEqualTo(kind.word());
        assertThat(label.get("from").asText()).isEqualTo("2026-01-03T02:00:00Z");
        assertThat(label.get("to").asText()).isEqualTo("2026-01-03T14:00:00Z");
        assertThat(label.get("expected").asText()).isNotBlank();
    }

    /** A neighbour on the same cable sees another voltage and current, and nothing else. */
    private static boolean onlyVoltages(List<String> well, List<String> ill) {
        String electric = "\"(voltage|current)(_l[123])?\":-?[0-9.]+,?";
        return well.stream()
                .map(it -> it.replaceAll(electric, ""))
                .toList()
                .equals(ill.stream().map(it -> it.replaceAll(electric, "")).toList());
    }

    @Test
    void counterRollover_countsOnOverTheLastDigit() throws IOException {
        List<JsonNode> told = of(HOME, line(FaultKind.COUNTER_ROLLOVER));
        List<JsonNode> well = of(HOME, "");

        double modulus = 4_294_967_296.0;
        assertThat(first(told).get("energy_import").asDouble()).isGreaterThan(modulus - 1e6);
        assertThat(last(told).get("energy_import").asDouble()).isLessThan(1e6);
        double counted = last(told).get("energy_import").asDouble()
                + modulus
                - first(told).get("energy_import").asDouble();
        assertThat(counted).isCloseTo(delta(well, it -> it.get("energy_import").asDouble()), within(2.0));
    }

    @Test
    void reorder_shufflesAndLosesNothing() throws IOException {
        List<JsonNode> told = of(HOME, line(FaultKind.REORDER));
        List<JsonNode> well = of(HOME, "");

        assertThat(told).containsExactlyInAnyOrderElementsOf(well).isNotEqualTo(well);
    }

    @Test
    void brokerLoss_bringsEverythingAfterwardsAndTheLastTwice() throws IOException {
        List<JsonNode> told = of(HOME, line(FaultKind.BROKER_LOSS));
        List<JsonNode> well = of(HOME, "");

        assertThat(told).hasSize(well.size() + 1).containsAll(well);
    }

    @Test
    void stuck_holdsTheValueOfItsBeginningOverMidnight() throws IOException {
        List<JsonNode> told = of(
                "aghali/weather/station",
                "stuck aghali/weather/station +20h +30h metric=temperature",
                START.plus(Duration.ofHours(21)),
                START.plus(Duration.ofHours(29)));

        assertThat(told.stream().map(it -> it.get("temperature").asDouble()).distinct())
                .hasSize(1);
        assertThat(told.stream()
                        .map(it -> it.get("relative_humidity").asDouble())
                        .distinct())
                .hasSizeGreaterThan(10);
    }

    @Test
    void wrongChannel_showsAnothersValue() throws IOException {
        List<JsonNode> told = of(
                HOME, line(FaultKind.WRONG_CHANNEL), START.plus(Duration.ofHours(7)), START.plus(Duration.ofHours(17)));

        assertThat(told)
                .allMatch(it ->
                        it.get("voltage_l1").asDouble() == it.get("voltage_l2").asDouble());
    }

    @Test
    void charging_stuck_saysItChargesWithoutPower() throws IOException {
        List<JsonNode> told = of(
                "aghali/charging/point-1",
                line(FaultKind.EV_STUCK),
                START.plus(Duration.ofHours(7)),
                START.plus(Duration.ofHours(17)));

        assertThat(told)
                .allMatch(it ->
                        it.get("state").asInt() == 2 && it.get("active_power").asDouble() < 1);
    }

    @Test
    void valve_stuckOpen_letsWaterThroughWithoutBeingAsked() throws IOException {
        List<JsonNode> told = of(
                "aghali/field-1/irrigation",
                line(FaultKind.VALVE_STUCK),
                START.plus(Duration.ofHours(7)),
                START.plus(Duration.ofHours(17)));

        assertThat(told)
                .allMatch(it -> !it.get("valve").asBoolean() && it.get("flow").asDouble() > 1);
    }

    @Test
    void fault_thatComesWhileTheVillageRuns_isAsIfItHadBeenKnown() throws IOException {
        Fault fault = reader.line("theft " + HOME + " +6h +18h size=0.5");
        Instant begin = START.plus(Duration.ofHours(6));
        List<String> running = new ArrayList<>();
        List<String> known = new ArrayList<>();
        Simulation simulation = new Simulation(fleet, types, 2);
        simulation.messages(START, begin, STEP, it -> {});
        simulation.add(fault);
        simulation.messages(
                begin, END, STEP, it -> running.add(it.topic() + new String(it.payload(), StandardCharsets.UTF_8)));
        new Simulation(fleet, types, 2, new FaultSchedule(List.of(fault)))
                .messages(
                        begin,
                        END,
                        STEP,
                        it -> known.add(it.topic() + new String(it.payload(), StandardCharsets.UTF_8)));

        assertThat(running.equals(known)).isTrue();
    }

    @Test
    void fault_ofAnOutsider_isRefusedWithAReason() {
        assertThat(refused("inverter_trip aghali/home-003/meter +1h +2h")).contains("no simulated device");
        assertThat(refused("theft aghali/home-999/meter +1h +2h")).contains("there is no device");
        assertThat(refused("wrong_channel " + HOME + " +1h +2h metric=voltage_l1"))
                .contains("source");
        assertThat(refused("drift " + HOME + " +1h +2h metric=colour")).contains("no metric 'colour'");
        assertThat(refused("melt " + HOME + " +1h +2h")).contains("must be one of");
        assertThat(refused("theft " + HOME + " +2h +1h")).contains("after 'from'");
    }

    @Test
    void rates_drawnTwice_areTheSameAndAboutAsManyAsAsked() {
        FaultRates rates = new FaultRates(Map.of("inverter_trip", 12.0, "stuck", 2.0));
        FaultRates more = new FaultRates(Map.of("inverter_trip", 12.0));
        Instant end = START.plus(Duration.ofDays(365));

        List<Fault> drawn = rates.draw(fleet, types, 5, START, end);

        assertThat(drawn).isEqualTo(rates.draw(fleet, types, 5, START, end));
        assertThat(drawn)
                .filteredOn(it -> it.kind() == FaultKind.INVERTER_TRIP)
                .isEqualTo(more.draw(fleet, types, 5, START, end))
                .hasSizeBetween(61 * 12 - 120, 61 * 12 + 120);
    }

    @Test
    void rates_ofSnow_bringItInWinterAlone() {
        FaultRates rates = new FaultRates(Map.of("snow", 3.0));

        List<Fault> drawn = rates.draw(fleet, types, 5, START, START.plus(Duration.ofDays(365)));

        assertThat(drawn)
                .hasSizeBetween(61 * 3 - 60, 61 * 3 + 60)
                .allMatch(it -> Set.of(12, 1, 2, 3)
                        .contains(it.from().atOffset(ZoneOffset.UTC).getMonthValue()));
    }

    @Test
    void curtailment_ofAnInverter_takesNoMoreOfThePanelsThanItGives() throws IOException {
        List<JsonNode> told = of(
                "aghali/school/pv",
                "curtailment aghali/school/pv +6h +18h size=0.05",
                START.plus(Duration.ofHours(14)),
                START.plus(Duration.ofHours(15)));

        assertThat(told).isNotEmpty().allSatisfy(it -> {
            assertThat(it.get("active_power").asDouble()).isCloseTo(1500, within(30.0));
            assertThat(it.get("power_dc").asDouble()).isBetween(1520.0, 1620.0);
        });
    }

    private String refused(String line) {
        try {
            return reader.line(line).toString();
        } catch (az.ocaq.config.ConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static JsonNode first(List<JsonNode> told) {
        return told.get(0);
    }

    private static JsonNode last(List<JsonNode> told) {
        return told.get(told.size() - 1);
    }

    private static double delta(List<JsonNode> told, ToDoubleFunction<JsonNode> of) {
        return of.applyAsDouble(last(told)) - of.applyAsDouble(first(told));
    }

    private List<JsonNode> of(String device, String line) throws IOException {
        return of(device, line, START, END);
    }

    private List<JsonNode> of(String device, String line, Instant from, Instant to) throws IOException {
        FaultSchedule faults = line.isEmpty() ? FaultSchedule.NONE : new FaultSchedule(List.of(reader.line(line)));
        List<JsonNode> nodes = new ArrayList<>();
        for (String text : messages(faults, from, to).getOrDefault("village/" + device + "/telemetry", List.of())) {
            nodes.add(JSON.readTree(text));
        }
        return nodes;
    }

    private Map<String, List<String>> messages(FaultSchedule faults) {
        return messages(faults, START, END);
    }

    private Map<String, List<String>> messages(FaultSchedule faults, Instant from, Instant to) {
        Map<String, List<String>> messages = new LinkedHashMap<>();
        new Simulation(fleet, types, 2, faults)
                .messages(
                        from,
                        to,
                        STEP,
                        it -> messages.computeIfAbsent(it.topic(), key -> new ArrayList<>())
                                .add(new String(it.payload(), StandardCharsets.UTF_8)));
        if (messages.isEmpty()) {
            throw new UncheckedIOException(new IOException("nothing was told"));
        }
        return messages;
    }

    private static String line(FaultKind kind) {
        return Objects.requireNonNull(LINES.get(kind), () -> "no line for " + kind);
    }
}
