package az.ocaq.decode.discovery;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoder;
import az.ocaq.measurement.Message;

/** Topics that a config names and that measure nothing: commands, what somebody has set, attributes. */
record Leftovers(Configs configs) implements Decoder {
    @Override
    public String name() {
        return DiscoveryDecoder.NAME;
    }

    @Override
    public boolean claims(String topic) {
        return configs.isSilent(topic);
    }

    @Override
    public Decoded decode(Message message) {
        return new Decoded.Ignored("a config names this topic, and not as one that is measured");
    }
}
