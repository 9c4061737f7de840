package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Inhibition;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which alarms an alarm explains, found by the label that both must share: a region's rule has an alarm at each of its homes,
 * and an alarm at one home explains but those of that home.
 */
final class Explanations {
    /** No label that devices have: the alarms of one device share it. */
    private static final String DEVICE = "device";

    private final Core core;
    private final Alarms alarms;
    /** By rule and label: the alarms of each value. What devices were labelled before may be among them. */
    private final Map<String, Map<String, Map<String, Set<Instance>>>> byLabel = new HashMap<>();
    /** What explains others, by key. */
    private final Map<String, Instance> parents = new LinkedHashMap<>();
    /** The same by rule and device. */
    private final Map<String, Map<String, Instance>> ofRules = new LinkedHashMap<>();

    Explanations(Core core, Alarms alarms) {
        this.core = core;
        this.alarms = alarms;
    }

    void add(Instance parent, String key) {
        parents.put(key, parent);
        ofRules.computeIfAbsent(parent.rule().id(), it -> new LinkedHashMap<>()).put(parent.device(), parent);
    }

    /** An alarm explains nothing any more. */
    Optional<Instance> remove(String key) {
        Optional<Instance> known = Optional.ofNullable(parents.remove(key));
        known.ifPresent(
                it -> ofRules.getOrDefault(it.rule().id(), new HashMap<>()).remove(it.device()));
        return known;
    }

    /** The alarm of a key, where it explains others. */
    Optional<Instance> parent(String key) {
        return Optional.ofNullable(parents.get(key));
    }

    /** All that explain others, in the order in which they came to. */
    List<Instance> parents() {
        return List.copyOf(parents.values());
    }

    /** Those of one rule. */
    List<Instance> parents(String rule) {
        return List.copyOf(ofRules.getOrDefault(rule, Map.of()).values());
    }

    /** What explains an alarm that did not exist until now; later it is found by those that come to explain it. */
    List<Instance> of(Instance child) {
        Map<String, Map<String, Set<Instance>>> labels =
                byLabel.get(child.rule().id());
        if (labels != null) {
            put(labels, child);
        }
        return ofRules.values().stream()
                .flatMap(it -> near(it, child).stream())
                .filter(it -> explains(it, child))
                .toList();
    }

    /** What an alarm explains. */
    List<Instance> by(Instance parent) {
        return parent.rule().inhibits().stream()
                .flatMap(inhibition ->
                        candidates(parent, inhibition).stream().filter(child -> explains(parent, inhibition, child)))
                .distinct()
                .toList();
    }

    boolean explains(Instance parent, Instance child) {
        return parent.rule().inhibits().stream().anyMatch(it -> explains(parent, it, child));
    }

    /** The device may have other labels than before. */
    void labelled(String device) {
        byLabel.forEach((rule, labels) -> alarms.find(rule, device).ifPresent(it -> put(labels, it)));
    }

    /** The rule has no alarms any more. */
    void ended(String rule) {
        byLabel.remove(rule);
    }

    /** Those of a rule's alarms that may explain another one: where they explain those of their own device, one. */
    private static Collection<Instance> near(Map<String, Instance> ofRule, Instance child) {
        boolean ofDevice = ofRule.values().stream().findFirst().stream()
                .flatMap(it -> it.rule().inhibits().stream())
                .allMatch(it -> it.sameLabel().filter(DEVICE::equals).isPresent());
        return ofDevice
                ? Optional.ofNullable(ofRule.get(child.device())).map(List::of).orElse(List.of())
                : ofRule.values();
    }

    private Collection<Instance> candidates(Instance parent, Inhibition inhibition) {
        String rule = inhibition.rule();
        if (inhibition.sameLabel().isEmpty()) {
            return alarms.of(rule);
        }
        String label = inhibition.sameLabel().get();
        if (label.equals(DEVICE)) {
            return alarms.find(rule, parent.device()).map(List::of).orElse(List.of());
        }
        return byLabel.computeIfAbsent(rule, it -> new HashMap<>())
                .computeIfAbsent(label, it -> index(rule, label))
                .getOrDefault(shared(label, parent), Set.of());
    }

    private Map<String, Set<Instance>> index(String rule, String label) {
        Map<String, Set<Instance>> index = new HashMap<>();
        alarms.of(rule).forEach(it -> put(index, label, it));
        return index;
    }

    private void put(Map<String, Map<String, Set<Instance>>> labels, Instance alarm) {
        labels.forEach((label, index) -> put(index, label, alarm));
    }

    private void put(Map<String, Set<Instance>> index, String label, Instance alarm) {
        String value = core.directory().labels(alarm.device()).get(label);
        if (value != null) {
            index.computeIfAbsent(value, it -> new LinkedHashSet<>()).add(alarm);
        }
    }

    private boolean explains(Instance parent, Inhibition inhibition, Instance child) {
        if (!inhibition.rule().equals(child.rule().id()) || parent == child) {
            return false;
        }
        Map<String, String> labels = core.directory().labels(child.device());
        return inhibition.sameLabel().stream().allMatch(it -> near(it, parent, child, labels))
                && inhibition.devices().matches(child.device(), labels);
    }

    private boolean near(String label, Instance parent, Instance child, Map<String, String> labels) {
        return label.equals(DEVICE)
                ? parent.device().equals(child.device())
                : shared(label, parent).equals(labels.get(label));
    }

    /** A group's alarm is at the label's value itself, another alarm at a device that has the label too. */
    private String shared(String label, Instance parent) {
        return core.directory().labels(parent.device()).getOrDefault(label, parent.device());
    }
}
