package az.ocaq;

import az.ocaq.alarm.engine.PolicyReader;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.alarm.scenario.Installed;
import az.ocaq.alarm.scenario.ScenarioFile;
import az.ocaq.config.ConfigException;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import az.ocaq.decode.dialect.DialectFolder;
import az.ocaq.energy.Tariffs;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleets;
import az.ocaq.notify.Contacts;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Every reader of configuration. The first byte chooses the reader, the rest is the file. What is wrong becomes a problem that
 * names file and key, or a {@link ConfigException}, and never another exception.
 */
final class ConfigurationFuzzTest {
    private static final Path FOLDER = folder();
    private static final DeviceTypes TYPES = DeviceTypes.load(Path.of("devices"), new Problems());

    @FuzzTest(maxDuration = "10m")
    void read(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        String text = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
        try {
            read((char) input[0], text);
        } catch (ConfigException e) {
            // said to the person
        }
    }

    private static void read(char kind, String text) throws IOException {
        switch (kind) {
            case 't' ->
                yaml(text, map -> {
                    Tariffs unused = Tariffs.read(map);
                });
            case 'p' ->
                yaml(text, map -> {
                    var unused = PolicyReader.read(map);
                });
            case 'c' ->
                yaml(text, map -> {
                    Contacts unused = Contacts.read(map, FOLDER, Map.of());
                });
            case 's' ->
                yaml(text, map -> {
                    Settings unused = Settings.read(map, FOLDER);
                });
            case 'r' -> {
                write("rules/x.yaml", text);
                Rules unused = Rules.read(FOLDER.resolve("rules"), new Problems());
            }
            case 'y' -> {
                write("devices/types/x.yaml", text);
                DeviceTypes unused = DeviceTypes.load(FOLDER.resolve("devices"), new Problems());
            }
            case 'f' -> {
                write("fleets/fleets/x.yaml", text);
                var unused = Fleets.load(FOLDER.resolve("fleets"), TYPES, new Problems());
            }
            case 'd' -> {
                write("dialects/x.yaml", text);
                var unused = DialectFolder.read(FOLDER.resolve("dialects"), ZoneId.of("Asia/Baku"), new Problems());
            }
            default -> {
                var unused = ScenarioFile.run(text, "x", () -> Installed.NOTHING);
            }
        }
    }

    private static void yaml(String text, Consumer<YamlMap> reader) {
        reader.accept(YamlFile.parse("x.yaml", new StringReader(text), new Problems()));
    }

    private static void write(String name, String text) throws IOException {
        Path file = FOLDER.resolve(name);
        Path unused = Files.createDirectories(file.resolveSibling("."));
        Path unusedToo = Files.writeString(file, text);
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("configuration");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
