package az.ocaq.simulation.environment;

import az.ocaq.simulation.Draw;

/** Voltage and frequency of the medium-voltage grid: slow noise, and now and then the trip of a generator far away. */
final class GridState {
    private static final double MEAN = 1.03;
    private static final double DEVIATION = 0.004;
    private static final double TRIPS_PER_DAY = 0.3;

    private double voltageNoise;
    private double frequencyNoise;

    double voltage() {
        return voltageNoise;
    }

    double frequency() {
        return frequencyNoise;
    }

    void restore(double savedVoltage, double savedFrequency) {
        voltageNoise = savedVoltage;
        frequencyNoise = savedFrequency;
    }

    void day(double[] voltage, double[] frequency, int slotMinutes, Draw draw) {
        double keepVoltage = StrictMath.exp(-slotMinutes / 10.0);
        double keepFrequency = StrictMath.exp(-slotMinutes);
        double trip = draw.unit() < TRIPS_PER_DAY ? draw.between(0, 24 * 60) : -100;
        for (int i = 0; i < voltage.length; i++) {
            voltageNoise = keepVoltage * voltageNoise + Math.sqrt(1 - keepVoltage * keepVoltage) * draw.normal();
            frequencyNoise =
                    keepFrequency * frequencyNoise + Math.sqrt(1 - keepFrequency * keepFrequency) * draw.normal();
            double hour = (i + 0.5) * slotMinutes / 60;
            double evening = 0.006 * StrictMath.exp(-(hour - 20) * (hour - 20) / 8);
            voltage[i] = MEAN - evening + DEVIATION * voltageNoise;
            double since = i * slotMinutes - trip;
            double dip = since >= 0 && since < 30 ? -0.1 * StrictMath.exp(-since / 2.5) : 0;
            frequency[i] = 50 + 0.017 * frequencyNoise + dip;
        }
    }
}
