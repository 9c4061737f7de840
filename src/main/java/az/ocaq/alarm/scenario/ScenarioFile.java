package az.ocaq.alarm.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private ScenarioFile() {}

    /**
     * Runs every scenario of a file; blank lines and those that begin with {@code #} or {@code //} are left out.
     *
     * @param installed what scenarios may name, asked for when one does; what it throws is thrown
     */
    public static List<Result> run(Path file, Supplier<Installed> installed) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return run(in, file.toString(), installed);
        }
    }

    /**
     * Runs every scenario of a stream, as those of a file.
     *
     * @param name of it, for the places of scenarios
     */
    public static List<Result> run(InputStream in, String name, Supplier<Installed> installed) throws IOException {
        List<Result> results = new ArrayList<>();
        int number = 0;
        for (String line : text(in).lines().toList()) {
            number++;
            String bare = line.strip();
            if (!bare.isEmpty() && !bare.startsWith("#") && !bare.startsWith("//")) {
                results.add(run(line, name + ":" + number, installed));
            }
        }
        return results;
    }

    private static String text(InputStream in) throws IOException {
        byte[] bytes = in.readAllBytes();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException("it is not UTF-8 text; save it as UTF-8", e);
        }
    }

    /** Runs the scenario of one line; {@code place} says where it is, and stands for it when it has no id. */
    public static Result run(String line, String place, Supplier<Installed> installed) {
        String id = place;
        String stratum = "";
        try {
            JsonNode node = ScenarioReader.parse(line);
            id = node.path("id").asText(place);
            stratum = node.path("stratum").asText("");
            return new Result(id, place, stratum, differences(ScenarioReader.read(node, installed)));
        } catch (ScenarioException | DateTimeException e) {
            return new Result(id, place, stratum, List.of("cannot be run: " + e.getMessage()));
        }
    }

    private static List<String> differences(Scenario scenario) {
        try {
            return Seen.differences(scenario, new ScenarioRunner(scenario).run());
        } catch (ScenarioException | DateTimeException e) {
            throw e;
        } catch (RuntimeException e) {
            // A fault of the engine in one scenario must not hide how the others went.
            return List.of("the engine failed: " + e);
        }
    }
}
