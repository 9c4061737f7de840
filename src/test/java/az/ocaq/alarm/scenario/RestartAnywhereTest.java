package az.ocaq.alarm.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that stops and starts again within no time at all changes nothing, whenever it does. */
final class RestartAnywhereTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Path OWN = Path.of("src/test/resources/alarms");

    /** What waits for {@code startup_grace} after a start, as it must, and key figures. */
    private static final Set<String> WAITING = Set.of(
            "offline",
            "no_data",
            "stale",
            "group_fraction",
            "pv_pr",
            "energy_balance",
            "feeder_loss",
            "mnf",
            "peers",
            "drift",
            "kpi_1366",
            "kpi_eemua",
            "kpi_lifecycle");

    private static final int MOST = 12;

    static Stream<String> scenarios() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(OWN)) {
            for (Path file : files.sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines.stream().filter(it -> !it.isBlank() && !it.contains("\"server_"));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void run_withARestart_isAsWithout(String line) throws IOException {
        JsonNode scenario = JSON.readTree(line);
        if (scenario.findValuesAsText("kind").stream().anyMatch(WAITING::contains)) {
            return;
        }
        for (Duration at : instants(scenario)) {
            ObjectNode restarted = scenario.deepCopy();
            ArrayNode inputs = (ArrayNode) restarted.get("inputs");
            for (String event : List.of("server_stop", "server_start")) {
                inputs.addObject().put("t", at.toString()).put("event", event);
            }

            List<String> differences = ScenarioFile.run(
                            JSON.writeValueAsString(restarted), "x", () -> Installed.NOTHING)
                    .differences();

            assertThat(differences)
                    .as("%s, restarted at %s", scenario.path("id"), at)
                    .isEmpty();
        }
    }

    /** When something comes or is due, and shortly after it. */
    private static List<Duration> instants(JsonNode scenario) {
        TreeSet<Duration> all = new TreeSet<>();
        Duration until = duration(scenario.path("until"));
        for (String list : List.of("inputs", "expected")) {
            for (JsonNode it : scenario.path(list)) {
                Duration at = duration(it.has("arrival") ? it.get("arrival") : it.path("t"));
                Stream.of(at, at.plusMillis(500))
                        .filter(moment -> !moment.isNegative() && moment.compareTo(until) <= 0)
                        .forEach(all::add);
            }
        }
        List<Duration> some = new ArrayList<>();
        int step = Math.max(1, all.size() / MOST);
        for (Duration at : all) {
            if (all.headSet(at).size() % step == 0) {
                some.add(at);
            }
        }
        return some;
    }

    private static Duration duration(JsonNode text) {
        return Duration.ofMillis(Times.millis(text.asText()));
    }
}
