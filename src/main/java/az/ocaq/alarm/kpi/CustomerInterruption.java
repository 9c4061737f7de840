package az.ocaq.alarm.kpi;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/**
 * One interruption of one customer's supply.
 *
 * @param day on which it began, in the settlement's zone
 * @param place whose outage it was, {@code settlement/site}: a feeder, water works, the home itself
 * @param customer the device that was silent; of water and heat the site, {@code settlement/site}
 * @param began for all customers of the outage
 * @param planned whether it was announced work
 * @param open whether it goes on, and the duration is that up to now
 */
public record CustomerInterruption(
        String settlement,
        LocalDate day,
        String place,
        String customer,
        Instant began,
        Duration duration,
        boolean planned,
        boolean open) {
    /** Longer is sustained, as long is momentary (IEEE 1366, 3.24). */
    static final Duration MOMENTARY = Duration.ofMinutes(5);

    boolean isSustained() {
        return duration.compareTo(MOMENTARY) > 0;
    }
}
