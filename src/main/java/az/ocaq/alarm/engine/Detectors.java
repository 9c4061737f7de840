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
        } else if (condition instanceof Condition.EnergyBalance balance) {
            return new BalanceDetector(core, alarm, balance, members);
        } else if (condition instanceof Condition.FeederLoss loss) {
            return new FeederLossDetector(core, alarm, loss, members);
        }
        return ofValues(core, alarm, condition);
    }

    private static Detector ofValues(Core core, Instance alarm, Condition condition) {
        if (condition instanceof Condition.Count count) {
            return new CountDetector(core, alarm, count);
        } else if (condition instanceof Condition.Rate || condition instanceof Condition.Forecast) {
            return new RateDetector(core, alarm, (Condition.OfLimits) condition);
        } else if (condition instanceof Condition.UntilSunrise until) {
            return new SunriseDetector(core, alarm, until);
        } else if (condition instanceof Condition.Counter counter) {
            return new CounterDetector(core, alarm, counter);
        } else if (condition instanceof Condition.Compound compound) {
            return new CompoundDetector(core, alarm, compound);
        } else if (condition instanceof Condition.Curve curve) {
            return new CurveDetector(core, alarm, curve);
        } else if (condition instanceof Condition.Burst burst) {
            return new BurstDetector(core, alarm, burst);
        } else if (condition instanceof Condition.Unbalance unbalance) {
            return new UnbalanceDetector(core, alarm, unbalance);
        } else if (condition instanceof Condition.Transformer transformer) {
            return new TransformerDetector(core, alarm, transformer);
        }
        return ofWindows(core, alarm, condition);
    }

    private static Detector ofWindows(Core core, Instance alarm, Condition condition) {
        if (condition instanceof Condition.PvPerformance pv) {
            return new PvDetector(core, alarm, pv);
        } else if (condition instanceof Condition.VoltageWeek week) {
            return new VoltageWeekDetector(core, alarm, week);
        } else if (condition instanceof Condition.VoltageBand band) {
            return new VoltageBandDetector(core, alarm, band);
        } else if (condition instanceof Condition.Frequency frequency) {
            return new FrequencyDetector(core, alarm, frequency);
        } else if (condition instanceof Condition.ContinuousFlow flow) {
            return new ContinuousFlowDetector(core, alarm, flow);
        } else if (condition instanceof Condition.NightFlow night) {
            return new NightFlowDetector(core, alarm, night);
        } else if (condition instanceof Condition.Drift drift) {
            return new DriftDetector(core, alarm, drift);
        } else if (condition instanceof Condition.Peers peers) {
            return new PeersDetector(core, alarm, peers);
        }
        throw new IllegalStateException(
                "no detector for " + condition.getClass().getSimpleName());
    }
}
