package az.ocaq.simulation.environment;

/**
 * What is usual at a place of Karabakh and East Zangezur, month by month; between Aghali (330 m) and Shusha (1,400 m) by
 * altitude. The figures are assumptions between the outlooks of the national weather service for plain and mountain.
 */
record Climate(double altitude) {
    private static final double[] VALLEY = {2.5, 4, 8.5, 14, 19, 24, 27.5, 27, 22, 15.5, 9, 4.5};
    private static final double[] MOUNTAIN = {-2, -1.5, 2.5, 8, 12.5, 16.5, 19.5, 19.5, 15.5, 10, 4.5, 0};
    private static final double[] CLEARNESS = {.61, .66, .67, .73, .80, .87, .90, .90, .85, .84, .70, .61};
    private static final double[] TURBIDITY = {2.6, 2.8, 3.2, 3.6, 3.8, 3.8, 3.9, 3.8, 3.5, 3.1, 2.8, 2.6};
    private static final double[] WET_DAYS = {.20, .22, .26, .28, .28, .20, .10, .10, .17, .24, .22, .20};
    private static final double[] RIVER = {.55, .6, .85, 1, 1, 1, .75, .5, .45, .5, .55, .55};
    private static final double VALLEY_ALTITUDE = 330;
    private static final double MOUNTAIN_ALTITUDE = 1400;

    /** Mean temperature of the air, °C; {@code month} counts from 0 with its fraction, its middle is .5. */
    double temperature(double month) {
        double share = share();
        return at(VALLEY, month) * (1 - share) + at(MOUNTAIN, month) * share;
    }

    /** Half the swing between night and afternoon, K. */
    double swing(double month) {
        return 5.5 - 1.5 * StrictMath.cos(2 * Math.PI * (month - 0.5) / 12);
    }

    /** Mean share of the clear sky's light. */
    double clearness(double month) {
        return at(CLEARNESS, month);
    }

    double turbidity(double month) {
        return at(TURBIDITY, month);
    }

    double wetDays(double month) {
        return at(WET_DAYS, month);
    }

    /** Flow of the river as a share of what the hydro plant can use. */
    double river(double month) {
        return at(RIVER, month);
    }

    /** Mean wind speed, m/s. */
    double wind() {
        return 3.0 + 1.5 * share();
    }

    private double share() {
        double share = (altitude - VALLEY_ALTITUDE) / (MOUNTAIN_ALTITUDE - VALLEY_ALTITUDE);
        return Math.max(-0.2, Math.min(1.5, share));
    }

    /** Between the middles of the months, in a straight line. */
    private static double at(double[] months, double month) {
        double position = month - 0.5 + 12;
        int before = (int) Math.floor(position);
        double share = position - before;
        return months[before % 12] * (1 - share) + months[(before + 1) % 12] * share;
    }
}
