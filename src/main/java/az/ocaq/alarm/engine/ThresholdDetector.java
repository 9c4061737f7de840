package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Condition;
import az.ocaq.alarm.rule.Level;
import az.ocaq.alarm.rule.Limit;
import java.util.List;

/** A value beyond a limit. */
final class ThresholdDetector extends Detector {
    private final DelayedCondition.Run run = new DelayedCondition.Run();
    private final DelayedCondition condition;

    ThresholdDetector(Core core, Instance alarm, Condition.Threshold threshold) {
        super(core, alarm);
        this.condition = new DelayedCondition(core, alarm, run, levels(threshold), threshold.delays());
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
        if (alarm.rule().condition() instanceof Condition.Threshold edited) {
            condition.configure(levels(edited), edited.delays());
            condition.reconsider();
        }
    }

    @Override
    boolean stale() {
        return condition.stale();
    }

    @Override
    void restored() {
        condition.restored();
    }

    @Override
    void resume(long stopped, long started) {
        condition.resume(stopped, started);
    }

    private List<Level> levels(Condition.Threshold threshold) {
        if (threshold.attribute().isEmpty()) {
            return threshold.levels();
        }
        double factor = core.directory()
                .attribute(alarm.device(), threshold.attribute().get())
                .orElse(Double.NaN);
        return threshold.levels().stream()
                .map(it -> new Level(it.priority(), scaled(it.limit(), factor)))
                .toList();
    }

    private static Limit scaled(Limit limit, double factor) {
        return new Limit(limit.operator(), limit.threshold() * factor, limit.clearAt() * factor);
    }
}
