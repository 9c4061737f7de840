package az.ocaq.decode;

import az.ocaq.measurement.Message;
import java.util.Optional;

/** Understands one convention of publishing telemetry. Used on one thread; may keep state from message to message. */
public interface Decoder {
    /** The convention's name, a slug, for example {@code tasmota}. */
    String name();

    /** Whether messages under this topic name are of this convention. Decides by the topic alone, fast. */
    boolean claims(String topic);

    /** The decoder that claims this topic: this one, or one of those that it stands for. */
    default Optional<Decoder> claiming(String topic) {
        return claims(topic) ? Optional.of(this) : Optional.empty();
    }

    /**
     * Whether the payload shows that a message is of this convention, for conventions that leave the topic to their users.
     * Looks at the first bytes only; asked when the topic alone does not tell.
     */
    default boolean recognises(Message message) {
        return false;
    }

    /** The decoder that claims this message, by its topic or else by its payload. */
    default Optional<Decoder> claiming(Message message) {
        Optional<Decoder> byTopic = claiming(message.topic());
        return byTopic.isEmpty() && recognises(message) ? Optional.of(this) : byTopic;
    }

    /**
     * Decodes a claimed message. Never throws for bad input: that is {@link Decoded.Rejected}. Readings are in canonical
     * units; their time is the payload's, or {@code receivedAt} where the payload has none.
     */
    Decoded decode(Message message);

    /** What it must know again after a restart; empty for a decoder without state. */
    default Optional<DecoderMemory> memory() {
        return Optional.empty();
    }
}
