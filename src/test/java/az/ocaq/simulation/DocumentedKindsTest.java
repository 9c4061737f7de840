package az.ocaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.fleet.ModelKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what the guide to new kinds of devices says, with the files that are printed there. */
final class DocumentedKindsTest {
    private static final Pattern FILE = Pattern.compile("```(?:yaml|java)\n(?:#|//) (\\S+)\n(.*?)```", Pattern.DOTALL);
    private static final Path MODELS = Path.of("src/main/java/az/ocaq");

    @TempDir
    Path folder;

    @Test
    void kindOfYamlAlone_simulated_tellsItsMetrics() throws Exception {
        List<String> told = simulate("car-park", Path.of("none"));

        assertThat(told)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains(
                                "village/car-park/parking/roof/telemetry",
                                "\"active_power\":",
                                "\"energy_production\":"));
    }

    @Test
    void kindWithOneClass_compiledAndSimulated_tellsItsMetrics() throws Exception {
        String guide = guide();
        Path sources = Files.createDirectories(folder.resolve("sources"));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        String kind = quoted(guide, "BEEHIVE\\([^`]*");
        String made = quoted(guide, "case BEEHIVE [^`]*");
        Files.writeString(
                sources.resolve("ModelKind.java"),
                Files.readString(MODELS.resolve("fleet/ModelKind.java"))
                        .replace("\");\n\n    @Suppress", "\"),\n    " + kind + ";\n\n    @Suppress"));
        Files.writeString(
                sources.resolve("Models.java"),
                Files.readString(MODELS.resolve("simulation/model/Models.java"))
                        .replace("            case IRRIGATION ->", made + "\n            case IRRIGATION ->"));
        Files.writeString(sources.resolve("Beehive.java"), file(guide, "Beehive.java"));

        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        sources.resolve("ModelKind.java").toString(),
                        sources.resolve("Models.java").toString(),
                        sources.resolve("Beehive.java").toString());

        assertThat(compiled).isZero();
        assertThat(simulate("apiary", classes))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .contains("village/apiary/meadow/hive/telemetry", "\"weight\":46.", "\"temperature\":3"));
    }

    @Test
    void tableOfModels_namesAllOfThemWithTheirNumbers() throws IOException {
        String guide = guide();
        for (ModelKind kind : ModelKind.values()) {
            String numbers = kind.parameters().isEmpty() ? "none" : String.join(", ", new TreeSet<>(kind.parameters()));
            assertThat(kind == ModelKind.NONE
                            || guide.lines()
                                    .filter(it -> it.startsWith("| `") && it.contains('`' + kind.word() + '`'))
                                    .map(it -> it.split("\\|", -1)[2]
                                            .replace("`", "")
                                            .strip())
                                    .map(it -> String.join(", ", new TreeSet<>(Arrays.asList(it.split(", ", -1)))))
                                    .anyMatch(numbers::equals))
                    .as(kind.word())
                    .isTrue();
        }
    }

    /** What a fleet of the guide tells in a minute or five, line by line; classes before those of the product. */
    private List<String> simulate(String fleet, Path classes) throws Exception {
        Path devices = folder.resolve("devices");
        for (MatchResult match : FILE.matcher(guide()).results().toList()) {
            if (match.group(1).endsWith(".yaml")) {
                Path file = folder.resolve(match.group(1));
                Files.createDirectories(file.getParent());
                Files.writeString(file, match.group(2));
            }
        }
        if (!Files.isDirectory(classes)) {
            Files.delete(devices.resolve("types/hive.yaml"));
        }
        Path out = folder.resolve("told.jsonl");
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classes + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                        "az.ocaq.Main",
                        "simulate",
                        "--dry-run",
                        "--devices",
                        devices.toString(),
                        "--fleet",
                        fleet,
                        "--from",
                        "2026-06-01T08:00:00Z",
                        "--to",
                        fleet.equals("apiary") ? "2026-06-01T08:05:00Z" : "2026-06-01T08:01:00Z")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(run.waitFor(2, TimeUnit.MINUTES)).isTrue();
        try (Stream<String> lines = Files.lines(out)) {
            return lines.toList();
        }
    }

    private static String guide() throws IOException {
        return Files.readString(Path.of("docs/simulation.md"));
    }

    private static String file(String guide, String name) {
        return FILE.matcher(guide)
                .results()
                .filter(it -> it.group(1).endsWith(name))
                .map(it -> it.group(2))
                .findFirst()
                .orElseThrow();
    }

    private static String quoted(String guide, String what) {
        return Pattern.compile('`' + "(" + what + ")`")
                .matcher(guide)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }
}
