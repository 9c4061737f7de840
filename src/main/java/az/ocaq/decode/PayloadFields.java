package az.ocaq.decode;

import az.ocaq.decode.JsonTree.UnreadableException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The fields of a JSON payload, each of which can be changed a little to see what comes of it. */
final class PayloadFields {
    private static final Map<String, String> OPPOSITES = Map.of(
            "on", "OFF", "off", "ON", "true", "false", "false", "true", "open", "closed", "closed", "open", "online",
            "offline", "offline", "online");

    /** One value in the payload, with the container that holds it. */
    record Field(String pointer, String name, JsonNode value, JsonNode container, int index) {}

    private final JsonNode root;
    private final List<Field> fields = new ArrayList<>();

    private PayloadFields(JsonNode root) {
        this.root = root;
    }

    /** The fields of a payload that is a JSON object or array; empty for anything else. */
    static Optional<PayloadFields> of(byte[] payload) {
        try {
            JsonNode root = JsonTree.read(payload);
            if (!root.isContainerNode()) {
                return Optional.empty();
            }
            PayloadFields read = new PayloadFields(root);
            read.collect("", root);
            return Optional.of(read);
        } catch (UnreadableException e) {
            return Optional.empty();
        }
    }

    List<Field> all() {
        return fields;
    }

    /** The payload with one field changed. */
    byte[] changed(Field field) {
        return with(field, otherThan(field.value()));
    }

    private byte[] with(Field field, JsonNode value) {
        put(field, value);
        byte[] payload = root.toString().getBytes(StandardCharsets.UTF_8);
        put(field, field.value());
        return payload;
    }

    private static void put(Field field, JsonNode value) {
        if (field.container() instanceof ObjectNode object) {
            var unused = object.set(field.name(), value);
        } else if (field.container() instanceof ArrayNode array) {
            var unused = array.set(field.index(), value);
        }
    }

    private static JsonNode otherThan(JsonNode value) {
        if (value.isIntegralNumber()) {
            return LongNode.valueOf(value.longValue() + 1);
        } else if (value.isNumber()) {
            return DoubleNode.valueOf(value.doubleValue() + 1);
        } else if (value.isBoolean()) {
            return BooleanNode.valueOf(!value.booleanValue());
        }
        String text = value.asText();
        OptionalDouble number = Numbers.decimal(text);
        if (number.isPresent()) {
            return TextNode.valueOf(Double.toString(number.getAsDouble() + 1));
        }
        return TextNode.valueOf(OPPOSITES.getOrDefault(text.toLowerCase(Locale.ROOT), text + "x"));
    }

    private void collect(String pointer, JsonNode node) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                String name = entry.getKey();
                collect(pointer + '/' + name.replace("~", "~0").replace("/", "~1"), name, entry.getValue(), node, 0);
            }
        } else {
            for (int i = 0; i < node.size(); i++) {
                collect(pointer + '/' + i, "", node.get(i), node, i);
            }
        }
    }

    private void collect(String pointer, String name, JsonNode node, JsonNode container, int index) {
        if (node.isContainerNode()) {
            collect(pointer, node);
        } else {
            fields.add(new Field(pointer, name, node, container, index));
        }
    }
}
