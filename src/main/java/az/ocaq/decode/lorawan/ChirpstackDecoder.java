package az.ocaq.decode.lorawan;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Ignored;
import az.ocaq.decode.Decoded.Status;
import az.ocaq.decode.Decoder;
import az.ocaq.decode.FreeFields;
import az.ocaq.decode.Gathering;
import az.ocaq.decode.JsonTree;
import az.ocaq.decode.JsonTree.UnreadableException;
import az.ocaq.decode.Stamp;
import az.ocaq.decode.Times;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Unit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ChirpStack 4 and 3: {@code application/{id}/device/{eui}/event/up}. The device is the one of the topic, which the
 * network server's access rules guard; what the payload says about it is not believed.
 */
public final class ChirpstackDecoder implements Decoder {
    private static final Pattern TOPIC = Pattern.compile(
            "(?:[^/]{1,60}/){0,3}application/([^/]{1,100})/device/([^/]{1,64})/(?:event/)?([a-z]{1,20})");

    @Override
    public String name() {
        return "chirpstack";
    }

    @Override
    public boolean claims(String topic) {
        int at = topic.indexOf("application/");
        boolean whole = at == 0 || (at > 0 && topic.charAt(at - 1) == '/');
        return whole && topic.indexOf("/device/", at) > 0;
    }

    @Override
    public Decoded decode(Message message) {
        Matcher topic = TOPIC.matcher(message.topic());
        if (!topic.matches()) {
            return new Ignored("no event of a device of ChirpStack");
        }
        DeviceId device = DeviceId.unregistered(name(), topic.group(2).toLowerCase(Locale.ROOT));
        String event = topic.group(3);
        try {
            return switch (event) {
                case "up", "rx" -> uplink(device, topic.group(1), JsonTree.read(message.payload()), message);
                case "status" -> status(device, JsonTree.read(message.payload()), message);
                case "join" -> joined(device, JsonTree.read(message.payload()));
                default -> new Ignored("no uplink: " + event);
            };
        } catch (UnreadableException e) {
            return e.rejected(Optional.of(device));
        }
    }

    private static Decoded joined(DeviceId device, JsonNode tree) {
        return tree.isObject() ? new Status(device, true) : new Ignored("a join without content");
    }

    private static Decoded uplink(DeviceId device, String application, JsonNode tree, Message message) {
        JsonNode about = tree.path("deviceInfo");
        Hints hints = Hints.of(application);
        for (JsonNode node : new JsonNode[] {about, tree}) {
            for (String field : new String[] {"deviceProfileName", "deviceName", "applicationName"}) {
                hints.add(node.path(field).asText());
            }
            node.path("tags").forEach(it -> hints.add(it.asText()));
        }
        return new Uplink(
                        device,
                        stamp(tree, message.receivedAt()),
                        MissingNode.getInstance(),
                        decoded(tree),
                        Base64Bytes.of(tree.path("data").asText()),
                        tree.path("fPort").asInt(0),
                        hints,
                        Gateways.best(tree.path("rxInfo"), "snr")
                                .filter(it -> it.snr().isPresent())
                                .or(() -> Gateways.best(tree.path("rxInfo"), "loRaSNR")))
                .decode();
    }

    /** Version 4 has the codec's object, version 3 has it as text as well. */
    private static JsonNode decoded(JsonNode tree) {
        JsonNode text = tree.path("objectJSON");
        if (tree.path("object").isObject() || !text.isTextual()) {
            return tree.path("object");
        }
        return JsonTree.nested(text.textValue()).orElse(MissingNode.getInstance());
    }

    private static Stamp stamp(JsonNode tree, Instant receivedAt) {
        Optional<Instant> own = Times.ofText(tree.path("time").asText())
                .or(() -> Times.ofText(tree.path("publishedAt").asText()));
        for (JsonNode gateway : tree.path("rxInfo")) {
            own = own.or(() -> Times.ofText(gateway.path("time").asText()));
        }
        return Stamp.of(own, receivedAt);
    }

    /** What the device answered to the network server: its battery and how well it hears. */
    private static Decoded status(DeviceId device, JsonNode tree, Message message) {
        Gathering into = new Gathering(device);
        FreeFields fields = new FreeFields(into, device, stamp(tree, message.receivedAt()));
        boolean battery = !tree.path("batteryLevelUnavailable").asBoolean()
                && !tree.path("externalPowerSource").asBoolean()
                && tree.path("batteryLevel").isNumber();
        if (battery) {
            Metric level = Metric.of("battery_level", "", Optional.empty(), Unit.PERCENT);
            fields.certain(level, tree.path("batteryLevel").doubleValue(), "batteryLevel");
        }
        if (tree.path("margin").isNumber()) {
            Metric margin = Metric.of("link_margin", "", Optional.empty(), Unit.DECIBEL);
            fields.certain(margin, tree.path("margin").doubleValue(), "margin");
        }
        into.status(device, true);
        return into.outcome();
    }
}
