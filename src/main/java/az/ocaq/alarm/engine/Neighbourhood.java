package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Selector;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which devices share a label, looked for once in the whole core.directory(). On the engine's thread. */
final class Neighbourhood {
    private record Key(Selector selector, String label) {}

    private final Core core;
    private final Map<Key, Map<String, Set<String>>> known = new HashMap<>();

    Neighbourhood(Core core) {
        this.core = core;
    }

    /** Devices came or went. */
    void forget() {
        known.clear();
    }

    /** The first device that matches and has the same label as another one. */
    Optional<String> first(String device, Selector selector, String label) {
        return all(device, selector, label).stream().findFirst();
    }

    /** Every device that matches and has the same label as another one; none when that has no such label. */
    Set<String> all(String device, Selector selector, String label) {
        String value = core.directory().labels(device).getOrDefault(label, "");
        return known.computeIfAbsent(new Key(selector, label), this::byLabel).getOrDefault(value, Set.of());
    }

    private Map<String, Set<String>> byLabel(Key key) {
        Map<String, Set<String>> found = new HashMap<>();
        for (String device : core.directory().devices()) {
            Map<String, String> labels = core.directory().labels(device);
            String value = labels.get(key.label());
            if (value != null && key.selector().matches(device, labels)) {
                found.computeIfAbsent(value, it -> new LinkedHashSet<>()).add(device);
            }
        }
        return found;
    }
}
