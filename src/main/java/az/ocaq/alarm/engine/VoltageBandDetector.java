package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Condition;

/** EN 50160: each 10-minute mean is within +10 % and −15 % of the nominal voltage; an interruption says nothing. */
final class VoltageBandDetector extends VerdictDetector {
    private static final double ROUNDING = 1e-9;

    private static final class Nothing {}

    private Condition.VoltageBand band;

    VoltageBandDetector(Core core, Instance alarm, Condition.VoltageBand band) {
        super(core, alarm, HeldVerdict.Clock.OF_SAMPLES);
        this.band = band;
    }

    @Override
    Object state() {
        return new Nothing();
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        double nominal = band.nominal();
        if (order == Order.LATE || value < 0.05 * nominal) {
            return;
        }
        boolean outside = value > 1.1 * nominal + ROUNDING || value < 0.85 * nominal - ROUNDING;
        if (outside) {
            verdict.bad(Fact.of(sample.time(), value), order);
        } else {
            verdict.good(Fact.of(sample.time(), value), order);
        }
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Condition.VoltageBand edited) {
            band = edited;
        }
        super.reconsider();
    }
}
