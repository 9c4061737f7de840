package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Condition;
import java.util.Set;

/** The detector of each kind of condition. */
final class Detectors {
    private Detectors() {}

    /** @param members the devices of the group or the neighbours, for conditions over several devices */
    static Detector of(Core core, Instance alarm, Set<String> members) {
        Condition condition = alarm.rule().condition();
        if (condition instanceof Condition.Threshold threshold) {
            return new ThresholdDetector(core, alarm, threshold);
        } else if (condition instanceof Condition.Offline offline) {
            return new OfflineDetector(core, alarm, offline);
        } else if (condition instanceof Condition.NothingNewer || condition instanceof Condition.Stale) {
            return new SilenceDetector(core, alarm, condition);
        } else if (condition instanceof Condition.GroupFraction fraction) {
            return new GroupFractionDetector(core, alarm, fraction, members);
        }
        throw new IllegalStateException(
                "no detector for " + condition.getClass().getSimpleName());
    }
}
