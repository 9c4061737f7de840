package az.ocaq.decode;

import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.measurement.Message;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All conventions that Ocaq understands, in the order in which they may claim a message. Used on one thread. */
public final class Decoders {
    private static final Logger LOG = LoggerFactory.getLogger(Decoders.class);

    private static final int LONGEST_TOPIC = 1_024;

    private final List<Decoder> ordered;

    /** The decoders of a running server, with no state yet, with the dialects that Ocaq brings along. */
    public static Decoders standard() {
        return Conventions.standard().decoders();
    }

    /**
     * The decoders of a running server, with no state yet. Throws a {@link az.ocaq.config.ConfigException} when a dialect
     * file is wrong.
     *
     * @param dialects the folder of the dialect files
     * @param zone the zone of times that devices tell without one
     */
    public static Decoders standard(Path dialects, ZoneId zone) {
        return Conventions.read(dialects, zone).decoders();
    }

    Decoders(List<Decoder> ordered) {
        this.ordered = List.copyOf(ordered);
    }

    /** What stateful decoders must know again after a restart. */
    public List<DecoderMemory> memories() {
        return ordered.stream().flatMap(it -> it.memory().stream()).toList();
    }

    /** The decoder that claims a message. */
    public Optional<Decoder> claiming(Message message) {
        for (Decoder decoder : ordered) {
            Optional<Decoder> claiming = decoder.claiming(message);
            if (claiming.isPresent()) {
                return claiming;
            }
        }
        return Optional.empty();
    }

    /** The decoder that claims a topic, whatever the payload. */
    public Optional<Decoder> claiming(String topic) {
        for (Decoder decoder : ordered) {
            Optional<Decoder> claiming = decoder.claiming(topic);
            if (claiming.isPresent()) {
                return claiming;
            }
        }
        return Optional.empty();
    }

    /** Decodes a message by the first decoder that claims its topic. Never throws. */
    public Decoded decode(Message message) {
        Optional<Decoded> wrong = refused(message.topic());
        if (wrong.isPresent()) {
            return wrong.get();
        }
        Optional<Decoder> decoder = claiming(message);
        if (decoder.isEmpty()) {
            return new Rejected(Optional.empty(), Reason.NO_DECODER, "no known convention publishes under this topic");
        }
        try {
            return decoder.get().decode(message);
        } catch (RuntimeException e) { // a fault of ours must cost this message alone
            LOG.error("decoder={} fault on a message of {} bytes", decoder.get().name(), message.payload().length, e);
            return new Rejected(
                    Optional.empty(), Reason.DECODER_FAULT, decoder.get().name() + " failed: " + e);
        }
    }

    /** Topics that no client may publish under, and those that are too long to be a device's name. */
    private static Optional<Decoded> refused(String topic) {
        if (topic.startsWith("$SYS/")) {
            return Optional.of(new Decoded.Ignored("the broker speaks of itself"));
        }
        if (topic.isEmpty() || topic.length() > LONGEST_TOPIC) {
            return Optional.of(badTopic("must have 1 to " + LONGEST_TOPIC + " characters"));
        }
        for (int i = 0; i < topic.length(); i++) {
            char c = topic.charAt(i);
            if (c == '+' || c == '#' || c < ' ') {
                return Optional.of(badTopic("must have no wildcard and no control character"));
            }
        }
        return Optional.empty();
    }

    private static Decoded badTopic(String detail) {
        return new Rejected(Optional.empty(), Reason.BAD_TOPIC, detail);
    }
}
