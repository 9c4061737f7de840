package az.ocaq.simulation.model;

import az.ocaq.simulation.Draw;
import java.util.function.IntToDoubleFunction;

/** A moment of the day last produced; one object is moved along, because it is asked for every device and second. */
final class Moment {
    private final Day day;
    private long millis;
    private int slot;
    private double fraction;

    Moment(Day day) {
        this.day = day;
    }

    void move(long epochMillis) {
        millis = epochMillis;
        long slotMillis = day.slotMinutes() * 60_000L;
        long since = epochMillis - day.startMillis();
        slot = (int) (since / slotMillis);
        fraction = (since - slot * slotMillis) / (double) slotMillis;
    }

    Day day() {
        return day;
    }

    long millis() {
        return millis;
    }

    int slot() {
        return slot;
    }

    /** How much of the slot is over, from 0 to 1. */
    double fraction() {
        return fraction;
    }

    /** Noise of an instrument, about normal with deviation 1; {@code which} tells one device's instruments apart. */
    double noise(long key, int which) {
        return Draw.noise(Draw.key(key + which, millis));
    }

    /** A curve's value now, in a straight line between the middles of the slots. */
    double smooth(double[] curve) {
        return smooth(i -> curve[i]);
    }

    /** The same of values that nobody keeps. */
    double smooth(IntToDoubleFunction curve) {
        double position = slot + fraction - 0.5;
        int before = (int) Math.floor(position);
        double share = position - before;
        double low = curve.applyAsDouble(Math.max(before, 0));
        double high = curve.applyAsDouble(Math.min(before + 1, day.slots() - 1));
        return low + share * (high - low);
    }

    /** Minutes since local midnight. */
    double minute() {
        return (slot + fraction) * day.slotMinutes();
    }
}
