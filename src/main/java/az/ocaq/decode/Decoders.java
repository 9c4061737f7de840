package az.ocaq.decode;

import az.ocaq.config.Problems;
import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.decode.dialect.DialectFolder;
import az.ocaq.decode.discovery.DiscoveryDecoder;
import az.ocaq.decode.generic.AwsShadowDecoder;
import az.ocaq.decode.generic.FiwareDecoder;
import az.ocaq.decode.generic.InfluxDecoder;
import az.ocaq.decode.generic.SmartRestDecoder;
import az.ocaq.decode.homie.HomieDecoder;
import az.ocaq.decode.lorawan.ChirpstackDecoder;
import az.ocaq.decode.lorawan.TtsDecoder;
import az.ocaq.decode.opcua.OpcUaDecoder;
import az.ocaq.decode.senml.SenmlDecoder;
import az.ocaq.decode.sparkplug.SparkplugDecoder;
import az.ocaq.measurement.Message;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
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
        Path home = Path.of(System.getProperty("ocaq.home", "."));
        return standard(home.resolve("devices").resolve("dialects"), ZoneId.of("Asia/Baku"));
    }

    /**
     * The decoders of a running server, with no state yet. Throws a {@link az.ocaq.config.ConfigException} when a dialect
     * file is wrong.
     *
     * @param dialects the folder of the dialect files
     * @param zone the zone of times that devices tell without one
     */
    public static Decoders standard(Path dialects, ZoneId zone) {
        Problems problems = new Problems();
        DialectFolder folder = DialectFolder.read(dialects, zone, problems);
        problems.throwIfAny();
        List<Decoder> ordered = new ArrayList<>();
        ordered.add(new NativeDecoder());
        ordered.add(new SparkplugDecoder());
        ordered.add(new TtsDecoder());
        ordered.add(new ChirpstackDecoder());
        ordered.add(new HomieDecoder());
        ordered.add(folder.prefixed());
        ordered.add(new AwsShadowDecoder());
        ordered.add(new DiscoveryDecoder()); // after those that know their topics, before those that guess
        ordered.add(new FiwareDecoder());
        ordered.add(new SmartRestDecoder());
        ordered.add(new SenmlDecoder());
        ordered.add(new OpcUaDecoder());
        ordered.add(new InfluxDecoder());
        ordered.add(folder.free()); // last: their topics are anybody's
        return new Decoders(ordered);
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
