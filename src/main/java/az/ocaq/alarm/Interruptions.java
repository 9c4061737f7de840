package az.ocaq.alarm;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Indices of supply interruptions after IEEE 1366, over the customers served, not those interrupted.
 *
 * @param saifi interruptions per customer
 * @param saidiMinutes minutes without supply per customer
 * @param caidiMinutes minutes per interruption; 0 without one
 * @param maifi momentary interruptions per customer
 * @param asai share of the time with supply
 */
public record Interruptions(double saifi, double saidiMinutes, double caidiMinutes, double maifi, double asai) {
    /** Customers who were without supply for a time: each step of a restoration is one. */
    public record Step(double customers, Duration duration) {}

    /**
     * What interruptions add up to.
     *
     * @param interrupted customers, each sustained interruption anew
     * @param minutes of customers without supply, in sustained interruptions
     * @param momentary customers, each momentary interruption anew
     */
    public record Sums(double interrupted, double minutes, double momentary) {
        /** Of no interruption. */
        public static final Sums NONE = new Sums(0, 0, 0);

        /**
         * Adds them up.
         *
         * @param interruptions each with the steps of its restoration
         * @param sustainedOver a longer interruption is sustained, an equally long one momentary
         */
        public static Sums of(Collection<List<Step>> interruptions, Duration sustainedOver) {
            double interrupted = 0;
            double minutes = 0;
            double momentary = 0;
            for (List<Step> steps : interruptions) {
                for (Step step : steps) {
                    if (step.duration().compareTo(sustainedOver) > 0) {
                        interrupted += step.customers();
                        minutes += step.customers() * step.duration().toMillis() / 60_000.0;
                    } else {
                        momentary += step.customers();
                    }
                }
            }
            return new Sums(interrupted, minutes, momentary);
        }

        /** These and others. */
        public Sums plus(Sums other) {
            return new Sums(interrupted + other.interrupted, minutes + other.minutes, momentary + other.momentary);
        }

        /** The indices of a period with so many customers served on average. */
        public Interruptions indices(double served, Duration period) {
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
