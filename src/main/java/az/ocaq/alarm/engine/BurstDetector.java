package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Leakage;

/**
 * A flow in multiples of what is usual at most; it raises only while the pressure is lower than usual, and clears by the flow
 * alone: with the pumps at full power the pressure may come back although the water runs on.
 */
final class BurstDetector extends SignalDetector {
    private static final double MEDIAN = 0.5;

    /** What outlives a restart; NaN: not seen yet. */
    static final class Kept {
        DelayedCondition.Run run = new DelayedCondition.Run();
        Usual flow = new Usual();
        Usual pressure = new Usual();
        double pressureNow = Double.NaN;
        long pressureTime;
    }

    private final Kept kept;
    private Leakage.Burst burst;

    // of the flow that is judged next
    private long heard;
    private double flow;
    private long arrived;
    private Order how = Order.NEWEST;

    BurstDetector(Core core, Instance alarm, Leakage.Burst burst) {
        this(core, alarm, burst, new Kept());
    }

    private BurstDetector(Core core, Instance alarm, Leakage.Burst burst, Kept kept) {
        super(core, alarm, kept.run, burst.given());
        this.kept = kept;
        this.burst = burst;
    }

    @Override
    Object state() {
        return kept;
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        boolean isFlow = slot == 0;
        if (order == Order.NEWEST) {
            learn(isFlow, sample.time(), value);
        }
        if (isFlow) {
            heard = sample.time();
            flow = value;
            arrived = arrival;
            how = order;
            core.judgeWhole(this);
        } else if (order != Order.LATE) {
            kept.pressureNow = value;
            kept.pressureTime = sample.time();
        }
    }

    @Override
    void judgeTogether() {
        condition.accept(heard, signal(heard, flow), arrived, how);
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Leakage.Burst edited) {
            burst = edited;
            edited(edited.given());
        }
    }

    private void learn(boolean isFlow, long time, double value) {
        Usual usual = isFlow ? kept.flow : kept.pressure;
        double quantile = isFlow ? burst.quantile() : MEDIAN;
        if (usual.add(
                time, value, alarm.active(), new Usual.Lesson(burst.interval().toMillis(), quantile, burst.days()))) {
            alarm.touch();
        }
    }

    private double signal(long time, double value) {
        double usual = Math.max(kept.flow.value(), burst.least());
        boolean counts = alarm.active() || isPressureLow(time);
        return counts && usual > 0 ? WindowedDetector.rounded(value / usual) : Double.NaN;
    }

    private boolean isPressureLow(long time) {
        boolean old = DelayedCondition.usualAge(core, alarm)
                .filter(it -> time - kept.pressureTime > it.toMillis())
                .isPresent();
        return !old && kept.pressureNow < WindowedDetector.rounded(kept.pressure.value() * (1 - burst.drop()));
    }
}
