package az.ocaq.decode.generic;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Ignored;
import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.decode.Decoder;
import az.ocaq.decode.FreeFields;
import az.ocaq.decode.Gathering;
import az.ocaq.decode.Json;
import az.ocaq.decode.JsonTree;
import az.ocaq.decode.JsonTree.UnreadableException;
import az.ocaq.decode.Stamp;
import az.ocaq.decode.Times;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * FIWARE's IoT agents: {@code [/ul|/json]/{key}/{device}/attrs} with Ultralight 2.0 ({@code t|21.5|h|48}) or JSON. What an
 * attribute's short name means is provisioned in the agent and not in the message, so it stays as it is.
 */
public final class FiwareDecoder implements Decoder {
    private static final String TIME = "TimeInstant";
    private static final Pattern TOPIC =
            Pattern.compile("/?(?:(?:ul|json)/)?([^/]{1,100})/([^/]{1,100})/attrs(?:/([^/]{1,100}))?");
    private static final Pattern COMMAND = Pattern.compile(
            "(?:/|/?(?:ul|json)/)[^/]{1,100}/[^/]{1,100}/(cmd|cmdexe|configuration|configurations)(/.*)?");
    private static final int MOST_GROUPS = 1_000;

    @Override
    public String name() {
        return "fiware";
    }

    @Override
    public boolean claims(String topic) {
        return topic.contains("/attrs") ? TOPIC.matcher(topic).matches() : isCommand(topic);
    }

    private static boolean isCommand(String topic) {
        boolean agent = topic.startsWith("/") || topic.startsWith("ul/") || topic.startsWith("json/");
        return agent && COMMAND.matcher(topic).matches();
    }

    @Override
    public Decoded decode(Message message) {
        Matcher topic = TOPIC.matcher(message.topic());
        if (!topic.matches()) {
            return new Ignored("a command or the configuration of the agent");
        }
        DeviceId device = DeviceId.unregistered(name(), topic.group(1) + '/' + topic.group(2));
        byte[] payload = message.payload();
        Optional<String> attribute = Optional.ofNullable(topic.group(3));
        try {
            if (attribute.isEmpty() && payload.length > 0 && (payload[0] == '{' || payload[0] == '[')) {
                return json(device, JsonTree.read(payload), message);
            }
        } catch (UnreadableException e) {
            return e.rejected(Optional.of(device));
        }
        if (payload.length == 0 || payload.length > Json.LARGEST || !Json.isUtf8(payload)) {
            return new Rejected(Optional.of(device), Reason.MALFORMED, "neither Ultralight nor JSON");
        }
        String text = new String(payload, StandardCharsets.UTF_8).strip();
        return ultralight(device, attribute.map(it -> it + '|' + text).orElse(text), message);
    }

    private static Decoded json(DeviceId device, JsonNode tree, Message message) {
        Gathering into = new Gathering(device);
        Iterable<JsonNode> groups = tree.isArray() ? tree : java.util.List.of(tree);
        for (JsonNode group : groups) {
            Stamp stamp = Stamp.of(Times.ofText(group.path(TIME).asText()), message.receivedAt());
            FreeFields fields = new FreeFields(into, device, stamp);
            for (Map.Entry<String, JsonNode> field : group.properties()) {
                if (!field.getKey().equals(TIME)) {
                    fields.take(field.getKey(), field.getValue());
                }
            }
        }
        return into.outcome();
    }

    /** The time as a measure of its own, which the agent knows by this name. */
    private static Optional<Instant> instant(String[] parts) {
        int at = Arrays.asList(parts).indexOf(TIME);
        return at >= 0 && at % 2 == 0 ? Times.ofText(parts[at + 1].strip()) : Optional.empty();
    }

    /** {@code [time|]name|value|name|value#name|value}. */
    private static Decoded ultralight(DeviceId device, String text, Message message) {
        Gathering into = new Gathering(device);
        for (String group : text.split("#", MOST_GROUPS)) {
            String[] parts = group.split("\\|", -1);
            boolean timed = parts.length % 2 == 1;
            Stamp stamp = Stamp.of(timed ? Times.ofText(parts[0].strip()) : instant(parts), message.receivedAt());
            if (parts.length < 2 || (timed && Times.ofText(parts[0].strip()).isEmpty())) {
                into.problem("", Reason.MALFORMED, "names and values must alternate: name|value|name|value");
                continue;
            }
            FreeFields fields = new FreeFields(into, device, stamp);
            for (int i = timed ? 1 : 0; i < parts.length; i += 2) {
                if (!parts[i].strip().equals(TIME)) {
                    fields.take(parts[i].strip(), TextNode.valueOf(parts[i + 1].strip()));
                }
            }
        }
        return into.outcome();
    }
}
