package az.ocaq.alarm.backtest;

import az.ocaq.alarm.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One time at which people would have been shown an alarm.
 *
 * @param rule whose
 * @param device where: a device, or the place of a group
 * @param from when it was raised, by the device's clock
 * @param to when it was over or hidden; absent while it goes on
 * @param priority the highest that it had
 * @param value that raised it, in the rule's unit
 */
public record Occurrence(
        String rule, String device, Instant from, Optional<Instant> to, Priority priority, OptionalDouble value) {
    /** How long it lasted; one that goes on lasts up to {@code end}. */
    public Duration duration(Instant end) {
        return Duration.between(from, to.orElse(end));
    }
}
