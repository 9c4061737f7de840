package az.ocaq.decode;

import az.ocaq.config.Problems;
import az.ocaq.decode.dialect.DialectFolder;
import az.ocaq.decode.discovery.DiscoveryDecoder;
import az.ocaq.decode.dlms.HanDecoder;
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
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Every convention that Ocaq understands, with the dialects of a folder, of which decoders without state are made. */
public final class Conventions {
    private final DialectFolder dialects;

    private Conventions(DialectFolder dialects) {
        this.dialects = dialects;
    }

    /** With the dialects that Ocaq brings along. */
    public static Conventions standard() {
        Path home = Path.of(System.getProperty("ocaq.home", "."));
        return read(home.resolve("devices").resolve("dialects"), ZoneId.of("Asia/Baku"));
    }

    /**
     * Reads the dialect files of a folder. Throws a {@link az.ocaq.config.ConfigException} when one of them is wrong.
     *
     * @param zone the zone of times that devices tell without one
     */
    public static Conventions read(Path dialects, ZoneId zone) {
        Problems problems = new Problems();
        DialectFolder folder = DialectFolder.read(dialects, zone, problems);
        problems.throwIfAny();
        return new Conventions(folder);
    }

    /** The same with one more dialect, in the place of the one that has its name; what is wrong with it is noted. */
    public Conventions with(String yaml, ZoneId zone, Problems problems) {
        return new Conventions(dialects.with(yaml, zone, problems));
    }

    /** Decoders that have seen nothing yet. Those of one object share its rules: they are used on one thread. */
    public Decoders decoders() {
        List<Decoder> ordered = new ArrayList<>();
        ordered.add(new NativeDecoder());
        ordered.add(new SparkplugDecoder());
        ordered.add(new TtsDecoder());
        ordered.add(new ChirpstackDecoder());
        ordered.add(new HomieDecoder());
        ordered.add(dialects.prefixed());
        ordered.add(new AwsShadowDecoder());
        DiscoveryDecoder discovery = new DiscoveryDecoder();
        ordered.add(discovery); // after those that know their topics, before those that guess
        ordered.add(new HanDecoder());
        ordered.add(new FiwareDecoder());
        ordered.add(new SmartRestDecoder());
        ordered.add(new SenmlDecoder());
        ordered.add(new OpcUaDecoder());
        ordered.add(new InfluxDecoder());
        ordered.add(dialects.free()); // last: their topics are anybody's
        ordered.add(discovery.leftovers());
        return new Decoders(ordered);
    }
}
