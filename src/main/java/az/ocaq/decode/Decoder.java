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
     * Decodes a claimed message. Never throws for bad input: that is {@link Decoded.Rejected}. Readings are in canonical
     * units; their time is the payload's, or {@code receivedAt} where the payload has none.
     */
    Decoded decode(Message message);
}
