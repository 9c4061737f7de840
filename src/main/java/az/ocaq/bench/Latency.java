package az.ocaq.bench;

import java.util.Arrays;

/**
 * How long it takes at a rate of load from publishing a value until it is where it is waited for.
 *
 * @param rate messages per second
 * @param p50 milliseconds within which half of the values were there
 * @param p99 milliseconds within which 99 of 100 were there
 * @param samples values measured
 */
record Latency(int rate, double p50, double p99, int samples) {
    static Latency of(int rate, double[] milliseconds) {
        double[] sorted = milliseconds.clone();
        Arrays.sort(sorted);
        return new Latency(rate, at(sorted, 0.5), at(sorted, 0.99), sorted.length);
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1.0, share * sorted.length)];
    }
}
