package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Condition;

/** How fast a value changes, over the samples of a window that ends at the newest. */
final class RateDetector extends SignalDetector {
    /** As many samples of a window are kept: the oldest must not be lost however dense they come. */
    private static final int FINENESS = 400;

    /** What outlives a restart. */
    static final class Kept {
        DelayedCondition.Run run = new DelayedCondition.Run();
        History samples = new History();
    }

    private final Kept kept;
    private Condition.Rate rate;

    RateDetector(Core core, Instance alarm, Condition.Rate rate) {
        this(core, alarm, rate, new Kept());
    }

    private RateDetector(Core core, Instance alarm, Condition.Rate rate, Kept kept) {
        super(core, alarm, kept.run, rate.given());
        this.kept = kept;
        this.rate = rate;
    }

    @Override
    Object state() {
        return kept;
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        History samples = kept.samples;
        long fine = rate.window().toMillis() / FINENESS;
        boolean dense =
                order == Order.NEWEST && samples.size > 0 && sample.time() - samples.time(samples.size - 1) < fine;
        if (!dense) {
            samples.put(sample.time(), value);
        }
        if (order == Order.LATE) {
            return;
        }
        long start = sample.time() - rate.window().toMillis();
        while (samples.size > 0 && samples.time(0) < start) {
            samples.dropUpTo(samples.time(0));
        }
        long span = samples.size == 0 ? 0 : sample.time() - samples.time(0);
        double signal = Double.NaN;
        if (span > 0 && span >= rate.minSpan().toMillis()) {
            double change = value - samples.value(0);
            signal = WindowedDetector.rounded(change * rate.per().toMillis() / span);
        }
        condition.accept(sample.time(), signal, arrival, order);
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Condition.Rate edited) {
            rate = edited;
            edited(edited.given());
        }
    }
}
