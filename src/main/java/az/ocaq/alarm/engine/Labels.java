package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Neighbours;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The words that routes, silences and selectors match: those of an alarm's place, and what the alarm is. */
final class Labels {
    private Labels() {}

    static Map<String, String> of(Instance alarm, Directory directory) {
        Map<String, String> labels = new HashMap<>(directory.labels(alarm.device()));
        if (alarm.rule().condition() instanceof Neighbours.GroupFraction fraction) {
            // A group's place is what its members have in common.
            fraction.groupBy().ifPresent(it -> labels.putIfAbsent(it, alarm.device()));
            alarm.utility().ifPresent(it -> labels.putIfAbsent("utility", it));
        }
        labels.put("rule", alarm.rule().id());
        labels.put("device", alarm.device());
        labels.put("severity", alarm.priority().word());
        labels.put("priority", alarm.priority().word());
        return labels;
    }

    /** One of them, empty when there is no such label. */
    static String one(Instance alarm, Directory directory, String name) {
        return switch (name) {
            case "rule" -> alarm.rule().id();
            case "device" -> alarm.device();
            case "severity", "priority" -> alarm.priority().word();
            default -> {
                String known = directory.labels(alarm.device()).get(name);
                yield known == null && alarm.rule().condition() instanceof Neighbours.GroupFraction fraction
                        ? ofGroup(alarm, fraction, name)
                        : Objects.requireNonNullElse(known, "");
            }
        };
    }

    private static String ofGroup(Instance alarm, Neighbours.GroupFraction fraction, String name) {
        return fraction.groupBy().filter(name::equals).isPresent()
                ? alarm.device()
                : alarm.utility().filter(it -> name.equals("utility")).orElse("");
    }
}
