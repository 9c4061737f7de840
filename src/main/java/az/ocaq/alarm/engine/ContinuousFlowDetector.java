package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Condition;

/** Water that flows in every one of many hours in a row; a quiet hour or a gap begins anew. */
final class ContinuousFlowDetector extends Detector {
    private static final long HOUR = 3_600_000;

    /** What outlives a restart. */
    static final class Kept {
        long last = Long.MIN_VALUE;
        int hours;
    }

    private final Kept kept = new Kept();
    private Condition.ContinuousFlow flow;

    ContinuousFlowDetector(Core core, Instance alarm, Condition.ContinuousFlow flow) {
        super(core, alarm);
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
            if (alarm.active()) {
                alarm.clear(Fact.of(sample.time(), value));
            }
            return;
        }
        kept.hours = gap ? 1 : kept.hours + 1;
        if (kept.hours >= flow.hours() && !alarm.active()) {
            alarm.raise(Fact.of(sample.time(), value), alarm.rule().priority());
        }
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Condition.ContinuousFlow edited) {
            flow = edited;
        }
    }
}
