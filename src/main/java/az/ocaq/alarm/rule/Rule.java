package az.ocaq.alarm.rule;

import az.ocaq.alarm.Priority;
import az.ocaq.device.Title;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One alarm rule.
 *
 * @param id its name for life
 * @param version counts edits
 * @param priority how much its alarms matter, where the condition has no levels
 * @param devices where it applies
 * @param title what is wrong, in words
 * @param response what to do about it
 * @param resident what residents read instead of title and response
 * @param condition when it alarms
 * @param delays how long that must hold
 * @param traits how its alarms behave
 * @param inhibits what its alarms explain
 * @param schedule when it alarms; absent: always
 */
public record Rule(
        String id,
        int version,
        Priority priority,
        Selector devices,
        Title title,
        Title response,
        Optional<ResidentWords> resident,
        Condition condition,
        Delays delays,
        Traits traits,
        List<Inhibition> inhibits,
        Optional<Schedule> schedule) {
    public Rule {
        inhibits = List.copyOf(inhibits);
    }

    /** Whether it may have an alarm at a device of these labels, or at a place of groups. */
    public boolean isFor(String device, Map<String, String> labels) {
        if (condition instanceof Neighbours.Peers peers) {
            return peers.members().matches(device, labels);
        }
        return condition.ofGroups() || devices.matches(device, labels);
    }

    /** Whether its alarms can be critical. */
    public boolean canBeCritical() {
        return priority == Priority.CRITICAL
                || condition.limits().stream()
                        .flatMap(it -> it.levels().stream())
                        .anyMatch(it -> it.priority() == Priority.CRITICAL);
    }

    /** The same rule for other devices. */
    public Rule at(Selector others) {
        return new Rule(
                id, version, priority, others, title, response, resident, condition, delays, traits, inhibits,
                schedule);
    }

    /** The same rule with another condition and other delays. */
    public Rule with(Condition other, Delays others) {
        return new Rule(
                id, version, priority, devices, title, response, resident, other, others, traits, inhibits, schedule);
    }
}
