package az.ocaq.alarm;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One time that an alarm was raised, as the journal tells it.
 *
 * @param entry number of the journal's line, by which pages go on
 * @param alarm the alarm with this occurrence's number, state, times and value
 * @param acknowledgedAt when somebody acknowledged it
 * @param clearedAt when its condition was false again
 */
public record Occurrence(long entry, Alarm alarm, Optional<Instant> acknowledgedAt, Optional<Instant> clearedAt) {
    /**
     * Which ones are asked for.
     *
     * @param from raised then or later, by the server's clock
     * @param until raised before
     * @param before older than this line of the journal
     * @param most how many
     * @param taken which alarms; called on a worker thread
     */
    public record Wanted(
            Optional<Instant> from, Optional<Instant> until, long before, int most, Predicate<Alarm> taken) {}
}
