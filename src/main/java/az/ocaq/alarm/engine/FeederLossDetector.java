package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Condition;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a feeder lets in and its homes give back against what they draw and it lets out, per window. A window's energy is the
 * difference of a register's first values in it and in the next one; a value that comes later than a twenty-fourth of the
 * window after its beginning does not tell, and a register that fell does not either.
 */
final class FeederLossDetector extends WindowedDetector {
    private static final int LATEST_PART = 24;
    private static final int IMPORTED = 0;
    private static final int EXPORTED = 1;

    private final Set<String> homes;
    private Condition.FeederLoss loss;
    private WireLoss wires;

    FeederLossDetector(Core core, Instance alarm, Condition.FeederLoss loss, Set<String> homes) {
        super(core, alarm);
        this.loss = loss;
        this.homes = new HashSet<>(homes);
        this.wires = new WireLoss(this, loss.technical(), loss.span().window());
    }

    /** One more home hangs on the feeder. */
    void join(String home) {
        homes.add(home);
    }

    void leave(String home) {
        homes.remove(home);
    }

    @Override
    OptionalLong endOf(long time) {
        return OptionalLong.of(
                Windows.endOf(time, loss.span().window().toMillis(), loss.span().zone()));
    }

    @Override
    long lateness() {
        return loss.span().lateness().toMillis();
    }

    @Override
    int consecutive() {
        return loss.consecutive();
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        if (slot >= Condition.FeederLoss.REGISTERS) {
            wires.take(sample, value, order);
            return;
        }
        long end = endOf(sample.time()).orElseThrow();
        long length = loss.span().window().toMillis();
        if (sample.time() > end - length + length / LATEST_PART) {
            return;
        }
        double[] known = kept.open.getOrDefault(end, Map.of()).get(sample.device());
        if (known == null) {
            double[] first = {Double.NaN, Double.NaN};
            first[slot] = value;
            put(sample.time(), sample.device(), first);
        } else if (Double.isNaN(known[slot])) {
            known[slot] = value;
            alarm.touch();
        }
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Condition.FeederLoss edited) {
            loss = edited;
            wires = new WireLoss(this, edited.technical(), edited.span().window());
        }
        super.reconsider();
    }

    @Override
    Judgement judge(long end, Map<String, double[]> parts) {
        Map<String, double[]> next = kept.open.getOrDefault(endOf(end + 1).orElseThrow(), Map.of());
        double fed = used(IMPORTED, alarm.device(), parts, next);
        double returned = used(EXPORTED, alarm.device(), parts, next);
        double drawn = 0;
        double given = 0;
        int reported = 0;
        for (String home : homes) {
            double own = used(IMPORTED, home, parts, next);
            if (!Double.isNaN(own)) {
                drawn += own;
                given += used(EXPORTED, home, parts, next);
                reported++;
            }
        }
        boolean covered = !homes.isEmpty() && rounded((double) reported / homes.size()) >= loss.minCoverage();
        double technical = wires.in(parts, loss.minCoverage());
        if (Double.isNaN(fed + given + returned + technical) || fed + given <= 0 || !covered) {
            return Judgement.NONE;
        }
        double lost = rounded(fed - returned - drawn + given);
        double percent = rounded(lost / (fed + given) * 100);
        if (percent < loss.negativePercent() && -lost > loss.minLoss()) {
            return new Judgement(Verdict.SEVERE, percent);
        }
        double unexplained = rounded(lost - technical);
        double share = rounded(unexplained / (fed + given) * 100);
        return new Judgement(verdict(unexplained, share), share);
    }

    /** What a register counted in a window; a meter without a register of export gives nothing. */
    private static double used(int slot, String device, Map<String, double[]> from, Map<String, double[]> to) {
        double[] first = from.get(device);
        double[] last = to.get(device);
        if (first == null || last == null) {
            return Double.NaN;
        }
        if (slot == EXPORTED && Double.isNaN(first[slot]) && Double.isNaN(last[slot])) {
            return 0;
        }
        return last[slot] < first[slot] ? Double.NaN : last[slot] - first[slot];
    }

    private Verdict verdict(double lost, double percent) {
        if (percent > loss.maxLossPercent() && lost > loss.minLoss()) {
            return Verdict.BAD;
        }
        return percent <= rounded(loss.maxLossPercent() - loss.deadbandPercent()) ? Verdict.GOOD : Verdict.BETWEEN;
    }
}
