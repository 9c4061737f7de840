package az.ocaq.decode.sparkplug;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Ignored;
import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.decode.Decoder;
import az.ocaq.decode.DecoderMemory;
import az.ocaq.decode.Gathering;
import az.ocaq.measurement.Message;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload;

/**
 * Sparkplug B (ISO/IEC 20237), versions 2.2 and 3.0. A birth says what an edge node or device has, data refers to it by
 * alias or name, a death ends it. Data that no birth described is rejected and can be replayed from the quarantine after the
 * next birth, which is asked for ({@link Rebirth}) where the settings allow it.
 */
public final class SparkplugDecoder implements Decoder {
    static final String NAME = "sparkplug-b";

    private static final String HOST_STATE = "STATE/";

    private final EdgeNodes nodes = new EdgeNodes();

    @Override
    public String name() {
        return NAME;
    }

    /** What must be known again after a restart. */
    @Override
    public Optional<DecoderMemory> memory() {
        return Optional.of(nodes);
    }

    @Override
    public boolean claims(String topic) {
        return topic.startsWith(SparkplugTopic.PREFIX)
                || (topic.startsWith(HOST_STATE) && topic.indexOf('/', HOST_STATE.length()) < 0);
    }

    @Override
    public Decoded decode(Message message) {
        String topic = message.topic();
        if (topic.startsWith(HOST_STATE) || topic.startsWith(SparkplugTopic.PREFIX + HOST_STATE)) {
            return new Ignored("the state of a host application");
        }
        Optional<SparkplugTopic> parsed = SparkplugTopic.parse(topic);
        if (parsed.isEmpty()) {
            return new Ignored("no topic of a Sparkplug birth, death or data message");
        }
        if (parsed.get().type() == SparkplugTopic.Type.COMMAND) {
            return new Ignored("a command");
        }
        return decode(parsed.get(), message);
    }

    private Decoded decode(SparkplugTopic topic, Message message) {
        byte[] bytes = message.payload();
        if (bytes.length == 0) {
            return rejected(topic, Reason.EMPTY, "the payload is empty");
        }
        if (bytes.length > PayloadReader.LARGEST) {
            return rejected(topic, Reason.TOO_LARGE, bytes.length + " bytes; at most " + PayloadReader.LARGEST);
        }
        try {
            Payload payload = PayloadReader.read(bytes);
            return switch (topic.type()) {
                case NDEATH -> nodeDeath(topic, payload);
                case DDEATH -> deviceDeath(topic, payload);
                case NBIRTH, DBIRTH -> birth(topic, payload, message);
                default -> data(topic, payload, message);
            };
        } catch (PayloadReader.TooLargeException e) {
            return rejected(topic, Reason.TOO_LARGE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return rejected(topic, Reason.MALFORMED, "not a Sparkplug payload: " + e.getMessage());
        }
    }

    private Decoded birth(SparkplugTopic topic, Payload payload, Message message) {
        Optional<EdgeNode> opened = nodes.open(topic.node(), payload.getMetricsCount());
        if (opened.isEmpty()) {
            return rejected(topic, Reason.TOO_LARGE, "no room for more edge nodes and metrics");
        }
        EdgeNode node = opened.get();
        if (topic.type() == SparkplugTopic.Type.NBIRTH) {
            nodes.born(topic.node(), node, bdSeq(payload));
        }
        Gathering into = new Gathering(topic.deviceId());
        var unusedGap = gap(node, payload, into); // a birth tells all there is to know
        Birth birth = new Birth(topic.subject());
        new MetricValues(birth, into, payload, message.receivedAt(), false).describeAndTake();
        nodes.put(node, topic.subject(), birth);
        into.status(topic.deviceId(), true);
        return into.outcome();
    }

    private Decoded data(SparkplugTopic topic, Payload payload, Message message) {
        Optional<EdgeNode> node = nodes.find(topic.node());
        Birth birth = node.map(it -> it.births.get(topic.subject())).orElse(null);
        if (node.isEmpty() || birth == null) {
            return rejected(topic, Reason.NOT_DESCRIBED, "no birth of " + topic.subject() + " has been seen");
        }
        Gathering into = new Gathering(topic.deviceId());
        boolean gap = gap(node.get(), payload, into);
        if (!birth.alive) {
            into.problem("", Reason.LOST_BEFORE, "it died, and the birth that must have followed was lost");
        }
        new MetricValues(birth, into, payload, message.receivedAt(), gap || !birth.alive).take();
        return into.outcomeOr(new Ignored("no metric has a value"));
    }

    private Decoded nodeDeath(SparkplugTopic topic, Payload payload) {
        Optional<EdgeNode> node = nodes.find(topic.node());
        if (node.isPresent() && !node.get().dies(bdSeq(payload))) {
            return new Ignored("the death of an earlier session");
        }
        Gathering into = new Gathering(topic.deviceId());
        into.status(topic.deviceId(), false);
        node.ifPresent(it -> {
            it.births.keySet().stream()
                    .filter(subject -> !subject.equals(topic.subject()))
                    .forEach(subject -> into.status(SparkplugTopic.id(subject), false));
            it.died();
            it.births.keySet().forEach(nodes::touch);
            nodes.touch(topic.node());
        });
        return into.outcome();
    }

    private Decoded deviceDeath(SparkplugTopic topic, Payload payload) {
        Gathering into = new Gathering(topic.deviceId());
        nodes.find(topic.node()).ifPresent(it -> {
            var unusedGap = gap(it, payload, into);
            Birth birth = it.births.get(topic.subject());
            if (birth != null) {
                birth.alive = false;
                nodes.touch(topic.subject());
            }
        });
        into.status(topic.deviceId(), false);
        return into.outcome();
    }

    /** Whether messages were lost before this one, which is then noted as a problem of it. */
    private static boolean gap(EdgeNode node, Payload payload, Gathering into) {
        Optional<Long> due = payload.hasSeq() ? node.lostBefore(payload.getSeq()) : Optional.empty();
        due.ifPresent(it -> into.problem(
                "seq", Reason.LOST_BEFORE, "messages were lost: " + payload.getSeq() + " instead of " + it));
        return due.isPresent();
    }

    private static Optional<Long> bdSeq(Payload payload) {
        return payload.getMetricsList().stream()
                .filter(it -> it.getName().equals("bdSeq"))
                .findFirst()
                .map(it -> it.hasLongValue() ? it.getLongValue() : it.getIntValue());
    }

    private static Rejected rejected(SparkplugTopic topic, Reason reason, String detail) {
        return new Rejected(Optional.of(topic.deviceId()), reason, detail);
    }
}
