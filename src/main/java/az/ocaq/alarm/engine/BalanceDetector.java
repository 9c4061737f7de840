package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.EnergyLoss;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What a feeder delivered against what its homes used, per window. */
final class BalanceDetector extends WindowedDetector {
    private final Set<String> homes;
    private EnergyLoss.EnergyBalance balance;
    private WireLoss wires;

    BalanceDetector(Core core, Instance alarm, EnergyLoss.EnergyBalance balance, Set<String> homes) {
        super(core, alarm);
        this.balance = balance;
        this.homes = homes;
        this.wires = new WireLoss(this, balance.technical(), balance.span().window());
    }

    void join(String home) {
        homes.add(home);
    }

    void leave(String home) {
        homes.remove(home);
    }

    @Override
    OptionalLong endOf(long time) {
        return OptionalLong.of(Windows.endOf(
                time, balance.span().window().toMillis(), balance.span().zone()));
    }

    @Override
    long lateness() {
        return balance.span().lateness().toMillis();
    }

    @Override
    int consecutive() {
        return balance.consecutive();
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
            balance = edited;
            wires = new WireLoss(this, edited.technical(), edited.span().window());
        }
        super.reconsider();
    }

    @Override
    Judgement judge(long end, Map<String, double[]> parts) {
        double[] delivered = parts.get(balance.feeder());
        double used = 0;
        int reported = 0;
        for (Map.Entry<String, double[]> part : parts.entrySet()) {
            if (homes.contains(part.getKey())) {
                used += part.getValue()[0];
                reported++;
            }
        }
        boolean covered = !homes.isEmpty() && rounded((double) reported / homes.size()) >= balance.minCoverage();
        double technical = wires.in(parts, balance.minCoverage());
        if (delivered == null || delivered[0] <= 0 || !covered || Double.isNaN(technical)) {
            return Judgement.NONE;
        }
        double loss = rounded(delivered[0] - used);
        double percent = rounded(loss / delivered[0] * 100);
        if (percent < balance.negativePercent()) {
            return new Judgement(Verdict.SEVERE, percent);
        }
        double unexplained = rounded(loss - technical);
        double share = rounded(unexplained / delivered[0] * 100);
        return new Judgement(verdict(unexplained, share), share);
    }

    private Verdict verdict(double loss, double percent) {
        if (percent > balance.maxLossPercent() && loss > balance.minLoss()) {
            return Verdict.BAD;
        }
        return percent <= rounded(balance.maxLossPercent() - balance.deadbandPercent())
                ? Verdict.GOOD
                : Verdict.BETWEEN;
    }
}
