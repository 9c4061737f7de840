package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which devices a selector means. A hundred rules that each look at every one of a region's devices make a start slow, so
 * devices are found by their labels.
 */
final class Devices {
    private final Directory directory;
    private final Map<String, Map<String, List<String>>> byLabel = new HashMap<>();
    private final Map<String, List<String>> flags = new HashMap<>();
    private final Map<Shared, Map<String, Set<String>>> sharing = new HashMap<>();

    private record Shared(Selector selector, String label) {}

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

    /** The first device that a selector means and that has the same label as another device. */
    Optional<String> first(String device, Selector selector, String label) {
        return all(device, selector, label).stream().findFirst();
    }

    /** Every device that a selector means and that has the same label as another device; none when that has no such label. */
    Set<String> all(String device, Selector selector, String label) {
        return sharing(selector, label, directory.labels(device).getOrDefault(label, ""));
    }

    /** Every device that a selector means and that has this label. */
    Set<String> sharing(Selector selector, String label, String value) {
        return sharing.computeIfAbsent(new Shared(selector, label), this::byLabel)
                .getOrDefault(value, Set.of());
    }

    /** Forgets what it knows of labels: the directory has changed. */
    void forget() {
        byLabel.clear();
        flags.clear();
        sharing.clear();
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
        List<String> also = selector.also().map(this::labelled).orElse(List.of());
        return also.isEmpty() ? fewest : union(fewest, also);
    }

    private static Collection<String> union(Collection<String> some, Collection<String> others) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(others);
        return all;
    }

    /** The devices with a label of which the value is {@code "true"}; all such labels are looked for at once. */
    private List<String> labelled(String label) {
        if (flags.isEmpty()) {
            flags.put("", List.of());
            for (String device : directory.devices()) {
                directory.labels(device).forEach((name, value) -> {
                    if (value.equals("true")) {
                        flags.computeIfAbsent(name, it -> new ArrayList<>()).add(device);
                    }
                });
            }
        }
        return flags.getOrDefault(label, List.of());
    }

    private Map<String, Set<String>> byLabel(Shared shared) {
        Map<String, Set<String>> found = new HashMap<>();
        for (String device : of(shared.selector())) {
            String value = directory.labels(device).get(shared.label());
            if (value != null) {
                found.computeIfAbsent(value, it -> new LinkedHashSet<>()).add(device);
            }
        }
        return found;
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
