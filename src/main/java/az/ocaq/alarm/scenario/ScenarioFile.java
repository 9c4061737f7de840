package az.ocaq.alarm.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A file of alarm scenarios. */
public final class ScenarioFile {
    /**
     * How one scenario went.
     *
     * @param id of the scenario, or its place when it has none
     * @param place file and line
     * @param stratum what it is about
     * @param differences between what was expected and what happened; empty when it passed
     */
    public record Result(String id, String place, String stratum, List<String> differences) {
        public Result {
            differences = List.copyOf(differences);
        }

        /** Whether everything was as expected. */
        public boolean passed() {
            return differences.isEmpty();
        }
    }

    private ScenarioFile() {}

    /**
     * Runs every scenario of a file; blank lines are left out.
     *
     * @param installed what scenarios may name, asked for when one does; what it throws is thrown
     */
    public static List<Result> run(Path file, Supplier<Installed> installed) throws IOException {
        List<Result> results = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            if (!line.isBlank()) {
                results.add(run(line, file + ":" + number, installed));
            }
        }
        return results;
    }

    /** Runs the scenario of one line; {@code place} says where it is, and stands for it when it has no id. */
    public static Result run(String line, String place, Supplier<Installed> installed) {
        String id = place;
        String stratum = "";
        try {
            JsonNode node = ScenarioReader.parse(line);
            id = node.path("id").asText(place);
            stratum = node.path("stratum").asText("");
            Scenario scenario = ScenarioReader.read(node, installed);
            Seen seen = new ScenarioRunner(scenario).run();
            return new Result(id, place, stratum, Seen.differences(scenario, seen));
        } catch (ScenarioException | DateTimeException e) {
            return new Result(id, place, stratum, List.of("cannot be run: " + e.getMessage()));
        } catch (IllegalStateException e) {
            // A fault of the engine in one scenario must not hide how the others went.
            return new Result(id, place, stratum, List.of("the engine failed: " + e));
        }
    }
}
