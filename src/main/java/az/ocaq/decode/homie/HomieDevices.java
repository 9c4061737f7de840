package az.ocaq.decode.homie;

import az.ocaq.decode.ChangedEntries;
import az.ocaq.decode.DecoderMemory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The properties that attributes have described, by device and {@code node/property}; bounded, survives a restart. */
final class HomieDevices implements DecoderMemory {
    private static final int MOST_DEVICES = 50_000;
    private static final int MOST_OF_A_DEVICE = 1_000;
    private static final int MOST = 500_000;
    private static final int LONGEST = 64;
    private static final byte[] FORGET = {};
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Map<String, HomieProperty>> devices = new HashMap<>();
    private final ChangedEntries changed = new ChangedEntries();
    private int total;

    @Override
    public String name() {
        return HomieDecoder.NAME;
    }

    HomieProperty property(String device, String path) {
        return devices.getOrDefault(device, Map.of()).getOrDefault(path, HomieProperty.UNKNOWN);
    }

    /** Takes one attribute of a property; what is beyond the bounds is left undescribed. */
    void describe(String device, String path, String attribute, String value) {
        HomieProperty before = property(device, path);
        HomieProperty after = before.with(attribute, value.substring(0, Math.min(value.length(), LONGEST)));
        if (!after.equals(before)) {
            put(device, path, after);
        }
    }

    /** Takes a whole description, which Homie 5 sends in one piece. */
    void describe(String device, Map<String, HomieProperty> properties) {
        Map<String, HomieProperty> before = devices.remove(device);
        total -= before == null ? 0 : before.size();
        properties.forEach((path, property) -> put(device, path, property));
        changed.touch(device);
    }

    private void put(String device, String path, HomieProperty property) {
        boolean room = devices.containsKey(device) || devices.size() < MOST_DEVICES;
        if (!room || total >= MOST) {
            return;
        }
        Map<String, HomieProperty> properties = devices.computeIfAbsent(device, it -> new LinkedHashMap<>());
        if (properties.size() < MOST_OF_A_DEVICE || properties.containsKey(path)) {
            total += properties.put(path, property) == null ? 1 : 0;
            changed.touch(device);
        }
    }

    @Override
    public Map<String, byte[]> takeChanges() {
        return changed.take(device -> {
            ObjectNode entry = JSON.createObjectNode();
            devices.getOrDefault(device, Map.of())
                    .forEach((path, it) ->
                            entry.putArray(path).add(it.unit()).add(it.type()).add(it.settable()));
            return entry.isEmpty() ? FORGET : entry.toString().getBytes(StandardCharsets.UTF_8);
        });
    }

    @Override
    public void restore(Map<String, byte[]> entries) {
        entries.forEach((device, bytes) -> {
            try {
                for (Map.Entry<String, JsonNode> it : JSON.readTree(bytes).properties()) {
                    JsonNode of = it.getValue();
                    HomieProperty property = new HomieProperty(
                            of.path(0).asText(), of.path(1).asText(), of.path(2).asBoolean());
                    put(device, it.getKey(), property);
                }
            } catch (IOException e) {
                devices.remove(device); // attributes are retained: the broker tells them again
            }
        });
        changed.clear();
    }
}
