package az.ocaq.decode.generic;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Ignored;
import az.ocaq.decode.Decoder;
import az.ocaq.decode.FreeFields;
import az.ocaq.decode.Gathering;
import az.ocaq.decode.JsonTree;
import az.ocaq.decode.JsonTree.UnreadableException;
import az.ocaq.decode.Stamp;
import az.ocaq.decode.Times;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The device shadow of AWS IoT: what is reported counts, what is desired is a command. */
public final class AwsShadowDecoder implements Decoder {
    private static final String PREFIX = "$aws/things/";
    private static final Pattern TOPIC =
            Pattern.compile("\\$aws/things/([^/]{1,128})/shadow/(?:name/([^/]{1,128})/)?([a-z/]{1,40})");
    private static final int DEEPEST = 6;

    @Override
    public String name() {
        return "aws-iot-shadow";
    }

    @Override
    public boolean claims(String topic) {
        return topic.startsWith(PREFIX) && topic.contains("/shadow/");
    }

    @Override
    public Decoded decode(Message message) {
        Matcher topic = TOPIC.matcher(message.topic());
        if (!topic.matches()) {
            return new Ignored("no topic of a shadow");
        }
        DeviceId device = DeviceId.unregistered(name(), topic.group(1));
        String event = topic.group(3);
        boolean reports = event.equals("update")
                || event.equals("update/accepted")
                || event.equals("update/documents")
                || event.equals("get/accepted");
        if (!reports) {
            return new Ignored("nothing that a thing reports: " + event);
        }
        try {
            JsonNode tree = JsonTree.read(message.payload());
            JsonNode document = event.equals("update/documents") ? tree.path("current") : tree;
            return reported(device, document, message);
        } catch (UnreadableException e) {
            return e.rejected(Optional.of(device));
        }
    }

    private static Decoded reported(DeviceId device, JsonNode document, Message message) {
        JsonNode reported = document.at("/state/reported");
        if (!reported.isObject()) {
            return new Ignored("the thing reports nothing");
        }
        JsonNode metadata = document.at("/metadata/reported");
        Gathering into = new Gathering(device);
        for (Map.Entry<String, JsonNode> field : reported.properties()) {
            Optional<Instant> own = time(metadata.path(field.getKey()), 0);
            new FreeFields(into, device, Stamp.of(own, message.receivedAt())).take(field.getKey(), field.getValue());
        }
        return into.outcomeOr(new Ignored("the thing reports nothing"));
    }

    /** The first time in a part of the metadata, which has the shape of the values. */
    private static Optional<Instant> time(JsonNode metadata, int depth) {
        if (metadata.path("timestamp").isIntegralNumber()) {
            return Times.ofEpoch(metadata.path("timestamp").longValue());
        }
        if (depth < DEEPEST) {
            for (JsonNode child : metadata) {
                Optional<Instant> time = time(child, depth + 1);
                if (time.isPresent()) {
                    return time;
                }
            }
        }
        return Optional.empty();
    }
}
