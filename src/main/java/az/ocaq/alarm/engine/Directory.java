package az.ocaq.alarm.engine;

import az.ocaq.device.Place;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What the engine knows of the devices it watches. */
public interface Directory {
    /** Every device that is in service, in a fixed order. */
    Collection<String> devices();

    /** Whether this is a device that is registered no longer: no alarm is raised for it. */
    default boolean isGone(String device) {
        return false;
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
