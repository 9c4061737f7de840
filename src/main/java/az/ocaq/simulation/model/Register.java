package az.ocaq.simulation.model;

/** A counter through one day: rises in every slot, evenly within it. */
final class Register {
    private final double[] sums;

    Register(int slots) {
        sums = new double[slots + 1];
    }

    /** Counts a slot; slots are counted in order. */
    void add(int slot, double amount) {
        sums[slot + 1] = sums[slot] + amount;
    }

    /** Counts what a curve holds above zero: {@code factor} is the length of a slot with sign and meter error. */
    void addPositive(double[] curve, double factor) {
        for (int i = 0; i < curve.length; i++) {
            sums[i + 1] = sums[i] + Math.max(0, curve[i] * factor);
        }
    }

    double at(Moment at) {
        return sums[at.slot()] + at.fraction() * (sums[at.slot() + 1] - sums[at.slot()]);
    }

    /** Starts the next day where this one ended. */
    void begin() {
        sums[0] = sums[sums.length - 1];
    }

    double end() {
        return sums[sums.length - 1];
    }

    /** Ends the day before at this value. */
    void restore(double value) {
        sums[sums.length - 1] = value;
    }
}
