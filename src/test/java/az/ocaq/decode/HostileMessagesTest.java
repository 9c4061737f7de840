package az.ocaq.decode;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.measurement.Message;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Malformed and hostile messages that are kept outside of the project; skipped without them. */
final class HostileMessagesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FILE = Path.of(System.getProperty("ocaq.shared", "../shared"), "payloads", "bad.jsonl");
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Duration LONGEST = Duration.ofSeconds(20);

    @TestFactory
    Stream<DynamicTest> hostileMessage_costsItselfOnly() throws IOException {
        if (!Files.exists(FILE)) {
            return Stream.empty();
        }
        Decoders decoders = Decoders.standard();
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : Files.readAllLines(FILE)) {
            JsonNode entry = JSON.readTree(line);
            if (isOurs(entry)) {
                tests.add(DynamicTest.dynamicTest(
                        entry.path("id").asText() + " " + entry.path("category").asText(),
                        () -> check(entry, decoders)));
            }
        }
        return tests.stream();
    }

    /** What is one message, small enough to be made here, and of the conventions that dialect files describe. */
    private static boolean isOurs(JsonNode entry) {
        String decoder = entry.path("decoder").asText("");
        String generator = entry.path("payload_generator").path("type").asText("concat");
        return !entry.has("steps")
                && generator.equals("concat")
                && !List.of("sparkplug-b", "homeassistant-discovery", "influx-line", "senml", "chirpstack-v4", "tts-v3")
                        .contains(decoder);
    }

    private static void check(JsonNode entry, Decoders decoders) {
        Message message = message(entry);
        long start = System.nanoTime();
        Decoded decoded = decoders.decode(message);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
        List<Reading> readings = decoded instanceof Decoded.Readings it ? it.readings() : List.of();
        for (JsonNode want : entry.path("expected_readings")) {
            boolean found = readings.stream().anyMatch(it -> matches(want, it));
            assertThat(found || want.path("optional").asBoolean(false))
                    .as(want + " in " + decoded)
                    .isTrue();
        }
        boolean suspect = readings.stream().allMatch(it -> it.quality() == Quality.SUSPECT);
        boolean rejects = entry.path("expected_readings").isEmpty()
                && entry.path("robust_server_should").asText().startsWith("Reject this message only");
        assertThat(!rejects || readings.isEmpty() || suspect)
                .as(entry.path("notes") + " " + decoded)
                .isTrue();
        readings.forEach(
                it -> assertThat(it.time()).isBetween(Instant.parse("2015-01-01T00:00:00Z"), NOW.plusSeconds(600)));
    }

    private static boolean matches(JsonNode want, Reading reading) {
        String quantity = reading.series().metric().quantity();
        double value = want.path("value").asText().equals("on")
                ? 1
                : want.path("value").asDouble();
        return quantity.equals(want.path("quantity").asText())
                && reading.series()
                        .metric()
                        .unit()
                        .code()
                        .equals(want.path("unit").asText())
                && Math.abs(reading.value() - value) < 1e-6
                && (!want.path("timestamp").asText("").equals("reception")
                        || reading.time().equals(NOW))
                && (!want.has("quality")
                        || reading.quality()
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .equals(want.path("quality").asText()));
    }

    private static Message message(JsonNode entry) {
        String topic = entry.has("topic_generator")
                ? new String(expand(entry.path("topic_generator")), StandardCharsets.UTF_8)
                : entry.path("topic").asText();
        byte[] payload = entry.has("payload_generator")
                ? expand(entry.path("payload_generator"))
                : DialectsTest.message(entry, NOW).payload();
        return new Message(topic, payload, NOW, false);
    }

    private static byte[] expand(JsonNode generator) {
        if (generator.path("type").asText().equals("random_bytes")) {
            byte[] bytes = new byte[generator.path("length").asInt()];
            new Random(generator.path("seed").asLong()).nextBytes(bytes);
            return bytes;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (JsonNode part : generator.path("parts")) {
            out.writeBytes(part(part));
        }
        return out.toByteArray();
    }

    private static byte[] part(JsonNode part) {
        if (part.has("range")) {
            StringBuilder text = new StringBuilder();
            for (long i = part.path("from").asLong(); i <= part.path("to").asLong(); i++) {
                text.append(text.length() == 0 ? "" : part.path("join").asText())
                        .append(part.path("range").asText().replace("%d", Long.toString(i)));
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
        Optional<String> base64 = Optional.ofNullable(part.get("base64"))
                .or(() -> Optional.ofNullable(part.get("repeat_base64")))
                .map(JsonNode::asText);
        byte[] unit = base64.map(Base64.getDecoder()::decode)
                .orElseGet(() ->
                        part.path("text").asText(part.path("repeat").asText()).getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < part.path("times").asInt(1); i++) {
            out.writeBytes(unit);
        }
        return out.toByteArray();
    }
}
