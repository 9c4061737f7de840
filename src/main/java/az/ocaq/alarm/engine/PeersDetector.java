package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Condition;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;

/** A device against the median of its neighbours in the same window, as a robust z-score. */
final class PeersDetector extends WindowedDetector {
    private static final double NORMAL = 0.6745;
    private static final double LEAST_SPREAD = 0.01;

    private Condition.Peers peers;

    PeersDetector(Core core, Instance alarm, Condition.Peers peers) {
        super(core, alarm);
        this.peers = peers;
    }

    @Override
    OptionalLong endOf(long time) {
        return OptionalLong.of(Windows.endOf(
                time, peers.span().window().toMillis(), peers.span().zone()));
    }

    @Override
    long lateness() {
        return peers.span().lateness().toMillis();
    }

    @Override
    int consecutive() {
        return peers.consecutive();
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        OptionalLong end = endOf(sample.time());
        if (end.isEmpty()) {
            return;
        }
        double[] sum = kept.open.getOrDefault(end.getAsLong(), Map.of()).getOrDefault(sample.device(), new double[2]);
        put(sample.time(), sample.device(), sum[0] + value, sum[1] + 1);
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Condition.Peers edited) {
            peers = edited;
        }
        super.reconsider();
    }

    @Override
    Judgement judge(long end, Map<String, double[]> parts) {
        double[] own = parts.get(alarm.device());
        double[] others = parts.entrySet().stream()
                .filter(it -> !it.getKey().equals(alarm.device()))
                .mapToDouble(it -> it.getValue()[0] / it.getValue()[1])
                .sorted()
                .toArray();
        if (own == null || others.length < peers.minPeers()) {
            return Judgement.NONE;
        }
        double median = median(others);
        double[] deviations =
                Arrays.stream(others).map(it -> Math.abs(it - median)).sorted().toArray();
        // Neighbours that are all alike have no spread: one percent of their value is the least that counts.
        double spread = Math.max(median(deviations), LEAST_SPREAD * Math.abs(median));
        if (spread == 0) {
            return Judgement.NONE;
        }
        double score = NORMAL * (own[0] / own[1] - median) / spread;
        return new Judgement(score < peers.zScore() ? Verdict.BAD : Verdict.GOOD, score);
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
