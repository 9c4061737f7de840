package az.ocaq.alarm.kpi;

import az.ocaq.alarm.Interruptions.Sums;
import java.time.Duration;
import java.time.LocalDate;

/**
 * The interruptions of supply that began in a settlement on one day.
 *
 * @param customers served on it
 * @param interruptions how many, unplanned
 * @param open whether one of them still goes on, which counts up to now
 * @param planned announced work
 */
public record SupplyDay(
        String settlement,
        LocalDate day,
        int customers,
        int interruptions,
        boolean open,
        Sums unplanned,
        Sums planned) {
    /** Longer is sustained, as long is momentary (IEEE 1366, 3.24). */
    static final Duration SUSTAINED = Duration.ofMinutes(5);
}
