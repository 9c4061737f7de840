package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.EnergyLoss;
import java.util.Map;
import java.util.Set;

/** What a feeder delivered against what its homes used, per window. */
final class BalanceDetector extends LossDetector<EnergyLoss.EnergyBalance> {
    BalanceDetector(Core core, Instance alarm, EnergyLoss.EnergyBalance balance, Set<String> homes) {
        super(core, alarm, balance, homes);
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        if (slot == 0) {
            put(sample.time(), sample.device(), value);
        } else {
            wires.take(sample, value, order, false);
        }
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof EnergyLoss.EnergyBalance edited) {
            configure(edited);
        }
        super.reconsider();
    }

    @Override
    Judgement judge(long end, Map<String, double[]> parts) {
        double[] delivered = parts.get(loss.feeder());
        double used = 0;
        int reported = 0;
        for (Map.Entry<String, double[]> part : parts.entrySet()) {
            if (homes.contains(part.getKey())) {
                used += part.getValue()[0];
                reported++;
            }
        }
        double technical = wires.in(parts, loss.minCoverage());
        if (delivered == null || delivered[0] <= 0 || !covered(reported) || Double.isNaN(technical)) {
            return Judgement.NONE;
        }
        double lost = rounded(delivered[0] - used);
        double percent = rounded(lost / delivered[0] * 100);
        if (percent < loss.negativePercent()) {
            return new Judgement(Verdict.SEVERE, percent);
        }
        double unexplained = rounded(lost - technical);
        double share = rounded(unexplained / delivered[0] * 100);
        return new Judgement(verdict(unexplained, share, 1), share);
    }
}
