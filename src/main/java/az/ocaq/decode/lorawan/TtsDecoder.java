package az.ocaq.decode.lorawan;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Ignored;
import az.ocaq.decode.Decoded.Status;
import az.ocaq.decode.Decoder;
import az.ocaq.decode.JsonTree;
import az.ocaq.decode.JsonTree.UnreadableException;
import az.ocaq.decode.Stamp;
import az.ocaq.decode.Times;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Quality;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Things Stack, version 3: {@code v3/{application}@{tenant}/devices/{device}/up}. */
public final class TtsDecoder implements Decoder {
    private static final Pattern TOPIC = Pattern.compile("v3/([^/]{1,100})/devices/([^/]{1,100})/([a-z_/]{1,40})");

    @Override
    public String name() {
        return "tts-v3";
    }

    @Override
    public boolean claims(String topic) {
        return topic.startsWith("v3/") && topic.contains("/devices/");
    }

    @Override
    public Decoded decode(Message message) {
        Matcher topic = TOPIC.matcher(message.topic());
        if (!topic.matches()) {
            return new Ignored("no topic of a device of The Things Stack");
        }
        DeviceId device = DeviceId.unregistered(name(), topic.group(1) + '/' + topic.group(2));
        String event = topic.group(3);
        if (!event.equals("up") && !event.equals("up/normalized") && !event.equals("join")) {
            return new Ignored("no uplink: " + event);
        }
        try {
            JsonNode tree = JsonTree.read(message.payload());
            return event.equals("join")
                    ? new Status(device, true)
                    : uplink(device, tree, message).decode();
        } catch (UnreadableException e) {
            return e.rejected(Optional.of(device));
        }
    }

    private static Uplink uplink(DeviceId device, JsonNode tree, Message message) {
        JsonNode up = tree.path("uplink_message");
        JsonNode model = up.path("version_ids");
        Hints hints = Hints.of(
                model.path("brand_id").asText(),
                model.path("model_id").asText(),
                tree.at("/end_device_ids/device_id").asText(),
                tree.at("/end_device_ids/application_ids/application_id").asText());
        return new Uplink(
                device,
                stamp(tree, up, message.receivedAt()),
                up.path("normalized_payload"),
                up.path("decoded_payload"),
                Base64Bytes.of(up.path("frm_payload").asText()),
                up.path("f_port").asInt(0),
                hints,
                Gateways.best(up.path("rx_metadata"), "snr"));
    }

    /** Received by the network server; a simulated uplink says nothing about the device. */
    private static Stamp stamp(JsonNode tree, JsonNode up, Instant receivedAt) {
        Optional<Instant> own = Times.ofText(up.path("received_at").asText())
                .or(() -> Times.ofText(tree.path("received_at").asText()));
        Stamp stamp = Stamp.of(own, receivedAt);
        return tree.path("simulated").asBoolean() ? new Stamp(stamp.time(), Quality.SUSPECT) : stamp;
    }
}
