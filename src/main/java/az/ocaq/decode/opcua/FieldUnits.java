package az.ocaq.decode.opcua;

import az.ocaq.decode.ChangedEntries;
import az.ocaq.decode.DecoderMemory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The engineering units that metadata messages gave to the fields of each writer; bounded, survives a restart. */
final class FieldUnits implements DecoderMemory {
    private static final int MOST_WRITERS = 10_000;
    private static final int MOST_FIELDS = 1_000;
    private static final int MOST_UNITS = 200_000;
    private static final int LONGEST = 200;
    private static final byte[] FORGET = {};
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Map<String, String>> units = new HashMap<>();
    private final ChangedEntries changed = new ChangedEntries();
    private int total;

    @Override
    public String name() {
        return OpcUaDecoder.NAME;
    }

    String of(String writer, String field) {
        return units.getOrDefault(writer, Map.of()).getOrDefault(field, "");
    }

    /** Takes a description of a writer's fields; false when no more can be kept. */
    boolean describe(String writer, JsonNode fields) {
        Map<String, String> described = new LinkedHashMap<>();
        for (JsonNode field : fields) {
            String name = field.path("Name").asText();
            String unit = unit(field.path("Properties"));
            boolean usable = !name.isEmpty() && name.length() <= LONGEST && !unit.isEmpty() && unit.length() <= LONGEST;
            if (usable && described.size() < MOST_FIELDS) {
                described.put(name, unit);
            }
        }
        return put(writer, described);
    }

    private boolean put(String writer, Map<String, String> described) {
        Map<String, String> before = units.getOrDefault(writer, Map.of());
        boolean room = units.containsKey(writer) || units.size() < MOST_WRITERS;
        if (!room || total - before.size() + described.size() > MOST_UNITS) {
            return false;
        }
        units.put(writer, described);
        total += described.size() - before.size();
        changed.touch(writer);
        return true;
    }

    /** The display name of the property EngineeringUnits, whichever way its value is wrapped. */
    private static String unit(JsonNode properties) {
        for (JsonNode property : properties) {
            JsonNode key = property.path("Key");
            String name = key.isTextual() ? key.textValue() : key.path("Name").asText();
            if (name.equalsIgnoreCase("EngineeringUnits")) {
                JsonNode display = property.path("Value").findPath("DisplayName");
                return display.isTextual()
                        ? display.textValue()
                        : display.path("Text").asText();
            }
        }
        return "";
    }

    @Override
    public Map<String, byte[]> takeChanges() {
        return changed.take(writer -> {
            ObjectNode entry = JSON.createObjectNode();
            units.getOrDefault(writer, Map.of()).forEach(entry::put);
            return entry.isEmpty() ? FORGET : entry.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        });
    }

    @Override
    public void restore(Map<String, byte[]> entries) {
        entries.forEach((writer, bytes) -> {
            Map<String, String> described = new LinkedHashMap<>();
            try {
                JSON.readTree(bytes)
                        .properties()
                        .forEach(it -> described.put(it.getKey(), it.getValue().asText()));
            } catch (IOException e) {
                changed.touch(writer); // unreadable: what is known now, nothing, takes its place
                return;
            }
            var unused = put(writer, described);
        });
        changed.clear();
    }
}
