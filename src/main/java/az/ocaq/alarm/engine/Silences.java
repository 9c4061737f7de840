package az.ocaq.alarm.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Silences: mute for people, by labels; the alarms themselves do not notice. */
final class Silences {
    private final Map<String, Map<String, List<String>>> matchers;

    Silences(Map<String, Map<String, List<String>>> kept) {
        this.matchers = kept;
    }

    void start(String id, Map<String, List<String>> match) {
        matchers.put(id, Map.copyOf(match));
    }

    /** Whether there was such a silence. */
    boolean end(String id) {
        return matchers.remove(id) != null;
    }

    /** The silence that covers an alarm, when one does. */
    Optional<String> covering(Instance alarm) {
        return matchers.entrySet().stream()
                .filter(it -> Router.matches(it.getValue(), alarm::label))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
