package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.PowerQuality;
import java.util.Map;
import java.util.TreeMap;

/** EN 50160: each 10-minute mean of each phase is within +10 % and −15 % of the nominal voltage; an interruption says nothing. */
final class VoltageBandDetector extends VerdictDetector {
    private static final double ROUNDING = 1e-9;
    /** No phase shows more, with a neutral that is lost: between two phases there is 1.73 times its voltage, 10 % more at most. */
    private static final double MOST = 2;

    /** What outlives a restart. */
    static final class Phases {
        /** The newest means of those that are outside. */
        Map<Integer, Double> outside = Map.of();
    }

    private final Phases phases = new Phases();
    private PowerQuality.VoltageBand band;
    private Fact newest = Fact.of(0, Double.NaN);
    private Order how = Order.NEWEST;

    VoltageBandDetector(Core core, Instance alarm, PowerQuality.VoltageBand band) {
        super(core, alarm, HeldVerdict.Clock.OF_SAMPLES);
        this.band = band;
    }

    @Override
    Object state() {
        return phases;
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        double nominal = band.nominal();
        if (order == Order.LATE || interrupted(value) || value > MOST * nominal) {
            return;
        }
        boolean outside = value > 1.1 * nominal + ROUNDING || value < 0.85 * nominal - ROUNDING;
        if (outside || phases.outside.containsKey(slot)) {
            Map<Integer, Double> changed = new TreeMap<>(phases.outside);
            changed.remove(slot);
            if (outside) {
                changed.put(slot, value);
            }
            phases.outside = changed;
            alarm.touch();
        }
        newest = Fact.of(sample.time(), value);
        how = order;
        core.judgeWhole(this);
    }

    /** The phases of one time are judged together: one that comes back as another leaves is no end. */
    @Override
    void judgeTogether() {
        if (phases.outside.isEmpty()) {
            verdict.good(newest, how);
        } else {
            double worst = phases.outside.values().iterator().next();
            verdict.bad(Fact.of(newest.eventTime(), worst), how);
        }
    }

    @Override
    boolean wantsWholeMeans() {
        return true;
    }

    @Override
    boolean interrupted(double value) {
        return value < 0.05 * band.nominal();
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof PowerQuality.VoltageBand edited) {
            band = edited;
        }
        super.reconsider();
    }
}
