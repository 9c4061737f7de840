package az.ocaq.simulation.environment;

import az.ocaq.simulation.Draw;

/** Temperature, humidity and rain of a day. */
public final class Air {
    private static final double DAILY_DEVIATION = 3;
    private static final double KEEP = 0.75;
    private static final double INERTIA_MINUTES = 720;

    private final Climate climate;
    private final int slotMinutes;
    private final double[] temperature;
    private final double[] slow;
    private final double[] humidity;
    private final double[] rainRate;
    private double before;
    private double anomaly;
    private double dewScore;
    private double slowTemperature = Double.NaN;
    private double wetYesterday;
    private double amplitudeBefore = Double.NaN;

    Air(Climate climate, int slots, int slotMinutes) {
        this.climate = climate;
        this.slotMinutes = slotMinutes;
        temperature = new double[slots];
        slow = new double[slots];
        humidity = new double[slots];
        rainRate = new double[slots];
    }

    double[] save() {
        return new double[] {before, anomaly, dewScore, slowTemperature, wetYesterday, amplitudeBefore};
    }

    void restore(double[] saved) {
        before = saved[0];
        anomaly = saved[1];
        dewScore = saved[2];
        slowTemperature = saved[3];
        wetYesterday = saved[4];
        amplitudeBefore = saved[5];
    }

    /** Decides on today's rain and gives its first and last minute; both are equal when it stays dry. */
    int[] rain(double month, Draw draw) {
        java.util.Arrays.fill(rainRate, 0);
        double wetShare = climate.wetDays(month) * (wetYesterday > 0 ? 1.5 : 0.84);
        boolean wet = draw.unit() < wetShare;
        wetYesterday = wet ? 1 : 0;
        if (!wet) {
            return new int[] {0, 0};
        }
        double amount = -5 * StrictMath.log(1 - draw.unit()) + 0.4;
        int hours = 2 + (int) draw.between(0, 7);
        int from = 60 * (int) draw.between(0, 24 - hours);
        int to = from + hours * 60;
        for (int i = 0; i < rainRate.length; i++) {
            double minute = (i + 0.5) * slotMinutes;
            if (minute > from && minute < to) {
                rainRate[i] = amount / hours * 2 * draw.unit();
            }
        }
        return new int[] {from, to};
    }

    void day(double month, double[] clear, Draw draw) {
        before = anomaly;
        anomaly = KEEP * anomaly + Math.sqrt(1 - KEEP * KEEP) * DAILY_DEVIATION * draw.normal();
        dewScore = 0.7 * dewScore + 0.714 * draw.normal();
        double mean = climate.temperature(month);
        double swing = climate.swing(month);
        double sky = 0;
        for (double c : clear) {
            sky += c / clear.length;
        }
        double amplitude = swing * Math.max(0.35, Math.min(1.15, sky * 1.2));
        double dew = mean + (before + anomaly) / 2 - amplitude - 1 + 1.5 * dewScore;
        if (Double.isNaN(slowTemperature)) {
            slowTemperature = mean;
            amplitudeBefore = amplitude;
        }
        fill(mean, amplitude, dew);
        amplitudeBefore = amplitude;
    }

    private void fill(double mean, double amplitude, double dew) {
        double keep = StrictMath.exp(-slotMinutes / INERTIA_MINUTES);
        double cooling = 0;
        for (int i = 0; i < temperature.length; i++) {
            double share = (i + 0.5) / temperature.length;
            // yesterday's swing fades out before sunrise, so that midnight has no step
            double fade = Math.min(1, share * 4);
            double course = (amplitudeBefore + fade * (amplitude - amplitudeBefore))
                    * StrictMath.cos(2 * Math.PI * (share - 0.625));
            cooling = 0.97 * cooling + 0.03 * Math.min(3, rainRate[i]);
            temperature[i] = mean + before * (1 - share) + anomaly * share + course - cooling;
            slowTemperature = keep * slowTemperature + (1 - keep) * temperature[i];
            slow[i] = slowTemperature;
            double relative = 100 * vapour(Math.min(dew, temperature[i])) / vapour(temperature[i]);
            humidity[i] = Math.max(12, Math.min(100, rainRate[i] > 0 ? Math.max(relative, 88) : relative));
        }
    }

    /** Saturation vapour pressure after Magnus, hPa. */
    private static double vapour(double celsius) {
        return 6.112 * StrictMath.exp(17.62 * celsius / (243.12 + celsius));
    }

    /** °C. */
    public double[] temperature() {
        return temperature;
    }

    /** The temperature as a house feels it, with half a day of inertia, °C. */
    public double[] slow() {
        return slow;
    }

    /** Relative humidity, %. */
    public double[] humidity() {
        return humidity;
    }

    /** mm/h. */
    public double[] rainRate() {
        return rainRate;
    }
}
