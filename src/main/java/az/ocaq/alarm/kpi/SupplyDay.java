package az.ocaq.alarm.kpi;

import az.ocaq.alarm.Interruptions;
import az.ocaq.alarm.Interruptions.Step;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

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
    private static final Duration SUSTAINED = Duration.ofMinutes(5);

    /**
     * What interruptions add up to.
     *
     * @param interrupted customers, each sustained interruption anew
     * @param minutes of customers without supply, in sustained interruptions
     * @param momentary customers, each momentary interruption anew
     */
    public record Sums(double interrupted, double minutes, double momentary) {
        static final Sums NONE = new Sums(0, 0, 0);

        static Sums of(Collection<List<Step>> interruptions) {
            double interrupted = 0;
            double minutes = 0;
            double momentary = 0;
            for (List<Step> steps : interruptions) {
                for (Step step : steps) {
                    if (step.duration().compareTo(SUSTAINED) > 0) {
                        interrupted += step.customers();
                        minutes += step.customers() * step.duration().toMillis() / 60_000.0;
                    } else {
                        momentary += step.customers();
                    }
                }
            }
            return new Sums(interrupted, minutes, momentary);
        }

        Sums plus(Sums other) {
            return new Sums(interrupted + other.interrupted, minutes + other.minutes, momentary + other.momentary);
        }

        /** The indices of a period with so many customers served on average. */
        Interruptions indices(double served, Duration period) {
            double saidi = minutes / served;
            return new Interruptions(
                    interrupted / served,
                    saidi,
                    interrupted == 0 ? 0 : minutes / interrupted,
                    momentary / served,
                    1 - saidi / (period.toMillis() / 60_000.0));
        }
    }
}
