package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Condition;
import az.ocaq.alarm.rule.Condition.Counter.Check;
import java.util.OptionalDouble;

/** A counter that falls, starts again, or stands still; compared in the order of event times. */
final class CounterDetector extends Detector {
    private static final double ROUNDING = 1e-9;

    /** What outlives a restart; NaN: not seen yet. */
    static final class Kept {
        double last = Double.NaN;

        /** What was known before the newest sample: a correction of that one is compared with it. */
        double before = Double.NaN;

        double unchangedValue = Double.NaN;
        long unchangedSince;
        double guard = Double.NaN;
        long guardSince;
    }

    private final Kept kept = new Kept();
    private Condition.Counter counter;

    CounterDetector(Core core, Instance alarm, Condition.Counter counter) {
        super(core, alarm);
        this.counter = counter;
    }

    @Override
    Object state() {
        return kept;
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        if (order == Order.LATE) {
            return;
        }
        if (slot == 1) {
            guard(sample.time(), value);
        } else if (counter.check() == Check.STUCK) {
            stuck(sample.time(), value);
        } else {
            if (order == Order.CORRECTION) {
                kept.last = kept.before;
            }
            kept.before = kept.last;
            falls(sample.time(), value);
        }
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Condition.Counter edited) {
            counter = edited;
        }
    }

    private void falls(long time, double value) {
        double last = kept.last;
        double fall = last - value;
        if (fall > 0 && fall <= eps() + ROUNDING) {
            // A meter that rounds down: the highest count stands, so that many small falls are seen.
            normal(time, value);
            return;
        }
        // Not kept for each sample: after a restart the store's newest value takes its place.
        kept.last = value;
        if (Double.isNaN(last) || fall <= 0 || rollsOver(last, value)) {
            normal(time, value);
            return;
        }
        Check seen = value <= counter.resetBelow() ? Check.RESET : Check.BACKWARDS;
        if (seen == counter.check() && !alarm.active()) {
            alarm.raise(Fact.of(time, value), alarm.rule().priority());
        }
    }

    private void normal(long time, double value) {
        if (alarm.active()) {
            alarm.clear(Fact.of(time, value));
        }
    }

    private boolean rollsOver(double last, double value) {
        OptionalDouble modulus = counter.rollover().isPresent()
                ? counter.rollover()
                : core.directory().modulus(alarm.device(), counter.metric());
        if (modulus.isEmpty()) {
            return false;
        }
        double step = value + modulus.getAsDouble() - last;
        return step >= 0 && step <= counter.maxStep();
    }

    private void guard(long time, double value) {
        boolean wasTrue = guarded();
        kept.guard = value;
        if (!wasTrue && guarded()) {
            kept.guardSince = time;
        }
    }

    private boolean guarded() {
        return counter.guard()
                .map(it -> !Double.isNaN(kept.guard) && it.operator().holds(kept.guard, it.threshold()))
                .orElse(true);
    }

    private void stuck(long time, double value) {
        if (Double.isNaN(kept.unchangedValue) || Math.abs(value - kept.unchangedValue) > eps() + ROUNDING) {
            kept.unchangedValue = value;
            kept.unchangedSince = time;
            normal(time, value);
        } else if (guarded() && !alarm.active()) {
            long since = Math.max(kept.unchangedSince, counter.guard().isPresent() ? kept.guardSince : Long.MIN_VALUE);
            if (time - since >= counter.unchangedFor().toMillis()) {
                alarm.raise(Fact.of(time, value), alarm.rule().priority());
            }
        }
    }

    private double eps() {
        return counter.eps().isPresent()
                ? counter.eps().getAsDouble()
                : core.directory().resolution(alarm.device(), counter.metric()).orElse(0);
    }
}
