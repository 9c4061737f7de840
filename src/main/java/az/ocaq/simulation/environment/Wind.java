package az.ocaq.simulation.environment;

import az.ocaq.simulation.Draw;

/**
 * Wind as a Weibull quantile of a normal score made of a slow and a fast part (autocorrelation times 10 h and 1 h), with
 * its daily course; the parameters follow a measured year of a 1.5 MW turbine's anemometer.
 */
final class Wind {
    private static final double SHAPE = 1.8;
    /** Gamma(1 + 1/1.8): the mean of a Weibull distribution as a multiple of its scale. */
    private static final double MEAN_OF_SCALE = 0.8893;

    private double slow;
    private double fast;
    private double heading = 240;

    double[] save() {
        return new double[] {slow, fast, heading};
    }

    void restore(double[] saved) {
        slow = saved[0];
        fast = saved[1];
        heading = saved[2];
    }

    /** Fills a day with speeds at 10 m and directions. */
    void day(double[] speed, double[] direction, int slotMinutes, double mean, Draw draw) {
        double keepSlow = StrictMath.exp(-slotMinutes / 600.0);
        double keepFast = StrictMath.exp(-slotMinutes / 60.0);
        double scale = mean / MEAN_OF_SCALE;
        for (int i = 0; i < speed.length; i++) {
            slow = keepSlow * slow + Math.sqrt(1 - keepSlow * keepSlow) * draw.normal();
            fast = keepFast * fast + Math.sqrt(1 - keepFast * keepFast) * draw.normal();
            double score = Math.sqrt(0.6) * slow + Math.sqrt(0.4) * fast;
            double hour = (i + 0.5) * slotMinutes / 60.0;
            double course = 0.99 + 0.13 * StrictMath.cos(2 * Math.PI * (hour - 17) / 24);
            speed[i] = course * scale * StrictMath.pow(-StrictMath.log(1 - normalShare(score)), 1 / SHAPE);
            heading += 0.5 * Math.sqrt(slotMinutes) * draw.normal() + 0.002 * slotMinutes * (240 - heading);
            direction[i] = (heading % 360 + 360) % 360;
        }
    }

    /** The standard normal distribution, to 1e-4 (a logistic in the cubed score), kept off 0 and 1. */
    private static double normalShare(double z) {
        double share = 1 / (1 + StrictMath.exp(-(1.5976 * z + 0.070565992 * z * z * z)));
        return Math.max(1e-6, Math.min(1 - 1e-9, share));
    }
}
