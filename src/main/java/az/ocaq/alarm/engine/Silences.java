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

    /** Ends a silence, if there is one; says what it matched. */
    Optional<Map<String, List<String>>> end(String id) {
        return Optional.ofNullable(matchers.remove(id));
    }

    /** The silence that covers an alarm, when one does. */
    Optional<String> covering(Instance alarm) {
        return matchers.entrySet().stream()
                .filter(it -> Router.matches(it.getValue(), alarm::label))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
