package az.ocaq.simulation.model;

import java.util.function.IntToDoubleFunction;

/**
 * A counter through one day: rises in every slot, evenly within it. It keeps no curve, for there are hundreds of thousands of
 * counters: it walks through the day with the moments that are asked for. One thread at a time.
 */
final class Register {
    private static final double[] NO_CURVE = {};

    private IntToDoubleFunction amounts = slot -> 0;
    /** Instead of a function, a curve with a factor, of which what is above zero counts. */
    private double[] curve = NO_CURVE;

    private double factor;
    private double start;
    private double end;
    private int slot;
    private double before;
    private double after;

    /**
     * Counts the day that follows.
     *
     * @param slots of the day
     * @param counted the amount of each slot, the same one as long as the day lasts
     */
    void count(int slots, IntToDoubleFunction counted) {
        curve = NO_CURVE;
        amounts = counted;
        start = end;
        for (int i = 0; i < slots; i++) {
            end += counted.applyAsDouble(i);
        }
        rewind();
    }

    /** Counts what a curve holds above zero: {@code times} is the length of a slot with sign and meter error. */
    void count(double[] counted, double times) {
        curve = counted;
        factor = times;
        start = end;
        double sum = end;
        for (double value : counted) {
            double amount = value * times;
            if (amount > 0) {
                sum += amount;
            }
        }
        end = sum;
        rewind();
    }

    private double amount(int of) {
        return curve.length == 0 ? amounts.applyAsDouble(of) : Math.max(0, curve[of] * factor);
    }

    double at(Moment at) {
        if (at.slot() < slot) {
            rewind();
        }
        while (slot < at.slot()) {
            slot++;
            before = after;
            after = before + amount(slot);
        }
        return before + at.fraction() * (after - before);
    }

    private void rewind() {
        slot = 0;
        before = start;
        after = before + amount(0);
    }

    double end() {
        return end;
    }

    /** Ends the day before at this value. */
    void restore(double value) {
        end = value;
    }
}
