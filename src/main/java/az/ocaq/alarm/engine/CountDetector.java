package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Condition;

/** Enough violating samples of different times within a window that ends at the newest sample. */
final class CountDetector extends Detector {
    private final History violations = new History();
    private Condition.Count count;

    CountDetector(Core core, Instance alarm, Condition.Count count) {
        super(core, alarm);
        this.count = count;
    }

    @Override
    Object state() {
        return violations;
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        boolean violates = count.limit().raises(value);
        if (violates) {
            violations.put(sample.time(), value);
            alarm.touch();
        } else if (order == Order.CORRECTION) {
            violations.remove(sample.time());
        }
        if (order == Order.LATE) {
            // It counts, but only the next sample may raise.
            return;
        }
        violations.dropUpTo(sample.time() - count.window().toMillis());
        if (!alarm.active() && violations.size >= count.count()) {
            alarm.raise(Fact.of(sample.time(), value), alarm.rule().priority());
        } else if (alarm.active() && violations.size == 0) {
            alarm.clear(Fact.of(sample.time(), value));
        }
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Condition.Count edited) {
            count = edited;
        }
    }
}
