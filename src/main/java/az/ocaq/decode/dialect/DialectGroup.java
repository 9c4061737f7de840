package az.ocaq.decode.dialect;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoder;
import az.ocaq.measurement.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Many rules that claim by the topic alone, behind one look-up: which of them claims a topic never changes. */
final class DialectGroup implements Decoder {
    private static final int MOST_TOPICS = 400_000;

    private final List<TopicRule> rules;
    private final Map<String, Optional<Decoder>> claims = new HashMap<>();

    DialectGroup(List<TopicRule> rules) {
        this.rules = List.copyOf(rules);
    }

    @Override
    public String name() {
        return "dialects";
    }

    @Override
    public boolean claims(String topic) {
        return claiming(topic).isPresent();
    }

    @Override
    public Optional<Decoder> claiming(String topic) {
        Optional<Decoder> known = claims.get(topic);
        if (known != null) {
            return known;
        }
        if (claims.size() >= MOST_TOPICS) {
            claims.clear();
        }
        Optional<Decoder> found = rules.stream()
                .filter(it -> it.claims(topic))
                .map(Decoder.class::cast)
                .findFirst();
        claims.put(topic, found);
        return found;
    }

    @Override
    public Decoded decode(Message message) {
        return claiming(message.topic())
                .map(it -> it.decode(message))
                .orElseGet(() ->
                        new Decoded.Rejected(Optional.empty(), Decoded.Reason.BAD_TOPIC, "not a topic of any dialect"));
    }
}
