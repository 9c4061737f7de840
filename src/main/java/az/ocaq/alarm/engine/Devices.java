package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which devices a selector means. A hundred rules that each look at every one of a region's devices make a start slow, so
 * devices are found by their labels.
 */
final class Devices {
    private final Directory directory;
    private final Map<String, Map<String, List<String>>> byLabel = new HashMap<>();

    Devices(Directory directory) {
        this.directory = directory;
    }

    /** The devices of the directory that a selector means, in the directory's order. */
    List<String> of(Selector selector) {
        List<String> found = new ArrayList<>();
        for (String device : candidates(selector)) {
            if (selector.matches(device, directory.labels(device))) {
                found.add(device);
            }
        }
        return found;
    }

    /** Forgets what it knows of labels: the directory has changed. */
    void forget() {
        byLabel.clear();
    }

    private Collection<String> candidates(Selector selector) {
        Collection<String> fewest = directory.devices();
        for (Map.Entry<String, List<String>> label : selector.labels().entrySet()) {
            if (label.getValue().size() == 1) {
                List<String> labelled = byLabel.computeIfAbsent(label.getKey(), this::index)
                        .getOrDefault(label.getValue().get(0), List.of());
                fewest = labelled.size() < fewest.size() ? labelled : fewest;
            }
        }
        return fewest;
    }

    private Map<String, List<String>> index(String label) {
        Map<String, List<String>> index = new HashMap<>();
        for (String device : directory.devices()) {
            index.computeIfAbsent(directory.labels(device).getOrDefault(label, ""), it -> new ArrayList<>())
                    .add(device);
        }
        return index;
    }
}
