package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Signal;
import az.ocaq.alarm.rule.Signal.Counter.Check;
import java.util.OptionalDouble;

/** A counter that falls, starts again, or stands still; compared in the order of event times. */
final class CounterDetector extends VerdictDetector {
    private static final double ROUNDING = 1e-9;

    /** What outlives a restart; NaN: not seen yet. */
    static final class Kept {
        double last = Double.NaN;

        /** When it was last told what the counter shows. */
        long at = Long.MIN_VALUE;

        /** What was known before the newest sample: a correction of that one is compared with it. */
        double before = Double.NaN;

        double unchangedValue = Double.NaN;
        long unchangedSince;
        double guard = Double.NaN;
        long guardSince;

        /** While a delay runs: what the counter showed before it fell, NaN when none does, and what the fall looked like. */
        double mark = Double.NaN;

        Check seen = Check.BACKWARDS;
    }

    private final Kept kept = new Kept();
    /** Since when the counter stands under its guard, of what is kept: written when it does, and not with each step or rest of one that counts. */
    private long written = Long.MIN_VALUE;

    private Signal.Counter counter;

    CounterDetector(Core core, Instance alarm, Signal.Counter counter) {
        super(core, alarm, HeldVerdict.Clock.OF_SAMPLES);
        this.counter = counter;
    }

    @Override
    Object state() {
        return kept;
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        boolean known = order == Order.SEED && slot == 0 && sample.time() <= kept.at;
        if (order == Order.LATE || known) {
            return;
        }
        if (slot == 1) {
            guard(sample.time(), value);
        } else if (counter.check() == Check.STUCK) {
            if (guardsItself()) {
                guard(sample.time(), value);
            }
            stuck(sample.time(), value, order);
        } else {
            if (order == Order.CORRECTION) {
                kept.last = kept.before;
            }
            kept.before = kept.last;
            kept.at = sample.time();
            falls(sample.time(), value, order);
        }
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Signal.Counter edited) {
            counter = edited;
        }
        super.reconsider();
    }

    private void falls(long time, double value, Order order) {
        if (staysDown(value)) {
            if (kept.last - value > eps() + ROUNDING) {
                kept.seen = kindOf(value);
            }
            kept.last = value;
            judge(kept.seen == counter.check(), Fact.of(time, value), order);
            return;
        }
        double last = kept.last;
        double fall = last - value;
        if (fall > 0 && fall <= eps() + ROUNDING) {
            // A meter that rounds down: the highest count stands, so that many small falls are seen.
            verdict.good(Fact.of(time, value), order);
            return;
        }
        // Not kept for each sample: after a restart the store's newest value takes its place.
        kept.last = value;
        if (Double.isNaN(last) || fall <= 0 || rollsOver(last, value)) {
            verdict.good(Fact.of(time, value), order);
            return;
        }
        kept.seen = kindOf(value);
        if (held()) {
            kept.mark = last;
            alarm.touch();
        }
        judge(kept.seen == counter.check(), Fact.of(time, value), order);
    }

    /**
     * Whether the counter, which fell a while ago, still shows less than before: what a delay asks for, as the fall itself is
     * over with the next reading. A raised alarm ends with it, delay or not: an exchanged meter would never get back there.
     */
    private boolean staysDown(double value) {
        boolean waits = held() && !alarm.active() && !Double.isNaN(kept.mark);
        if (waits && kept.mark - value > eps() + ROUNDING) {
            return true;
        }
        if (!Double.isNaN(kept.mark)) {
            kept.mark = Double.NaN;
            alarm.touch();
        }
        return false;
    }

    private Check kindOf(double value) {
        return value <= counter.resetBelow() ? Check.RESET : Check.BACKWARDS;
    }

    private boolean held() {
        return !alarm.rule().delays().on().isZero() || alarm.rule().delays().samples() > 1;
    }

    private void judge(boolean bad, Fact fact, Order order) {
        if (bad) {
            verdict.bad(fact, order);
        } else {
            verdict.neither(fact, order);
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
        if (wasTrue && !guarded() && written == stoodSince()) {
            alarm.touch();
        }
        if (!wasTrue && guarded()) {
            kept.guardSince = time;
        }
    }

    /** Whether the counter is its own guard: what an empty tank shows does not move. */
    private boolean guardsItself() {
        return counter.guard()
                .filter(it -> it.metric().equals(counter.metric()))
                .isPresent();
    }

    private boolean guarded() {
        return counter.guard()
                .map(it -> !Double.isNaN(kept.guard) && it.operator().holds(kept.guard, it.threshold()))
                .orElse(true);
    }

    private void stuck(long time, double value, Order order) {
        if (Double.isNaN(kept.unchangedValue) || Math.abs(value - kept.unchangedValue) > eps() + ROUNDING) {
            kept.unchangedValue = value;
            kept.unchangedSince = time;
            verdict.good(Fact.of(time, value), order);
            return;
        }
        if (guarded() && written != stoodSince()) {
            written = stoodSince();
            alarm.touch();
        }
        boolean stands =
                guarded() && time - stoodSince() >= counter.unchangedFor().toMillis();
        judge(stands, Fact.of(time, value), order);
    }

    private long stoodSince() {
        return Math.max(kept.unchangedSince, counter.guard().isPresent() ? kept.guardSince : Long.MIN_VALUE);
    }

    private double eps() {
        return counter.eps().isPresent()
                ? counter.eps().getAsDouble()
                : core.directory().resolution(alarm.device(), counter.metric()).orElse(0);
    }
}
