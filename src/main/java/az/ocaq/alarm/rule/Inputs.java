package az.ocaq.alarm.rule;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The metrics that a composite value is made of: of the rule's own device, or of another device nearby, the settlement's weather
 * station for example. Each is averaged over the interval.
 *
 * @param interval aligned to local midnight
 * @param parts in the order of their slots, after the composite metric itself
 */
public record Inputs(Duration interval, List<Part> parts) {
    public Inputs {
        parts = List.copyOf(parts);
    }

    /**
     * One part.
     *
     * @param field what it is in the composite value
     * @param metric where it comes from
     * @param of the device that tells it, the first of them; absent: the rule's own
     * @param sameLabel that device has the same value of this label
     * @param factor from the metric's unit to the field's
     */
    public record Part(String field, String metric, Optional<Selector> of, String sameLabel, double factor) {}

    /** The metrics, with the composite one first. */
    List<String> metrics(String composite) {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(composite), parts.stream().map(Part::metric))
                .toList();
    }
}
