package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Limit;
import az.ocaq.alarm.rule.Signal;

/** Enough violating samples of different times within a window that ends at the newest sample. */
final class CountDetector extends VerdictDetector {
    private final History violations = new History();
    private Signal.Count count;
    private Limit limit;

    CountDetector(Core core, Instance alarm, Signal.Count count) {
        super(core, alarm, HeldVerdict.Clock.OF_SAMPLES);
        this.limit = SignalDetector.levels(core, alarm, count.given()).get(0).limit();
        this.count = count;
    }

    @Override
    Object state() {
        return violations;
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        boolean violates = limit.raises(value);
        if (order == Order.SEED && violates && violations.has(sample.time())) {
            return; // it was judged before
        }
        if (violates) {
            violations.put(sample.time(), value);
            alarm.touch();
        } else if (order == Order.CORRECTION) {
            violations.remove(sample.time());
            alarm.touch();
        }
        if (order == Order.LATE) {
            // It counts, but only the next sample may raise.
            return;
        }
        violations.dropUpTo(sample.time() - count.window().toMillis());
        Fact fact = Fact.of(sample.time(), value);
        if (violations.size >= count.count()) {
            verdict.bad(fact, order);
        } else if (violations.size == 0) {
            verdict.good(fact, order);
        } else {
            verdict.neither(fact, order);
        }
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Signal.Count edited) {
            count = edited;
            limit = SignalDetector.levels(core, alarm, edited.given()).get(0).limit();
        }
        super.reconsider();
    }
}
