package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Neighbours;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.device.Place;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the engine knows of the devices it watches. */
public interface Directory {
    /** Every device that is in service, in a fixed order. */
    Collection<String> devices();

    /** Whether this is a device that is registered no longer: no alarm is raised for it. */
    default boolean isGone(String device) {
        return false;
    }

    /** Whether a rule may have an alarm at a device, or at a place of groups: it is meant, and it is there. */
    default boolean isFor(Rule rule, String device) {
        Optional<String> grouped =
                rule.condition() instanceof Neighbours.GroupFraction group ? group.groupBy() : Optional.empty();
        return grouped.map(it -> values(it).contains(device))
                .orElseGet(() -> !isGone(device) && rule.isFor(device, labels(device)));
    }

    /** Everything that devices in service have as this label. */
    default Set<String> values(String label) {
        return devices().stream()
                .flatMap(it -> Stream.ofNullable(labels(it).get(label)))
                .collect(Collectors.toSet());
    }

    /** Words to match and group by: {@code village}, {@code utility}, {@code feeder}, {@code type}, …; empty when unknown. */
    Map<String, String> labels(String device);

    /** The time between two reports. */
    default Optional<Duration> interval(String device) {
        return Optional.empty();
    }

    /** Where it stands. */
    default Optional<Place> place(String device) {
        return Optional.empty();
    }

    /** The smallest difference that a device tells of a metric. */
    default OptionalDouble resolution(String device, String metric) {
        return OptionalDouble.empty();
    }

    /** The value at which a counter rolls over to zero. */
    default OptionalDouble modulus(String device, String metric) {
        return OptionalDouble.empty();
    }

    /** A fact about one device, for example its rated power. */
    default OptionalDouble attribute(String device, String name) {
        return OptionalDouble.empty();
    }

    /** How many homes and public buildings are behind a device at a part of a network; empty when nobody knows. */
    default OptionalInt customers(String device) {
        return OptionalInt.empty();
    }
}
