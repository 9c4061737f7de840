package az.ocaq.decode.dialect;

import az.ocaq.decode.Availability;
import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoder;
import az.ocaq.decode.PayloadTimes;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a dialect says about the messages under some topics. Remembers topics, not values. */
final class TopicRule implements Decoder {
    private static final int MOST_TOPICS = 200_000;
    private static final int MOST_TREES = 5_000;
    private static final int LONGEST_DEVICE = 200;
    private static final int LONGEST_STATUS = 4_096;
    private static final int POWER_LOST = 2;

    /** What messages are. */
    enum Is {
        VALUES,
        STATUS,
        ALIVE,
        METADATA,
        IGNORED
    }

    /** How values are laid out in a payload. */
    enum Samples {
        /** One value as text, or JSON. */
        ANY,
        /** A JSON object or array, which is one sample. */
        JSON,
        /** A JSON array of samples, or one. */
        EACH,
        /** A JSON object of devices, each with an array of samples. */
        BY_DEVICE
    }

    /**
     * The rule as it is written in the file.
     *
     * @param dialect the name of the dialect
     * @param topics the topics it is for
     * @param is what the messages are
     * @param device the device, made from captures of the topic
     * @param deviceFrom paths of the payload that make up the device's name instead
     * @param path where in the fields' paths a payload stands
     * @param samples how values are laid out
     * @param under names of objects whose fields are read as if they were at the top
     * @param time paths of the time
     * @param historyWhen a field and its word that say that the payload's time is true however odd
     * @param statusAt the path of an availability word
     * @param words availability words of its own: 1 online, 0 offline, 2 the device loses its supply
     * @param fields what the fields are
     * @param named paths whose fields are known by their names when no rule is for them
     */
    record Spec(
            String dialect,
            List<PathPattern> topics,
            Is is,
            Template device,
            List<String> deviceFrom,
            Template path,
            Samples samples,
            List<String> under,
            List<PathPattern> time,
            Map<String, Set<String>> historyWhen,
            Optional<String> statusAt,
            Map<String, Double> words,
            List<FieldRule> fields,
            List<PathPattern> named) {}

    /** A topic that was seen: its device and the tree of its payload's paths. */
    record Topic(String deviceName, DeviceId device, Optional<PathTree> tree) {}

    private final Spec spec;
    private final PayloadTimes times;
    private final Set<String> usedByFields;
    private final Map<String, Optional<Topic>> topics = new HashMap<>();
    private final Map<String, PathTree> trees = new HashMap<>();
    private final Map<String, DeviceId> devices = new HashMap<>();

    TopicRule(Spec spec, PayloadTimes times) {
        this.spec = spec;
        this.times = times;
        this.usedByFields = spec.fields().stream()
                .flatMap(TopicRule::templates)
                .flatMap(it -> it.names().stream())
                .collect(Collectors.toSet());
    }

    private static java.util.stream.Stream<Template> templates(FieldRule field) {
        return java.util.stream.Stream.concat(
                java.util.stream.Stream.of(field.quantity(), field.channel(), field.phase()), field.device().stream());
    }

    @Override
    public String name() {
        return spec.dialect();
    }

    @Override
    public boolean claims(String topic) {
        return topic(topic).isPresent();
    }

    /** Whether the topics start with a word of the dialect's own, so that no other convention's can be meant. */
    boolean isPrefixed() {
        return spec.topics().stream().allMatch(it -> it.prefix().indexOf('/', 1) > 0);
    }

    /** How much of the topics is fixed: the rule with more goes first. */
    int literals() {
        return spec.topics().stream().mapToInt(PathPattern::literals).min().orElse(0);
    }

