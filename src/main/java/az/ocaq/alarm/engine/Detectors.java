package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Absence;
import az.ocaq.alarm.rule.Condition;
import az.ocaq.alarm.rule.EnergyLoss;
import az.ocaq.alarm.rule.Equipment;
import az.ocaq.alarm.rule.Leakage;
import az.ocaq.alarm.rule.Neighbours;
import az.ocaq.alarm.rule.PowerQuality;
import az.ocaq.alarm.rule.Signal;
import java.util.Set;

/** The detector of each kind of condition. */
final class Detectors {
    private Detectors() {}

    /** @param members the devices of the group or the neighbours, for conditions over several devices */
    static Detector of(Core core, Instance alarm, Set<String> members) {
        Condition condition = alarm.rule().condition();
        if (condition instanceof Signal.Threshold threshold) {
            return new ThresholdDetector(core, alarm, threshold);
        } else if (condition instanceof Absence.Offline offline) {
            return new OfflineDetector(core, alarm, offline);
        } else if (condition instanceof Absence.NothingNewer || condition instanceof Absence.Stale) {
            return new SilenceDetector(core, alarm, condition);
        } else if (condition instanceof Neighbours.GroupFraction fraction) {
            return new GroupFractionDetector(core, alarm, fraction, members);
        } else if (condition instanceof EnergyLoss.EnergyBalance balance) {
            return new BalanceDetector(core, alarm, balance, members);
        } else if (condition instanceof EnergyLoss.FeederLoss loss) {
            return new FeederLossDetector(core, alarm, loss, members);
        }
        return ofValues(core, alarm, condition);
    }

    private static Detector ofValues(Core core, Instance alarm, Condition condition) {
        if (condition instanceof Signal.Count count) {
            return new CountDetector(core, alarm, count);
        } else if (condition instanceof Signal.Rate || condition instanceof Signal.Forecast) {
            return new RateDetector(core, alarm, (Condition.OfLimits) condition);
        } else if (condition instanceof Signal.UntilSunrise until) {
            return new SunriseDetector(core, alarm, until);
        } else if (condition instanceof Signal.Counter counter) {
            return new CounterDetector(core, alarm, counter);
        } else if (condition instanceof Signal.Compound compound) {
            return new CompoundDetector(core, alarm, compound);
        } else if (condition instanceof Signal.Curve curve) {
            return new CurveDetector(core, alarm, curve);
        } else if (condition instanceof Leakage.Burst burst) {
            return new BurstDetector(core, alarm, burst);
        } else if (condition instanceof PowerQuality.Unbalance unbalance) {
            return new UnbalanceDetector(core, alarm, unbalance);
        } else if (condition instanceof Equipment.Transformer transformer) {
            return new TransformerDetector(core, alarm, transformer);
        }
        return ofWindows(core, alarm, condition);
    }

    private static Detector ofWindows(Core core, Instance alarm, Condition condition) {
        if (condition instanceof Equipment.PvPerformance pv) {
            return new PvDetector(core, alarm, pv);
        } else if (condition instanceof PowerQuality.VoltageWeek week) {
            return new VoltageWeekDetector(core, alarm, week);
        } else if (condition instanceof PowerQuality.VoltageBand band) {
            return new VoltageBandDetector(core, alarm, band);
        } else if (condition instanceof PowerQuality.Frequency frequency) {
            return new FrequencyDetector(core, alarm, frequency);
        } else if (condition instanceof Leakage.ContinuousFlow flow) {
            return new ContinuousFlowDetector(core, alarm, flow);
        } else if (condition instanceof Leakage.NightFlow night) {
            return new NightFlowDetector(core, alarm, night);
        } else if (condition instanceof Equipment.Drift drift) {
            return new DriftDetector(core, alarm, drift);
        } else if (condition instanceof Neighbours.Peers peers) {
            return new PeersDetector(core, alarm, peers);
        }
        throw new IllegalStateException(
                "no detector for " + condition.getClass().getSimpleName());
    }
}
