package az.ocaq.simulation.model;

import az.ocaq.simulation.Draw;

/**
 * When nobody is in a home on one day, in minutes: on most days somebody always is, in a large family more often; now and
 * then all are away for the whole day. Drawn from the home's key, so that its electricity and its water know the same.
 *
 * @param leaves the minute at which the last one leaves
 * @param returns the minute at which the first one is back
 */
record Presence(int leaves, int returns) {
    static final Presence ALWAYS = new Presence(0, 0);

    private static final int DAY = 24 * 60;
    private static final double AWAY_ALL_DAY = 0.02;

    static Presence of(long siteKey, int people, Day day) {
        Draw draw = new Draw(Draw.key(Draw.key(siteKey, "presence"), day.date().toEpochDay()));
        double chance = draw.unit();
        if (chance < AWAY_ALL_DAY) {
            return new Presence(0, DAY);
        }
        if (chance > (day.workday() ? 1.6 : 1.0) / people) {
            return ALWAYS;
        }
        int leaves = (int) (60 * draw.between(7.5, 14));
        return new Presence(leaves, Math.min(20 * 60, leaves + (int) (60 * draw.between(2, 8))));
    }

    boolean isHome(int minute) {
        return minute < leaves || minute >= returns;
    }

    boolean isAwayAllDay() {
        return returns - leaves == DAY;
    }

    /** When something is done: what would be while nobody is there is done in the two hours after. */
    int moved(int minute, Draw draw) {
        return isHome(minute) ? minute : returns + (int) draw.between(0, 120);
    }
}
