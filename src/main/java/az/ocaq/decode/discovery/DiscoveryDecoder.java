package az.ocaq.decode.discovery;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Ignored;
import az.ocaq.decode.Decoded.Metadata;
import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.decode.Decoder;
import az.ocaq.decode.DecoderMemory;
import az.ocaq.decode.Gathering;
import az.ocaq.decode.Json;
import az.ocaq.decode.JsonTree;
import az.ocaq.decode.JsonTree.UnreadableException;
import az.ocaq.decode.Numbers;
import az.ocaq.decode.template.TemplateException;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Unit;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Home Assistant's MQTT discovery, which nearly every bridge speaks: configs under {@code {prefix}/{component}/…/config}
 * describe units, classes and topics; states come under those topics. To be asked after decoders that know their topics.
 */
public final class DiscoveryDecoder implements Decoder {
    static final String NAME = "homeassistant-discovery";

    private static final int LONGEST_WORD = 200;

    private final Configs configs = new Configs();

    @Override
    public String name() {
        return NAME;
    }

    /** Claims the other topics that configs name, of commands and wishes, for messages that nobody else understands. */
    public Decoder leftovers() {
        return new Leftovers(configs);
    }

    @Override
    public Optional<DecoderMemory> memory() {
        return Optional.of(configs);
    }

    /** Every topic of the default prefix that a config has, and those that configs have named. */
    @Override
    public boolean claims(String topic) {
        boolean config = ConfigTopic.hasDefaultPrefix(topic)
                && (topic.equals("homeassistant/status")
                        || ConfigTopic.parse(topic).isPresent());
        return config || configs.isNamed(topic);
    }

    /** Under another prefix the payload must look like a config. */
    @Override
    public boolean recognises(Message message) {
        return message.topic().endsWith("/config")
                && ConfigTopic.parse(message.topic()).isPresent()
                && looksLikeAConfig(message.payload());
    }

    private static boolean looksLikeAConfig(byte[] payload) {
        if (payload.length == 0 || payload[0] != '{') {
            return false;
        }
        String text = new String(payload, 0, Math.min(payload.length, 4_000), StandardCharsets.ISO_8859_1);
        return text.contains("\"uniq_id\"")
                || text.contains("\"unique_id\"")
                || text.contains("\"stat_t\"")
                || text.contains("\"state_topic\"")
                || text.contains("\"cmps\"")
                || text.contains("\"components\"");
    }

    @Override
    public Decoded decode(Message message) {
        Optional<ConfigTopic> topic = ConfigTopic.parse(message.topic());
        if (topic.isPresent() && !configs.isNamed(message.topic())) {
            return config(topic.get(), message);
        }
        if (!configs.isNamed(message.topic())) {
            return new Ignored("no config has named this topic");
        }
        byte[] payload = message.payload();
        if (payload.length > Json.LARGEST) {
            return new Rejected(Optional.empty(), Reason.TOO_LARGE, payload.length + " bytes; at most " + Json.LARGEST);
        }
        if (!Json.isUtf8(payload)) {
            return new Rejected(Optional.empty(), Reason.NOT_UTF8, "the payload is not UTF-8 text");
        }
        return states(message.topic(), new String(payload, StandardCharsets.UTF_8), message);
    }

    private Decoded config(ConfigTopic topic, Message message) {
        if (message.payload().length == 0) {
            configs.remove(message.topic());
            return new Metadata(Optional.empty());
        }
        try {
            JsonNode tree = JsonTree.read(message.payload());
            if (!tree.isObject()) {
                return new Rejected(Optional.empty(), Reason.MALFORMED, "a config must be an object");
            }
            Config config = new ConfigReader(topic, tree).read();
            Optional<String> owner = configs.ownerElsewhere(message.topic(), config);
            if (owner.isPresent()) {
                return new Rejected(
                        Optional.of(config.device()), Reason.CONFLICT, "its unique_id is that of " + owner.get());
            }
            return configs.put(message.topic(), config, message.payload())
                    ? new Metadata(Optional.of(config.device()))
                    : new Rejected(Optional.of(config.device()), Reason.TOO_LARGE, "no room for more entities");
        } catch (UnreadableException e) {
            return e.rejected(Optional.empty());
        }
    }

    private Decoded states(String topic, String payload, Message message) {
        List<Entity> entities = configs.entities(topic);
        Map<DeviceId, List<Availability>> devices = configs.availability(topic);
        DeviceId sender = entities.isEmpty()
                ? devices.keySet().iterator().next()
                : entities.get(0).series().device();
        Gathering into = new Gathering(sender);
        devices.forEach((device, rules) -> rules.stream()
                .flatMap(it -> it.of(payload).stream())
                .findFirst()
                .ifPresent(online -> into.status(device, online)));
        entities.forEach(it -> state(it, payload, message, into));
        return into.outcomeOr(new Ignored("nothing that a config describes"));
    }

    private static void state(Entity entity, String payload, Message message, Gathering into) {
        if (entity.template().isEmpty()) {
            return; // the config's template is not one that is evaluated
        }
        String path = entity.series().metric().name();
        try {
            Optional<JsonNode> value = entity.template().get().evaluate(payload);
            if (value.isPresent() && value.get().isValueNode()) {
                take(entity, value.get(), message, into);
            }
        } catch (TemplateException e) {
            into.problem(path, Reason.NOT_A_NUMBER, "its template " + e.getMessage());
        }
    }

    private static void take(Entity entity, JsonNode value, Message message, Gathering into) {
        String text = value.asText();
        String path = entity.series().metric().name();
        boolean number = value.isNumber() || Numbers.decimal(text).isPresent();
        if (entity.kind() == Entity.Kind.NUMBER || (entity.kind() == Entity.Kind.EITHER && number)) {
            number(entity, value, message, into);
        } else if (entity.kind() == Entity.Kind.STATE && isEither(entity, text)) {
            double state = text.equalsIgnoreCase(entity.on()) ? 1 : 0;
            into.value(entity.series().device(), entity.series().metric(), message.receivedAt(), state, path);
        } else if (!Numbers.isPlaceholder(text) && text.length() <= LONGEST_WORD) {
            into.text(entity.series().device(), word(entity), message.receivedAt(), text);
        }
    }

    private static Metric word(Entity entity) {
        Metric metric = entity.series().metric();
        return entity.kind() == Entity.Kind.EITHER
                ? new Metric(metric.name(), metric.quantity(), metric.channel(), metric.phase(), Unit.TEXT)
                : metric;
    }

    private static boolean isEither(Entity entity, String text) {
        return text.equalsIgnoreCase(entity.on()) || text.equalsIgnoreCase(entity.off());
    }

    private static void number(Entity entity, JsonNode value, Message message, Gathering into) {
        String path = entity.series().metric().name();
        OptionalDouble number =
                value.isNumber() ? OptionalDouble.of(value.doubleValue()) : Numbers.decimal(value.asText());
        if (number.isPresent()) {
            double scaled = MetricChoice.scaled(entity, number.getAsDouble());
            into.value(entity.series().device(), entity.series().metric(), message.receivedAt(), scaled, path);
        } else if (!Numbers.isPlaceholder(value.asText())) {
            into.problem(path, Reason.NOT_A_NUMBER, "must be a number");
        }
    }
}
