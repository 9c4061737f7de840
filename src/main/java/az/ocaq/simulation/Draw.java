package az.ocaq.simulation;

/**
 * Pseudo-random numbers from a key (SplitMix64): the same key gives the same numbers, on every machine. What a device
 * draws hangs on its own key alone, so that adding a device changes no other one. Not thread-safe.
 */
public final class Draw {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double TO_UNIT = 0x1p-53;

    private long state;

    public Draw(long key) {
        state = key;
    }

    /** A key made of two. */
    public static long key(long first, long second) {
        return mix(first * GOLDEN + mix(second + GOLDEN));
    }

    /** A key made of one and a text. */
    public static long key(long first, String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return key(first, hash);
    }

    /** Evenly from 0 to 1, for a key alone. */
    public static double unit(long key) {
        return (mix(key) >>> 11) * TO_UNIT;
    }

    /** About normal with mean 0 and deviation 1, at most 3.5, for a key alone: four sixteenths of a hash summed. */
    public static double noise(long key) {
        long bits = mix(key);
        long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
        return (sum - 131070) * (1.0 / 37837.0);
    }

    /** Evenly from 0 to 1. */
    public double unit() {
        state += GOLDEN;
        return (mix(state) >>> 11) * TO_UNIT;
    }

    /** Evenly between two numbers. */
    public double between(double low, double high) {
        return low + unit() * (high - low);
    }

    /** About normal with mean 0 and deviation 1, at most 3.5: millions a day are drawn, so cheaply. */
    public double normal() {
        state += GOLDEN;
        return noise(state);
    }

    /** Whole, with this mean (Poisson; for small means). */
    public int count(double mean) {
        double limit = StrictMath.exp(-mean);
        double product = unit();
        int count = 0;
        while (product > limit && count < 200) {
            product *= unit();
            count++;
        }
        return count;
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
