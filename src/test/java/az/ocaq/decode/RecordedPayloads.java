package az.ocaq.decode;

import az.ocaq.measurement.Message;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Messages of real devices with what is to be read from them, in the folder that the property {@code ocaq.shared} names, where there is one. */
final class RecordedPayloads {
    static final Instant RECEIVED = Instant.parse("2026-06-01T12:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordedPayloads() {}

    /** The lines of a file of the folder; empty when there is no such folder. */
    static Optional<List<JsonNode>> lines(String file) throws IOException {
        Path path = Path.of(System.getProperty("ocaq.shared", "../shared"), "payloads", file);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        List<JsonNode> nodes = new java.util.ArrayList<>();
        for (String line : Files.readAllLines(path)) {
            nodes.add(JSON.readTree(line));
        }
        return Optional.of(nodes);
    }

    static Message message(JsonNode node) {
        byte[] payload = node.has("payload_base64")
                ? Base64.getDecoder().decode(node.get("payload_base64").textValue())
                : node.path("payload_utf8").asText().getBytes(StandardCharsets.UTF_8);
        return new Message(
                node.get("topic").textValue(),
                payload,
                RECEIVED,
                node.path("retained").asBoolean(false));
    }
}
