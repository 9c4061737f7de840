package az.ocaq.alarm.rule;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When a rule alarms; each kind of rule is one record, grouped by what it watches over. {@code docs/alarm-rules.md} gives their exact meaning. */
public sealed interface Condition
        permits Signal,
                Absence,
                PowerQuality,
                Equipment,
                EnergyLoss,
                Leakage,
                Neighbours,
                Condition.OfLimits,
                Condition.OfOneMetric,
                Condition.OfWindows {
    /** The metrics of the rule's own device that it looks at. */
    List<String> metrics();

    /** What composite values are made of; absent where devices tell them whole. */
    default Optional<Inputs> inputs() {
        return Optional.empty();
    }

    /** An attribute without which a device has no such alarm. */
    default Optional<String> attribute() {
        return limits().flatMap(Limits::attribute);
    }

    /** The unit that values are converted to before they are compared; empty text: as they come. */
    default String unit() {
        return "";
    }

    /** The unit of one of the metrics, by its place among them. */
    default String unit(int slot) {
        return unit();
    }

    /** What a signal is compared with, where there is one. */
    default Optional<Limits> limits() {
        return Optional.empty();
    }

    /** What its values are, in one line: what was found by others says nothing of it. */
    default String looksAt() {
        StringBuilder text = new StringBuilder(getClass().getSimpleName());
        for (int slot = 0; slot < metrics().size(); slot++) {
            text.append(' ').append(metrics().get(slot)).append(' ').append(unit(slot));
        }
        return text.toString();
    }

    /** Whether it judges whole windows, so that its alarms are late by design. */
    default boolean windowed() {
        return false;
    }

    /** Means that it is about by definition, where devices report more often than that and the rule names none. */
    default Optional<Duration> means() {
        return Optional.empty();
    }

    /** Whether its alarms are at places that the rule's devices do not name: groups, feeders. */
    default boolean ofGroups() {
        return this instanceof Neighbours.GroupFraction || this instanceof EnergyLoss.EnergyBalance;
    }

    /** A condition that has limits, of which only the record itself must say which. */
    non-sealed interface OfLimits extends Condition {
        /** The limits. */
        Limits given();

        @Override
        default Optional<Limits> limits() {
            return Optional.of(given());
        }
    }

    /** A condition of a single metric. */
    non-sealed interface OfOneMetric extends Condition {
        /** The metric. */
        String metric();

        @Override
        default List<String> metrics() {
            return List.of(metric());
        }
    }

    /** A condition that judges whole windows. */
    non-sealed interface OfWindows extends Condition {
        @Override
        default boolean windowed() {
            return true;
        }
    }
}
