package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Condition;

/** Water that flows in every one of many hours in a row; a quiet hour or a gap begins anew. */
final class ContinuousFlowDetector extends VerdictDetector {
    private static final long HOUR = 3_600_000;

    /** What outlives a restart. */
    static final class Kept {
        long last = Long.MIN_VALUE;
        int hours;
    }

    private final Kept kept = new Kept();
    private Condition.ContinuousFlow flow;

    ContinuousFlowDetector(Core core, Instance alarm, Condition.ContinuousFlow flow) {
        super(core, alarm, HeldVerdict.Clock.OF_SAMPLES);
        this.flow = flow;
    }

    @Override
    Object state() {
        return kept;
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        boolean newest = order == Order.NEWEST || order == Order.SEED;
        if (!newest || sample.time() <= kept.last) {
            return;
        }
        boolean gap = kept.last != Long.MIN_VALUE && sample.time() - kept.last > HOUR;
        kept.last = sample.time();
        alarm.touch();
        if (value < flow.minFlow()) {
            kept.hours = 0;
            verdict.good(Fact.of(sample.time(), value), order);
            return;
        }
        kept.hours = gap ? 1 : kept.hours + 1;
        if (kept.hours >= flow.hours()) {
            verdict.bad(Fact.of(sample.time(), value), order);
        } else {
            verdict.neither(Fact.of(sample.time(), value), order);
        }
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Condition.ContinuousFlow edited) {
            flow = edited;
        }
        super.reconsider();
    }
}
