package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Leakage;
import java.time.Duration;

/**
 * Water that flows without a rest for many hours: in each of the means that the rule looks at, or in each hour. A quiet one, or
 * a gap of an hour, begins anew.
 */
final class ContinuousFlowDetector extends VerdictDetector {
    private static final long HOUR = 3_600_000;

    /** What outlives a restart. */
    static final class Kept {
        long last = Long.MIN_VALUE;
        /** When the flow began that has not rested since; what is seen last is over a whole hour where nothing else is known. */
        long since = Long.MAX_VALUE;
    }

    private final Kept kept = new Kept();
    private Leakage.ContinuousFlow flow;

    ContinuousFlowDetector(Core core, Instance alarm, Leakage.ContinuousFlow flow) {
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
            kept.since = Long.MAX_VALUE;
            verdict.good(Fact.of(sample.time(), value), order);
            return;
        }
        if (gap || kept.since == Long.MAX_VALUE) {
            kept.since = sample.time() - alarm.mean().map(Duration::toMillis).orElse(HOUR);
        }
        if (sample.time() - kept.since >= flow.hours() * HOUR) {
            verdict.bad(Fact.of(sample.time(), value), order);
        } else {
            verdict.neither(Fact.of(sample.time(), value), order);
        }
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Leakage.ContinuousFlow edited) {
            flow = edited;
        }
        super.reconsider();
    }
}
