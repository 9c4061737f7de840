package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Signal;

/** A value beyond a limit. */
final class ThresholdDetector extends SignalDetector {
    private final DelayedCondition.Run run;

    ThresholdDetector(Core core, Instance alarm, Signal.Threshold threshold) {
        this(core, alarm, threshold, new DelayedCondition.Run());
    }

    private ThresholdDetector(Core core, Instance alarm, Signal.Threshold threshold, DelayedCondition.Run run) {
        super(core, alarm, run, threshold.given());
        this.run = run;
    }

    @Override
    Object state() {
        return run;
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        condition.accept(sample.time(), value, arrival, order);
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Signal.Threshold edited) {
            edited(edited.given());
        }
    }
}
