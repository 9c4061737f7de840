package az.ocaq.simulation.environment;

import az.ocaq.simulation.Draw;

/**
 * How much of the clear sky's light comes through: a Markov chain over clear, broken and overcast with steps of ten
 * minutes and a dwell time of six hours, whose stationary shares give the month's mean.
 */
final class Clouds {
    private static final int STEP = 10;
    private static final double BROKEN_SHARE = 0.25;
    private static final double STAY = 1 - 1 / 36.0;

    private static final int CLEAR = 0;
    private static final int BROKEN = 1;
    private static final int OVERCAST = 2;

    private int state = CLEAR;
    private double last = 1;

    double code() {
        return state;
    }

    double last() {
        return last;
    }

    void restore(double code, double value) {
        state = (int) code;
        last = value;
    }

    /** Fills a day; {@code rainFrom} to {@code rainTo} (minutes) are overcast. */
    void day(double[] index, int slotMinutes, double mean, Draw draw, int[] rain) {
        double clear = Math.max(0.02, Math.min(1 - BROKEN_SHARE, (mean - 0.42) / 0.68));
        boolean bright = true;
        for (int minute = 0, slot = 0; minute < 24 * 60; minute += STEP) {
            boolean wet = minute >= rain[0] && minute < rain[1];
            state = wet ? OVERCAST : next(clear, draw);
            double target = target(draw);
            for (int end = minute + STEP; slot * slotMinutes < end && slot < index.length; slot++) {
                if (state == BROKEN) {
                    bright = draw.unit() < slotMinutes / 5.0 ? !bright : bright;
                    last = (bright ? 1.04 : 0.40) + 0.02 * draw.normal();
                } else {
                    double follow = Math.min(1, slotMinutes / 8.0);
                    last += follow * (target - last);
                }
                index[slot] = Math.max(0.04, last);
            }
        }
    }

    private int next(double clear, Draw draw) {
        if (draw.unit() < STAY) {
            return state;
        }
        double u = draw.unit();
        if (u < clear) {
            return CLEAR;
        }
        return u < clear + BROKEN_SHARE ? BROKEN : OVERCAST;
    }

    private double target(Draw draw) {
        return state == OVERCAST
                ? Math.max(0.05, Math.min(0.6, 0.32 + 0.08 * draw.normal()))
                : 1 + 0.03 * draw.normal();
    }
}
