package az.ocaq.decode;

import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Ocaq's own convention: {@code village/{settlement}/{site}/{device}/telemetry} with a JSON object {@code {"ts": …,
 * "active_power": 3214.0, …}} or an array of them, and {@code …/status} with {@code online}, {@code offline}, or {@code
 * power_off} from a device that loses its supply.
 */
final class NativeDecoder implements Decoder {
    private static final String PREFIX = "village/";
    private static final Pattern OWN_ALARMS = Pattern.compile("village/[^/]+/alarms/\\d+(/events)?");
    private static final int MOST_DEVICES = 500_000;

    private final Map<String, NativeTopic> topics = new HashMap<>();

    @Override
    public String name() {
        return "native";
    }

    @Override
    public boolean claims(String topic) {
        return topic.startsWith(PREFIX);
    }

    @Override
    public Decoded decode(Message message) {
        NativeTopic known = topics.get(message.topic());
        if (known != null) {
            return decode(known, message);
        }
        if (OWN_ALARMS.matcher(message.topic()).matches()) {
            return new Decoded.Ignored("alarms that this server publishes itself");
        }
        Optional<NativeTopic> topic = NativeTopic.parse(message.topic());
        if (topic.isEmpty()) {
            return new Rejected(
                    Optional.empty(),
                    Reason.BAD_TOPIC,
                    "expected village/{settlement}/{site}/{device}/telemetry or …/status with lower-case slugs");
        }
        // a status comes now and then
        if (topic.get().telemetry()) {
            if (topics.size() >= MOST_DEVICES) {
                topics.clear();
            }
            topics.put(message.topic(), topic.get());
        }
        return decode(topic.get(), message);
    }

    private static Decoded decode(NativeTopic topic, Message message) {
        return topic.telemetry() ? new NativePayload(topic, message).decode() : status(topic.device(), message);
    }

    private static Decoded status(DeviceId device, Message message) {
        byte[] payload = message.payload();
        String word = payload.length > 64 ? "" : new String(payload, StandardCharsets.UTF_8).strip();
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "online" -> new Decoded.Status(device, true);
            case "offline" -> new Decoded.Status(device, false);
            case Decoded.POWER_OFF -> new Decoded.Status(device, false, true);
            default ->
                new Rejected(Optional.of(device), Reason.MALFORMED, "a status must be online, offline or power_off");
        };
    }
}
