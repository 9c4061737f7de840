package az.ocaq.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How fast people deal with alarms.
 *
 * @param meanMinutesToAcknowledge over those that were acknowledged
 * @param meanMinutesToResolve from raise to the crew's "resolved"
 * @param staleOver24Hours active for more than a day
 * @param unacknowledged how many nobody acknowledged
 */
public record AlarmHandling(
        OptionalDouble meanMinutesToAcknowledge,
        OptionalDouble meanMinutesToResolve,
        long staleOver24Hours,
        long unacknowledged) {
    /** The times of one alarm. */
    public record Times(
            Instant raised, Optional<Instant> acknowledged, Optional<Instant> resolved, Optional<Instant> cleared) {}

    /** Computes them as of a time. */
    public static AlarmHandling of(List<Times> alarms, Instant now) {
        return new AlarmHandling(
                alarms.stream()
                        .filter(it -> it.acknowledged().isPresent())
                        .mapToDouble(
                                it -> minutes(it.raised(), it.acknowledged().orElseThrow()))
                        .average(),
                alarms.stream()
                        .filter(it -> it.resolved().isPresent())
                        .mapToDouble(it -> minutes(it.raised(), it.resolved().orElseThrow()))
                        .average(),
                alarms.stream()
                        .filter(it -> it.cleared().isEmpty())
                        .filter(it -> Duration.between(it.raised(), now).compareTo(Duration.ofDays(1)) > 0)
                        .count(),
                alarms.stream().filter(it -> it.acknowledged().isEmpty()).count());
    }

    private static double minutes(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 60_000.0;
    }
}
