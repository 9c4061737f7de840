package az.ocaq.decode.opcua;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Ignored;
import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.FreeFields;
import az.ocaq.decode.Gathering;
import az.ocaq.decode.Stamp;
import az.ocaq.decode.Times;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Quality;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One network message with the data set messages in it. */
final class DataMessage {
    private static final int MOST_SETS = 1_000;
    private static final int SEVERITY = 30;
    private static final long GOOD = 0;
    private static final long UNCERTAIN = 1;

    private final FieldUnits units;
    private final JsonNode network;
    private final Message message;

    DataMessage(FieldUnits units, JsonNode network, Message message) {
        this.units = units;
        this.network = network;
        this.message = message;
    }

    /** {@code publisher/writer}, by its name or else its number; the topic stands in for a publisher without identity. */
    static String writer(JsonNode network, JsonNode set, String topic) {
        String publisher = network.path("PublisherId").asText("");
        String name = set.path("DataSetWriterName").asText("");
        String writer = name.isEmpty() ? set.path("DataSetWriterId").asText("") : name;
        String application = set.path("ApplicationUri").asText(topic);
        String first = publisher.isEmpty() ? application : publisher;
        return writer.isEmpty() ? first : first + '/' + writer;
    }

    Decoded decode() {
        JsonNode messages = network.isArray() ? network : network.path("Messages");
        Iterable<JsonNode> sets = messages.isArray() ? messages : List.of(messages.isObject() ? messages : network);
        Optional<Gathering> into = Optional.empty();
        int count = 0;
        for (JsonNode set : sets) {
            String writer = writer(network.isArray() ? set : network, set, message.topic());
            DeviceId device = DeviceId.unregistered(OpcUaDecoder.NAME, writer);
            Gathering gathering = into.orElseGet(() -> new Gathering(device));
            into = Optional.of(gathering);
            if (++count > MOST_SETS) {
                gathering.problem("Messages", Reason.TOO_LARGE, "more than " + MOST_SETS + " data set messages");
                break;
            }
            take(gathering, device, writer, set);
        }
        Ignored nothing = new Ignored("no data set with fields");
        return into.isEmpty() ? nothing : into.get().outcomeOr(nothing);
    }

    private void take(Gathering into, DeviceId device, String writer, JsonNode set) {
        String type = set.path("MessageType").asText("");
        JsonNode payload = set.path("Payload");
        if (set.has("NodeId") && set.has("Value")) {
            String name = set.path("DisplayName").asText(set.path("NodeId").asText());
            field(
                    into,
                    device,
                    writer,
                    name,
                    set.get("Value"),
                    Times.ofText(set.path("Timestamp").asText()));
            return;
        }
        if (!payload.isObject() || type.equals("ua-keepalive") || type.equals("ua-event")) {
            return;
        }
        Optional<Instant> setTime = Times.ofText(set.path("Timestamp").asText());
        for (Map.Entry<String, JsonNode> field : payload.properties()) {
            field(into, device, writer, field.getKey(), field.getValue(), setTime);
        }
    }

    private void field(
            Gathering into, DeviceId device, String writer, String name, JsonNode value, Optional<Instant> setTime) {
        long severity = severity(value.path("StatusCode"));
        JsonNode plain = plain(value);
        if (severity > UNCERTAIN) {
            into.problem(name, Reason.NO_VALUES, "the server marks it as bad");
            return;
        }
        Optional<Instant> own = Times.ofText(value.path("SourceTimestamp").asText())
                .or(() -> setTime)
                .or(() -> Times.ofText(value.path("ServerTimestamp").asText()));
        Stamp stamp = Stamp.of(own, message.receivedAt());
        Quality quality = severity == GOOD ? stamp.quality() : Quality.SUSPECT;
        FreeFields fields = new FreeFields(into, device, new Stamp(stamp.time(), quality));
        String unit = units.of(writer, name);
        if (!unit.isEmpty() && plain.isNumber()) {
            var described = JsonNodeFactory.instance.objectNode();
            described.set("value", plain);
            described.put("unit", unit);
            fields.take(browseName(name), described);
        } else if (!plain.isContainerNode()) {
            fields.take(browseName(name), plain);
        }
    }

    /** Through {@code DataValue} and {@code Variant}, in the encodings of versions 1.04 and 1.05. */
    private static JsonNode plain(JsonNode value) {
        JsonNode inner = value.has("Value") ? value.get("Value") : value;
        return inner.has("Body") ? inner.get("Body") : inner.has("Value") ? inner.get("Value") : inner;
    }

    /** The two highest bits of the status: good, uncertain, bad. */
    private static long severity(JsonNode status) {
        JsonNode code = status.isObject() ? status.path("Code") : status;
        return code.isIntegralNumber() ? code.longValue() >> SEVERITY & 3 : GOOD;
    }

    /** The last part of a node's identity: {@code Pump1.Flow} of {@code nsu=http://plant;s=Pump1.Flow}. */
    private static String browseName(String name) {
        int at = name.lastIndexOf(";s=");
        return at < 0 ? name : name.substring(at + 3);
    }
}
