package az.ocaq.simulation.model;

import az.ocaq.device.MetricRange;
import az.ocaq.measurement.Quantity;
import az.ocaq.simulation.convention.Text;

/**
 * How a device rounds and prints a metric; what is printed reads back as the very number of {@link #value}.
 *
 * @param decimals digits after the point
 * @param scale ten to the power of the digits
 * @param step smallest difference, in units of the last digit
 * @param modulus where a counter rolls over, in units of the last digit; 0 for never
 * @param downwards whether it shows only what is complete, as counters do
 * @param word whether it is printed as true or false
 */
record Resolution(int decimals, double scale, long step, long modulus, boolean downwards, boolean word) {
    private static final double DEFAULT = 0.01;
    /** Keeps sums such as 0.1 + 0.2 from falling under the digit that they are meant to reach. */
    private static final double TINY = 1e-6;

    static Resolution of(MetricRange range) {
        double resolution = range.resolution().orElse(DEFAULT);
        int decimals = 0;
        double scale = 1;
        while (decimals < 9 && Math.abs(resolution * scale - Math.rint(resolution * scale)) > TINY) {
            decimals++;
            scale *= 10;
        }
        long modulus = range.modulus().isPresent() ? Math.round(range.modulus().getAsDouble() * scale) : 0;
        boolean counter = range.kind() == Quantity.Kind.COUNTER;
        boolean word = range.kind() == Quantity.Kind.STATE && range.max() == 1;
        return new Resolution(decimals, scale, Math.max(1, Math.round(resolution * scale)), modulus, counter, word);
    }

    /** The value as the device tells it. */
    double value(double truth) {
        return steps(truth) / scale;
    }

    void print(double truth, Text to) {
        long steps = steps(truth);
        if (word) {
            to.add(steps != 0 ? "true" : "false");
            return;
        }
        to.add(steps, decimals);
    }

    private long steps(double truth) {
        double inSteps = truth * scale / step;
        long steps = step * (long) (downwards ? Math.floor(inSteps + TINY) : Math.rint(inSteps));
        return modulus > 0 ? Math.floorMod(steps, modulus) : steps;
    }
}
