package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Condition;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What a feeder delivered against what its homes used, per window. */
final class BalanceDetector extends WindowedDetector {
    private final Set<String> homes;
    private Condition.EnergyBalance balance;

    BalanceDetector(Core core, Instance alarm, Condition.EnergyBalance balance, Set<String> homes) {
        super(core, alarm);
        this.balance = balance;
        this.homes = homes;
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
        put(sample.time(), sample.device(), value);
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Condition.EnergyBalance edited) {
            balance = edited;
        }
        super.reconsider();
    }

    @Override
    Judgement judge(long end, Map<String, double[]> parts) {
        double[] delivered = parts.get(balance.feeder());
        double used = 0;
        int reported = 0;
        for (Map.Entry<String, double[]> part : parts.entrySet()) {
            if (!part.getKey().equals(balance.feeder())) {
                used += part.getValue()[0];
                reported++;
            }
        }
        boolean covered = !homes.isEmpty() && rounded((double) reported / homes.size()) >= balance.minCoverage();
        if (delivered == null || delivered[0] <= 0 || !covered) {
            return Judgement.NONE;
        }
        double loss = rounded(delivered[0] - used);
        double percent = rounded(loss / delivered[0] * 100);
        return new Judgement(verdict(loss, percent), percent);
    }

    private Verdict verdict(double loss, double percent) {
        if (percent < balance.negativePercent()) {
            return Verdict.SEVERE;
        } else if (percent > balance.maxLossPercent() && loss > balance.minLoss()) {
            return Verdict.BAD;
        }
        return percent <= rounded(balance.maxLossPercent() - balance.deadbandPercent())
                ? Verdict.GOOD
                : Verdict.BETWEEN;
    }
}
