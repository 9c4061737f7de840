package az.ocaq.decode;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.measurement.Message;
import az.ocaq.measurement.Metric;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** How much is understood of messages of real devices that are kept outside of the project; skipped without them. */
final class DialectsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of(System.getProperty("ocaq.shared", "../shared"), "payloads");
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    /** Conventions of which every core reading is found, and nothing that is none. */
    private static final List<String> COMPLETE = List.of(
            "ahoydtu",
            "ai-on-the-edge",
            "aws-iot-shadow",
            "dsmr-logger-api",
            "dsmr-reader",
            "emoncms-emonhub",
            "ems-esp",
            "esphome",
            "evcc",
            "go-echarger",
            "grott",
            "mpp-solar",
            "opendtu",
            "openmqttgateway",
            "openwb",
            "rtl_433",
            "shelly-gen1",
            "shelly-gen2",
            "solar-assistant",
            "tasmota",
            "thingsboard",
            "victron",
            "vzlogger",
            "wmbusmeters",
            "zigbee2mqtt");

    private static final class Score {
        private int right;
        private int expected;
        private int extraRight;
        private int extra;
        private int phantoms;
        private int actions;
        private int messages;
    }

    private record Found(String quantity, String phase, String unit, String value) {}

    private final List<String> missed = new ArrayList<>();

    @Test
    void realMessages_areUnderstood() throws IOException {
        Path file = FOLDER.resolve("open.jsonl");
        Assumptions.assumeTrue(Files.exists(file));
        Decoders decoders = Decoders.standard();
        Map<String, Score> scores = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode entry = JSON.readTree(line);
            grade(
                    entry,
                    decoders,
                    scores.computeIfAbsent(entry.path("convention").asText(), it -> new Score()));
        }
        missed.forEach(System.out::println);
        scores.forEach((name, it) -> System.out.printf(
                "%-24s readings %3d/%3d extra %3d/%3d phantoms %d outcomes %d/%d%n",
                name, it.right, it.expected, it.extraRight, it.extra, it.phantoms, it.actions, it.messages));
        for (String name : COMPLETE) {
            Score score = scores.getOrDefault(name, new Score());
            assertThat(score.messages).as(name).isPositive();
            assertThat(score.right).as(name + " readings").isEqualTo(score.expected);
            assertThat(score.phantoms).as(name + " phantoms").isZero();
            assertThat(score.actions).as(name + " outcomes").isEqualTo(score.messages);
        }
    }

    private void grade(JsonNode entry, Decoders decoders, Score score) {
        Decoded decoded = decoders.decode(message(entry, NOW));
        List<Found> found = found(decoded);
        for (JsonNode want : entry.path("expected")) {
            boolean core = want.path("level").asText().equals("core");
            Optional<Found> match =
                    found.stream().filter(it -> matches(want, it)).findFirst();
            match.ifPresent(found::remove);
            score.expected += core ? 1 : 0;
            score.extra += core ? 0 : 1;
            score.right += core && match.isPresent() ? 1 : 0;
            score.extraRight += !core && match.isPresent() ? 1 : 0;
            if (core && match.isEmpty()) {
                missed.add(entry.path("id").asText() + " misses "
                        + want.path("field").asText() + " "
                        + want.path("metric").asText() + " = " + want.path("value") + " "
                        + want.path("unit").asText() + " of " + found + outcome(decoded));
            }
        }
        boolean readings = entry.path("expected_action").asText().equals("readings");
        if (!readings && !found.isEmpty()) {
            score.phantoms += found.size();
            missed.add(entry.path("id").asText() + " phantoms " + found);
        } else if (!found.isEmpty()) {
            missed.add(entry.path("id").asText() + " more " + found);
        }
        score.messages++;
        boolean right = outcomeIsRight(entry, decoded);
        score.actions += right ? 1 : 0;
        if (!right) {
            missed.add(entry.path("id").asText() + " should be "
                    + entry.path("expected_action").asText()
                    + entry.path("expected_status").asText("") + " is " + outcome(decoded));
        }
    }

    static String outcome(Decoded decoded) {
        String text = decoded.toString();
        return text.substring(0, Math.min(200, text.length()));
    }

    private static boolean outcomeIsRight(JsonNode entry, Decoded decoded) {
        String status = entry.path("expected_status").asText("null");
        boolean statusRight = status.equals("null") || statuses(decoded).contains(status.equals("online"));
        return statusRight
                && switch (entry.path("expected_action").asText()) {
                    case "readings" -> decoded instanceof Decoded.Readings;
                    case "status" -> !statuses(decoded).isEmpty();
                    case "metadata" -> decoded instanceof Decoded.Metadata || decoded instanceof Decoded.Ignored;
                    default -> decoded instanceof Decoded.Ignored || decoded instanceof Decoded.Metadata;
                };
    }

    private static List<Boolean> statuses(Decoded decoded) {
        if (decoded instanceof Decoded.Status status) {
            return List.of(status.online());
        }
        return decoded instanceof Decoded.Readings it
                ? it.statuses().stream().map(Decoded.Status::online).toList()
                : List.of();
    }

    static Message message(JsonNode entry, Instant receivedAt) {
        byte[] payload = entry.has("payload_base64")
                ? Base64.getDecoder().decode(entry.path("payload_base64").asText())
                : entry.path("payload_utf8").asText().getBytes(StandardCharsets.UTF_8);
        return new Message(
                entry.path("topic").asText(),
                payload,
                receivedAt,
                entry.path("retained").asBoolean(false));
    }

    private static List<Found> found(Decoded decoded) {
        List<Found> found = new ArrayList<>();
        if (decoded instanceof Decoded.Readings it) {
            it.readings()
                    .forEach(reading -> found.add(found(reading.series().metric(), Double.toString(reading.value()))));
            it.texts().forEach(text -> found.add(found(text.metric(), text.value())));
        }
        return found;
    }

    private static Found found(Metric metric, String value) {
        return new Found(
                metric.quantity(),
                metric.phase().map(Enum::name).orElse("null"),
                metric.unit().code(),
                value);
    }

    private static boolean matches(JsonNode want, Found found) {
        return synonym(found.quantity).equals(synonym(want.path("quantity").asText()))
                && found.phase.equals(want.path("phase").asText("null"))
                && found.unit.equals(want.path("unit").asText())
                && sameValue(want.path("value"), found.value);
    }

    private static String synonym(String quantity) {
        return quantity.equals("power") ? "active_power" : quantity;
    }

    private static boolean sameValue(JsonNode want, String value) {
        if (want.isNumber()
                || want.isBoolean()
                || want.asText().equals("on")
                || want.asText().equals("off")) {
            double expected = want.isNumber()
                    ? want.asDouble()
                    : want.asBoolean(false) || want.asText().equals("on") ? 1 : 0;
            try {
                return Math.abs(Double.parseDouble(value) - expected) <= 1e-6 * Math.max(1, Math.abs(expected));
            } catch (NumberFormatException e) {
                return false;
            }
        }
        return want.asText().equals(value);
    }
}