    @Override
    public Decoded decode(Message message) {
        Optional<Topic> known = topic(message.topic());
        if (known.isEmpty()) {
            return new Decoded.Rejected(Optional.empty(), Reason.BAD_TOPIC, "not a topic of " + name());
        }
        Topic topic = known.get();
        return switch (spec.is()) {
            case IGNORED -> new Decoded.Ignored("says nothing that is measured");
            case METADATA -> new Decoded.Metadata(Optional.of(topic.device()));
            case ALIVE -> new Decoded.Status(topic.device(), true);
            case STATUS -> status(topic, message);
            case VALUES -> new ValuesMessage(this, topic, message).decode();
        };
    }

    private Decoded status(Topic topic, Message message) {
        byte[] payload = message.payload();
        if (payload.length == 0) {
            return new Decoded.Ignored("no availability");
        }
        String text = payload.length > LONGEST_STATUS ? "" : new String(payload, StandardCharsets.UTF_8).strip();
        if (text.startsWith("{") && spec.statusAt().isPresent()) {
            return ValuesMessage.statusOf(this, topic, message);
        }
        return status(topic.device(), text).<Decoded>map(it -> it).orElseGet(() -> noWord(topic));
    }

    /** Under a topic that anybody may use, an unknown word is somebody else's and no fault. */
    private Decoded noWord(Topic topic) {
        String why = "not a word of availability";
        return isPrefixed()
                ? new Decoded.Rejected(Optional.of(topic.device()), Reason.MALFORMED, why)
                : new Decoded.Ignored(why);
    }

    /** What a word says of a device being there. */
    Optional<Decoded.Status> status(DeviceId device, String word) {
        Double own = spec.words().get(word.toLowerCase(Locale.ROOT));
        if (own != null) {
            boolean powerLost = own == POWER_LOST;
            return Optional.of(new Decoded.Status(device, own != 0 && !powerLost, powerLost));
        }
        return Availability.of(word).map(online -> new Decoded.Status(device, online));
    }

    private Optional<Topic> topic(String name) {
        Optional<Topic> known = topics.get(name);
        if (known != null) {
            return known;
        }
        for (PathPattern pattern : spec.topics()) {
            Optional<Map<String, String>> captures = pattern.match(name);
            if (captures.isPresent()) {
                if (topics.size() >= MOST_TOPICS) {
                    topics.clear();
                }
                Optional<Topic> found = resolve(captures.get());
                topics.put(name, found);
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Topic> resolve(Map<String, String> captures) {
        String device = spec.device().fill(captures);
        if (device.isBlank() || device.length() > LONGEST_DEVICE) {
            return Optional.empty();
        }
        Optional<PathTree> tree =
                spec.is() == Is.VALUES || spec.is() == Is.STATUS ? Optional.of(tree(captures)) : Optional.empty();
        return Optional.of(new Topic(device, device(device), tree));
    }

    private PathTree tree(Map<String, String> captures) {
        String prefix = spec.path().fill(captures);
        Map<String, String> used = new HashMap<>(captures);
        used.keySet().retainAll(usedByFields);
        if (trees.size() >= MOST_TREES) {
            trees.clear();
        }
        return trees.computeIfAbsent(prefix + ' ' + used, it -> new PathTree(this, prefix, used));
    }

    /** The identity of a device of this name. */
    DeviceId device(String deviceName) {
        if (devices.size() >= MOST_TOPICS) {
            devices.clear();
        }
        return devices.computeIfAbsent(deviceName, it -> DeviceId.unregistered(spec.dialect(), it));
    }

    PayloadTimes times() {
        return times;
    }

    List<PathPattern> time() {
        return spec.time();
    }

    Map<String, Set<String>> historyWhen() {
        return spec.historyWhen();
    }

    List<String> deviceFrom() {
        return spec.deviceFrom();
    }

    List<String> under() {
        return spec.under();
    }

    Optional<String> statusAt() {
        return spec.statusAt();
    }

    Samples samples() {
        return spec.samples();
    }

    List<FieldRule> fields() {
        return spec.fields();
    }

    List<PathPattern> named() {
        return spec.named();
    }
}
