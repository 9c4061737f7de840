package az.ocaq.decode.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.decode.Conventions;
import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoder;
import az.ocaq.decode.Decoders;
import az.ocaq.decode.PayloadTimes;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class DialectFolderTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Asia/Baku");

    @TestFactory
    Stream<DynamicTest> examples_ofEveryDialect_giveWhatTheySay() {
        Problems problems = new Problems();
        DialectFolder folder = DialectFolder.read(Path.of("devices", "dialects"), ZONE, problems);
        assertThat(problems.all()).isEmpty();
        Decoders decoders = Decoders.standard();
        return folder.dialects().stream()
                .flatMap(dialect -> dialect.examples().stream()
                        .map(it -> DynamicTest.dynamicTest(
                                it.where() + " " + it.topic(), () -> check(dialect.name(), it, decoders))));
    }

    @Test
    void everyDialect_hasExamples() {
        DialectFolder folder = DialectFolder.read(Path.of("devices", "dialects"), ZONE, new Problems());

        assertThat(folder.dialects())
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.examples()).as(it.name()).isNotEmpty());
    }

    @TestFactory
    Stream<DynamicTest> exampleOfTheManual_isADialectThatGivesWhatItSays() throws IOException {
        String yaml = Files.readString(Path.of("docs", "devices.md"))
                .lines()
                .dropWhile(it -> !it.startsWith("    dialect:"))
                .takeWhile(it -> it.startsWith("    "))
                .map(it -> it.substring(4) + '\n')
                .collect(Collectors.joining());
        Problems problems = new Problems();
        Dialect dialect = DialectFolder.read(Path.of("devices", "dialects"), ZONE, problems)
                .with(yaml, ZONE, problems)
                .dialects()
                .get(0);
        assertThat(problems.all()).isEmpty();
        assertThat(dialect.examples()).hasSize(2);
        Decoders decoders = Conventions.standard().with(yaml, ZONE, problems).decoders();
        return dialect.examples().stream()
                .map(it -> DynamicTest.dynamicTest(it.topic(), () -> check(dialect.name(), it, decoders)));
    }

    @Test
    void examples_cutAndBent_areNeverAFaultOfOurs() {
        Decoders decoders = Decoders.standard();
        Random random = new Random(42);
        DialectFolder folder = DialectFolder.read(Path.of("devices", "dialects"), ZONE, new Problems());
        for (Dialect dialect : folder.dialects()) {
            for (Dialect.Example example : dialect.examples()) {
                byte[] payload = example.payload().getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < 50 && payload.length > 0; i++) {
                    byte[] bent = Arrays.copyOf(payload, 1 + random.nextInt(payload.length));
                    bent[random.nextInt(bent.length)] = (byte) random.nextInt(256);
                    Decoded decoded = decoders.decode(new Message(example.topic(), bent, NOW, false));
                    assertThat(decoded.toString()).as(example.topic()).doesNotContain("DECODER_FAULT");
                }
            }
        }
    }

    private static void check(String dialect, Dialect.Example example, Decoders decoders) {
        Message message = new Message(example.topic(), example.payload().getBytes(StandardCharsets.UTF_8), NOW, false);
        assertThat(decoders.claiming(message).map(Decoder::name)).contains(dialect);
        Decoded decoded = decoders.decode(message);
        assertThat(readings(decoded))
                .as(String.valueOf(decoded))
                .containsExactlyInAnyOrderElementsOf(example.readings());
        assertThat(outcome(decoded)).as(String.valueOf(decoded)).isEqualTo(example.outcome());
        if (example.online().isPresent()) {
            assertThat(online(decoded)).containsExactly(example.online().get());
        }
        if (example.device().isPresent()) {
            assertThat(device(decoded))
                    .contains(DeviceId.unregistered(dialect, example.device().get()));
        }
    }

    private static List<String> readings(Decoded decoded) {
        List<String> found = new ArrayList<>();
        if (decoded instanceof Decoded.Readings it) {
            it.readings()
                    .forEach(reading -> found.add(reading.series().metric().name() + " = " + plain(reading.value())
                            + " " + reading.series().metric().unit().code()));
            it.texts()
                    .forEach(text -> found.add(text.metric().name() + " = " + text.value() + " "
                            + text.metric().unit().code()));
        }
        return found;
    }

    private static String plain(double value) {
        double rounded = Math.rint(value * 1e6) / 1e6;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }

    private static String outcome(Decoded decoded) {
        if (decoded instanceof Decoded.Readings it) {
            return it.readings().isEmpty() && it.texts().isEmpty() ? "status" : "readings";
        }
        return decoded.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    private static List<Boolean> online(Decoded decoded) {
        if (decoded instanceof Decoded.Status status) {
            return List.of(status.online());
        }
        return decoded instanceof Decoded.Readings it
                ? it.statuses().stream().map(Decoded.Status::online).toList()
                : List.of();
    }

    private static List<DeviceId> device(Decoded decoded) {
        if (decoded instanceof Decoded.Status status) {
            return List.of(status.device());
        }
        if (decoded instanceof Decoded.Metadata metadata) {
            return metadata.device().stream().toList();
        }
        return decoded instanceof Decoded.Readings it ? List.of(it.device()) : List.of();
    }

    @Test
    void file_withMistakes_namesLineAndKeyOfEach() {
        String file = """
                dialect: Bad Name
                title: x
                topics:
                  - {topic: "a/{dev", is: values}
                  - topic: "b/{device}"
                    device: "{other}"
                    fields:
                      - {at: p, quantity: active_power, unit: furlong}
                      - {at: q, quantity: nobody_knows}
                      - {quantity: voltage}
                      - {at: r, quantity: voltage, colour: red}
                """;
        Problems problems = new Problems();
        var unused = new DialectFile(problems, new PayloadTimes(ZONE))
                .dialect(YamlFile.parse("bad.yaml", new StringReader(file), problems));

        assertThat(problems.all())
                .anyMatch(it -> it.contains("bad.yaml:1 dialect") && it.contains("slug"))
                .anyMatch(it -> it.contains("bad.yaml:4") && it.contains("capture"))
                .anyMatch(it -> it.contains("bad.yaml:6") && it.contains("not captured by the topic"))
                .anyMatch(it -> it.contains("bad.yaml:8") && it.contains("furlong"))
                .anyMatch(it -> it.contains("bad.yaml:9") && it.contains("unit"))
                .anyMatch(it -> it.contains("bad.yaml:10") && it.contains("at"))
                .anyMatch(it -> it.contains("bad.yaml:11") && it.contains("colour"));
    }
}
