package az.ocaq.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an archive holds; the last file in it, so that an archive without one is not whole.
 *
 * @param version of the program that made it
 * @param time whose state it is
 * @param running whether the server was running: then it has no broker journal
 * @param files SHA-256 in hexadecimal by name
 */
public record Manifest(String version, Instant time, boolean running, Map<String, String> files) {
    static final String NAME = "manifest.json";

    private static final int FORMAT = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public Manifest {
        files = Map.copyOf(files);
    }

    String toJson() {
        ObjectNode json = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("version", version)
                .put("time", time.toString())
                .put("running", running);
        ObjectNode sums = json.putObject("sha256");
        new TreeMap<>(files).forEach(sums::put);
        return json.toPrettyString();
    }

    static Manifest parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json.path("format").asInt() > FORMAT) {
                throw new BackupException("the backup is of a newer Ocaq ("
                        + json.path("version").asText() + "): restore it with that version or a newer one");
            }
            Map<String, String> files = new TreeMap<>();
            json.path("sha256")
                    .properties()
                    .forEach(it -> files.put(it.getKey(), it.getValue().asText()));
            return new Manifest(
                    json.path("version").asText(),
                    Instant.parse(json.path("time").asText()),
                    json.path("running").asBoolean(),
                    files);
        } catch (JsonProcessingException | DateTimeParseException e) {
            throw new BackupException("the backup is damaged (its manifest cannot be read): take another one", e);
        }
    }
}
