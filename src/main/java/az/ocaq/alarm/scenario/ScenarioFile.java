package az.ocaq.alarm.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file of alarm scenarios. */
public final class ScenarioFile {
    /**
     * How one scenario went.
     *
     * @param id of the scenario, or the number of its line
     * @param stratum what it is about
     * @param differences between what was expected and what happened; empty when it passed
     */
    public record Result(String id, String stratum, List<String> differences) {
        public Result {
            differences = List.copyOf(differences);
        }

        /** Whether everything was as expected. */
        public boolean passed() {
            return differences.isEmpty();
        }
    }

    private ScenarioFile() {}

    /** Runs every scenario of a file; blank lines are left out. */
    public static List<Result> run(Path file) throws IOException {
        List<Result> results = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            if (!line.isBlank()) {
                results.add(run(line, "line " + number));
            }
        }
        return results;
    }

    /** Runs the scenario of one line; {@code name} stands for it when it has no id. */
    public static Result run(String line, String name) {
        String id = name;
        String stratum = "";
        try {
            JsonNode node = ScenarioReader.parse(line);
            id = node.path("id").asText(name);
            stratum = node.path("stratum").asText("");
            Scenario scenario = ScenarioReader.read(node);
            Seen seen = new ScenarioRunner(scenario, node).run();
            return new Result(id, stratum, Seen.differences(scenario, seen));
        } catch (ScenarioException e) {
            return new Result(id, stratum, List.of("cannot be run: " + e.getMessage()));
        } catch (IllegalStateException e) {
            // A fault of the engine in one scenario must not hide how the others went.
            return new Result(id, stratum, List.of("the engine failed: " + e));
        }
    }
}
