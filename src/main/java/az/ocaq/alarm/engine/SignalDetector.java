package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Delays;
import az.ocaq.alarm.rule.Level;
import az.ocaq.alarm.rule.Limits;
import java.util.List;

/** Computes a signal from samples and watches it like a threshold does. */
abstract class SignalDetector extends Detector {
    protected final DelayedCondition condition;

    SignalDetector(
            Core core,
            Instance alarm,
            DelayedCondition.Run run,
            Limits limits,
            Delays delays,
            DelayedCondition.Facts facts) {
        super(core, alarm);
        this.condition = new DelayedCondition(core, alarm, run, levels(core, alarm, limits), delays, facts);
    }

    SignalDetector(Core core, Instance alarm, DelayedCondition.Run run, Limits limits) {
        this(core, alarm, run, limits, alarm.rule().delays(), Fact::of);
    }

    protected final void edited(Limits limits) {
        condition.configure(levels(core, alarm, limits), alarm.rule().delays());
        condition.reconsider();
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

    /** The limits of an alarm's own device. */
    static List<Level> levels(Core core, Instance alarm, Limits limits) {
        if (limits.attribute().isEmpty()) {
            return limits.levels();
        }
        double factor = core.directory()
                .attribute(alarm.device(), limits.attribute().get())
                .orElse(Double.NaN);
        return limits.levels().stream()
                .map(it -> new Level(it.priority(), it.limit().times(factor)))
                .toList();
    }
}
