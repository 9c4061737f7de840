package az.ocaq.decode.homie;

import az.ocaq.decode.Availability;
import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Ignored;
import az.ocaq.decode.Decoded.Metadata;
import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.decode.Decoded.Status;
import az.ocaq.decode.Decoder;
import az.ocaq.decode.DecoderMemory;
import az.ocaq.decode.Gathering;
import az.ocaq.decode.Json;
import az.ocaq.decode.JsonTree;
import az.ocaq.decode.JsonTree.UnreadableException;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Homie 3 and 4 ({@code homie/{device}/{node}/{property}}) and 5 ({@code homie/5/{device}/…}). A property that no
 * attribute has described yet is read by its name alone.
 */
public final class HomieDecoder implements Decoder {
    static final String NAME = "homie";

    private static final String PREFIX = "homie/";
    private static final int LARGEST_VALUE = 4_096;
    private static final Set<String> CONNECTED = Set.of("init", "ready", "alert", "sleeping");

    private final HomieDevices devices = new HomieDevices();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<DecoderMemory> memory() {
        return Optional.of(devices);
    }

    @Override
    public boolean claims(String topic) {
        return topic.startsWith(PREFIX);
    }

    @Override
    public Decoded decode(Message message) {
        boolean five = message.topic().startsWith("homie/5/");
        String[] levels = message.topic().substring(five ? 8 : PREFIX.length()).split("/", 8);
        if (levels.length < 2 || levels[0].isEmpty() || levels[0].startsWith("$")) {
            return new Ignored("no topic of a device");
        }
        DeviceId device = DeviceId.unregistered(NAME, (five ? "5/" : "") + levels[0]);
        byte[] payload = message.payload();
        if (five && levels.length == 2 && levels[1].equals("$description")) {
            return description(device, payload);
        }
        if (payload.length > LARGEST_VALUE || !Json.isUtf8(payload)) {
            boolean attribute = levels[levels.length - 1].startsWith("$");
            return attribute
                    ? new Metadata(Optional.of(device))
                    : new Rejected(
                            Optional.of(device), Reason.TOO_LARGE, "no text of at most " + LARGEST_VALUE + " bytes");
        }
        String text = new String(payload, StandardCharsets.UTF_8);
        return levels[1].startsWith("$")
                ? ofDevice(levels, device, text, message)
                : below(levels, device, text, message);
    }

    private static Decoded ofDevice(String[] levels, DeviceId device, String text, Message message) {
        if (levels.length == 2 && levels[1].equals("$state")) {
            return state(device, text.strip());
        }
        if (levels.length == 2 && levels[1].equals("$online")) { // before version 3
            return Availability.of(text)
                    .<Decoded>map(online -> new Status(device, online))
                    .orElseGet(() -> new Metadata(Optional.of(device)));
        }
        Gathering into = new Gathering(device);
        if (levels.length == 3 && levels[1].equals("$stats")) {
            new HomieValue(into, device, message.receivedAt()).statistic(levels[2], text);
        }
        return into.outcomeOr(new Metadata(Optional.of(device)));
    }

    private static Decoded state(DeviceId device, String word) {
        if (CONNECTED.contains(word)) {
            return new Status(device, true);
        }
        boolean offline = word.equals("lost") || word.equals("disconnected");
        return offline
                ? new Status(device, false)
                : word.isEmpty()
                        ? new Metadata(Optional.of(device))
                        : new Rejected(Optional.of(device), Reason.MALFORMED, "no state of Homie");
    }

    private Decoded below(String[] levels, DeviceId device, String text, Message message) {
        String last = levels[levels.length - 1];
        if (levels.length == 4 && last.startsWith("$") && !levels[2].startsWith("$")) {
            devices.describe(device.device(), levels[1] + '/' + levels[2], last, text.strip());
        }
        if (last.startsWith("$")) {
            return new Metadata(Optional.of(device));
        }
        if (levels.length != 3) {
            boolean command = levels.length == 4 && (last.equals("set") || last.equals("target"));
            return new Ignored(command ? "a command or what it asks for" : "no property");
        }
        HomieProperty property = devices.property(device.device(), levels[1] + '/' + levels[2]);
        Gathering into = new Gathering(device);
        new HomieValue(into, device, message.receivedAt()).take(levels[1], levels[2], property, text);
        return into.outcomeOr(new Ignored("no value that is measured"));
    }

    private Decoded description(DeviceId device, byte[] payload) {
        if (payload.length == 0) {
            return new Metadata(Optional.of(device));
        }
        try {
            Map<String, HomieProperty> properties = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> node :
                    JsonTree.read(payload).path("nodes").properties()) {
                for (Map.Entry<String, JsonNode> it :
                        node.getValue().path("properties").properties()) {
                    JsonNode of = it.getValue();
                    properties.put(
                            node.getKey() + '/' + it.getKey(),
                            new HomieProperty(
                                    of.path("unit").asText(),
                                    of.path("datatype").asText(),
                                    of.path("settable").asBoolean()));
                }
            }
            devices.describe(device.device(), properties);
            return new Metadata(Optional.of(device));
        } catch (UnreadableException e) {
            return e.rejected(Optional.of(device));
        }
    }
}
