package az.ocaq.simulation.environment;

import az.ocaq.simulation.Draw;

/** Voltage of the medium-voltage grid: slow noise and the evening's load. */
final class GridState {
    private static final double MEAN = 1.03;
    private static final double DEVIATION = 0.004;

    private double noise;

    double noise() {
        return noise;
    }

    void restore(double saved) {
        noise = saved;
    }

    void day(double[] voltage, int slotMinutes, Draw draw) {
        double keep = StrictMath.exp(-slotMinutes / 10.0);
        for (int i = 0; i < voltage.length; i++) {
            noise = keep * noise + Math.sqrt(1 - keep * keep) * draw.normal();
            double hour = (i + 0.5) * slotMinutes / 60;
            double evening = 0.006 * StrictMath.exp(-(hour - 20) * (hour - 20) / 8);
            voltage[i] = MEAN - evening + DEVIATION * noise;
        }
    }
}
