package az.ocaq.simulation.environment;

import az.ocaq.simulation.Draw;

/**
 * The frequency of the grid second by second, one for all villages on it: noise that returns to 50 Hz within about a minute
 * (deviation 17 mHz), and on some days the trip of a generator far away, which takes 100 mHz and is made good in five
 * minutes. Each day (UTC) is drawn by itself. One thread at a time.
 */
public final class GridFrequency {
    private static final int SECONDS = 86_400;
    private static final double DEVIATION = 0.017;
    private static final double KEEP = StrictMath.exp(-1 / 60.0);
    private static final double TRIPS_PER_DAY = 0.3;
    private static final double DIP = 0.1;
    private static final double RECOVERY_SECONDS = 150;

    private final long key;
    private final float[] deviation = new float[SECONDS];
    private long day = Long.MIN_VALUE;

    public GridFrequency(long seed) {
        key = Draw.key(seed, "grid frequency");
    }

    /** The frequency at a time, Hz. */
    public double at(long epochMillis) {
        long second = Math.floorDiv(epochMillis, 1000);
        long wanted = Math.floorDiv(second, SECONDS);
        if (wanted != day) {
            day = wanted;
            fill(new Draw(Draw.key(key, day)));
        }
        return 50 + deviation[Math.floorMod(second, SECONDS)];
    }

    private void fill(Draw draw) {
        double trip = draw.unit() < TRIPS_PER_DAY ? draw.between(0, SECONDS) : SECONDS;
        double noise = draw.normal();
        double fresh = Math.sqrt(1 - KEEP * KEEP);
        double dip = 0;
        double recovers = StrictMath.exp(-1 / RECOVERY_SECONDS);
        for (int i = 0; i < SECONDS; i++) {
            noise = KEEP * noise + fresh * draw.normal();
            dip = i >= trip && i - 1 < trip ? -DIP : dip * recovers;
            deviation[i] = (float) (DEVIATION * noise + dip);
        }
    }
}
