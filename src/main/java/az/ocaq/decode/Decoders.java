package az.ocaq.decode;

import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.decode.lorawan.ChirpstackDecoder;
import az.ocaq.decode.lorawan.TtsDecoder;
import az.ocaq.decode.senml.SenmlDecoder;
import az.ocaq.decode.sparkplug.SparkplugDecoder;
import az.ocaq.measurement.Message;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All conventions that Ocaq understands, in the order in which they may claim a message. Used on one thread. */
public final class Decoders {
    private static final Logger LOG = LoggerFactory.getLogger(Decoders.class);

    private final List<Decoder> ordered;

    /** The decoders of a running server, with no state yet. */
    public static Decoders standard() {
        return new Decoders(List.of(
                new NativeDecoder(),
                new SparkplugDecoder(),
                new TtsDecoder(),
                new ChirpstackDecoder(),
                new SenmlDecoder()));
    }

    Decoders(List<Decoder> ordered) {
        this.ordered = List.copyOf(ordered);
    }

    /** What stateful decoders must know again after a restart. */
    public List<DecoderMemory> memories() {
        return ordered.stream().flatMap(it -> it.memory().stream()).toList();
    }

    /** The decoder that claims a topic. */
    public Optional<Decoder> claiming(String topic) {
        for (Decoder decoder : ordered) {
            if (decoder.claims(topic)) {
                return Optional.of(decoder);
            }
        }
        return Optional.empty();
    }

    /** Decodes a message by the first decoder that claims its topic. Never throws. */
    public Decoded decode(Message message) {
        Optional<Decoder> decoder = claiming(message.topic());
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
}
