package az.ocaq.decode.opcua;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Ignored;
import az.ocaq.decode.Decoded.Metadata;
import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.decode.Decoded.Status;
import az.ocaq.decode.Decoder;
import az.ocaq.decode.DecoderMemory;
import az.ocaq.decode.JsonTree;
import az.ocaq.decode.JsonTree.UnreadableException;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * OPC UA PubSub with JSON encoding (OPC 10000-14), reversible or not, with or without the network message around it, and the
 * samples of single nodes that OPC Publisher sends to IoT hubs. The topic is free: a level {@code opcua} or the message type
 * in the payload tells. A device is a publisher's writer, of samples the application.
 */
public final class OpcUaDecoder implements Decoder {
    static final String NAME = "opcua-pubsub";

    private static final Pattern LEVEL = Pattern.compile("(^|/)opc-?ua(/|$)");
    private static final int LOOKED_AT = 2_000;
    private static final int OPERATIONAL = 2;

    private final FieldUnits units = new FieldUnits();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<DecoderMemory> memory() {
        return Optional.of(units);
    }

    @Override
    public boolean claims(String topic) {
        return (topic.contains("opc") || topic.contains("OPC"))
                && LEVEL.matcher(topic.toLowerCase(Locale.ROOT)).find();
    }

    @Override
    public boolean recognises(Message message) {
        byte[] payload = message.payload();
        boolean json = payload.length > 20 && (payload[0] == '{' || payload[0] == '[');
        return json && saysItsType(payload);
    }

    private static boolean saysItsType(byte[] payload) {
        String start = new String(payload, 0, Math.min(payload.length, LOOKED_AT), StandardCharsets.ISO_8859_1);
        if (start.contains("\"NodeId\"")
                && (start.contains("\"ApplicationUri\"") || start.contains("\"EndpointUrl\""))) {
            return true;
        }
        int type = start.indexOf("\"MessageType\"");
        int value = type < 0 ? -1 : start.indexOf("\"ua-", type);
        return value > 0 && value - type < 40;
    }

    @Override
    public Decoded decode(Message message) {
        try {
            JsonNode tree = JsonTree.read(message.payload());
            return switch (tree.path("MessageType").asText("ua-data")) {
                case "ua-data" -> new DataMessage(units, tree, message).decode();
                case "ua-metadata" -> metadata(tree, message);
                case "ua-status", "ua-connection" -> status(tree, message);
                default -> new Ignored("an OPC UA message without data");
            };
        } catch (UnreadableException e) {
            return e.rejected(Optional.empty());
        }
    }

    private Decoded metadata(JsonNode tree, Message message) {
        String writer = DataMessage.writer(tree, tree, message.topic());
        boolean kept = units.describe(writer, tree.path("MetaData").path("Fields"));
        DeviceId device = DeviceId.unregistered(NAME, writer);
        return kept
                ? new Metadata(Optional.of(device))
                : new Rejected(Optional.of(device), Reason.TOO_LARGE, "no room for more descriptions");
    }

    /** A publisher says how it is; only Operational means that data comes. */
    private static Decoded status(JsonNode tree, Message message) {
        JsonNode state = tree.path("Status");
        if (!state.isInt()) {
            return new Ignored("a connection without a state");
        }
        String publisher = tree.path("PublisherId").asText(message.topic());
        return new Status(DeviceId.unregistered(NAME, publisher), state.intValue() == OPERATIONAL);
    }
}
