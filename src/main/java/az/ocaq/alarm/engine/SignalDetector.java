package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Delays;
import az.ocaq.alarm.rule.Level;
import az.ocaq.alarm.rule.Limit;
import java.util.List;

/** Computes a signal from samples and watches it like a threshold does. */
abstract class SignalDetector extends Detector {
    protected final DelayedCondition condition;

    SignalDetector(Core core, Instance alarm, DelayedCondition.Run run, Limit limit, Delays delays) {
        super(core, alarm);
        this.condition = new DelayedCondition(core, alarm, run, levels(alarm, limit), delays);
    }

    protected final void edited(Limit limit, Delays delays) {
        condition.configure(levels(alarm, limit), delays);
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

    private static List<Level> levels(Instance alarm, Limit limit) {
        return List.of(new Level(alarm.rule().priority(), limit));
    }
}
