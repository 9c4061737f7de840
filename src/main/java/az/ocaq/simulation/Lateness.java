package az.ocaq.simulation;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How late reports are acknowledged after the time at which they were due, in classes of about 9 %. Any thread may add; one
 * reads.
 */
final class Lateness {
    private static final int PER_DOUBLING = 8;
    private static final int CLASSES = 27 * PER_DOUBLING;

    private final AtomicLongArray counts = new AtomicLongArray(CLASSES);

    /** One report more; one that is early is not late. */
    void add(double millis) {
        double doublings = Math.log(1 + Math.max(0, millis)) / Math.log(2);
        counts.incrementAndGet((int) Math.min(CLASSES - 1, doublings * PER_DOUBLING));
    }

    /** What was added since the last time. */
    Figures take() {
        long[] taken = new long[CLASSES];
        long sum = 0;
        for (int i = 0; i < CLASSES; i++) {
            taken[i] = counts.getAndSet(i, 0);
            sum += taken[i];
        }
        return new Figures(sum, upTo(taken, sum * 0.5), upTo(taken, sum * 0.99), upTo(taken, (double) sum));
    }

    private static double upTo(long[] counts, double share) {
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen > 0 && seen >= share) {
                return Math.pow(2, (i + 1.0) / PER_DOUBLING) - 1;
            }
        }
        return 0;
    }

    /**
     * Lateness of reports.
     *
     * @param reports how many
     * @param median half of them were not later, ms
     * @param most99 99 % of them were not later, ms
     * @param most none was later, ms
     */
    record Figures(long reports, double median, double most99, double most) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "late p50 %.0f ms, p99 %.0f ms, max %.0f ms", median, most99, most);
        }
    }
}
