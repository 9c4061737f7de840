package az.ocaq.simulation.model;

import az.ocaq.simulation.Draw;

/** When in the day something happens: minutes drawn by the weight of each hour. */
final class Times {
    /** Cooking and kettles. */
    static final Times MEALS =
            new Times(0, 0, 0, 0, 0, .5, 1.5, 3, 2, 1, 1, 1.5, 3, 2, 1, 1, 1, 2, 3.5, 3, 2, 1.5, 1, .3);
    /** Washing and ironing. */
    static final Times CHORES = new Times(0, 0, 0, 0, 0, 0, .3, 1, 2, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 1.5, 1, .3, 0);
    /** Television. */
    static final Times LEISURE =
            new Times(0, 0, 0, 0, 0, 0, .2, .5, .5, .5, .5, .5, 1, 1, 1, 1, 1.5, 2, 4, 5, 5, 3, 1, 0);
    /** Washing oneself, taps and toilets. */
    static final Times WATER = new Times(
            .2, .1, .1, .1, .2, .6, 1.4, 1.9, 1.9, 1.3, 1, .9, 1, 1, .9, .9, 1, 1.2, 1.6, 1.6, 1.6, 1.3, .9, .5);

    /** Cars at a public charging point. */
    static final Times ERRANDS =
            new Times(.1, .1, 0, 0, 0, .1, .5, 1.5, 2.5, 3, 3, 3, 2.8, 2.8, 2.8, 2.8, 3, 3, 2.5, 1.8, 1, .6, .3, .2);

    private final double[] cumulative = new double[24];

    private Times(double... weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            cumulative[i] = sum;
        }
        for (int i = 0; i < weights.length; i++) {
            cumulative[i] /= sum;
        }
    }

    /** A minute of the day. */
    int minute(Draw draw) {
        double u = draw.unit();
        int hour = 0;
        while (cumulative[hour] < u) {
            hour++;
        }
        double before = hour == 0 ? 0 : cumulative[hour - 1];
        return Math.min(24 * 60 - 1, (int) (60 * (hour + (u - before) / (cumulative[hour] - before))));
    }
}
