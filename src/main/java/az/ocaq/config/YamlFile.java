package az.ocaq.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads YAML 1.2 files without losing where each value stands. */
public final class YamlFile {
    private static final int MOST_ALIASES = 0;

    /** Bytes; files of thousands of devices are a tenth of it. */
    private static final long LARGEST = 3_000_000;

    private YamlFile() {}

    /**
     * Reads a file whose top level is a map. When it cannot be read or is no such YAML, that is noted as a problem and
     * the map is empty.
     */
    public static YamlMap read(Path file, Problems problems) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                problems.add(file.toString(), "is no file");
            } else if (Files.exists(file) && Files.size(file) > LARGEST) {
                problems.add(file.toString(), "is larger than " + LARGEST / 1_000_000 + " MB");
            } else {
                try (Reader reader = Files.newBufferedReader(file)) {
                    return parse(file.toString(), reader, problems);
                }
            }
        } catch (NoSuchFileException e) {
            problems.add(file.toString(), "no such file");
        } catch (IOException e) {
            problems.add(file.toString(), "cannot be read: " + e);
        }
        return YamlMap.empty(file.toString(), problems);
    }

    /** Like {@link #read}, from text; {@code name} stands for the file in messages. */
    public static YamlMap parse(String name, Reader text, Problems problems) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setMaxAliasesForCollections(MOST_ALIASES)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeReader(text);
            if (root.isEmpty()) {
                return YamlMap.empty(name, problems);
            }
            if (root.get() instanceof MappingNode mapping) {
                return YamlMap.of(name, mapping, problems);
            }
            problems.add(name + ":1", "must be a map of keys and values");
        } catch (MarkedYamlEngineException e) {
            String line =
                    e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            problems.add(name + line, "not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            boolean noText = e.getCause() instanceof CharacterCodingException;
            problems.add(name, noText ? "is not UTF-8 text" : "not valid YAML: " + e.getMessage());
        } catch (StackOverflowError e) {
            problems.add(name, "not valid YAML: nested too deeply");
        }
        return YamlMap.empty(name, problems);
    }
}
