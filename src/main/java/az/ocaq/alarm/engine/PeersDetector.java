package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Neighbours;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A device against the median of its neighbours in the same window, as a robust z-score. */
final class PeersDetector extends WindowedDetector implements Peer {
    private static final double NORMAL = 0.6745;
    private static final double LEAST_SPREAD = 0.01;

    private Neighbours.Peers peers;
    private PeerGroup group = new PeerGroup();

    PeersDetector(Core core, Instance alarm, Neighbours.Peers peers) {
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
        double[] sum = kept.open.getOrDefault(end.getAsLong(), Map.of()).getOrDefault(alarm.device(), new double[2]);
        put(sample.time(), alarm.device(), sum[0] + value, sum[1] + 1);
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Neighbours.Peers edited) {
            peers = edited;
        }
        super.reconsider();
    }

    @Override
    Judgement judge(long end, Map<String, double[]> parts) {
        double[] sum = parts.get(alarm.device());
        if (sum == null) {
            return Judgement.NONE;
        }
        double own = sum[0] / sum[1];
        group.gather(end, this, own);
        if (group.neighbours(own) < peers.minPeers()) {
            return Judgement.NONE;
        }
        double median = group.median(own);
        // Neighbours that are all alike have no spread: one percent of their value is the least that counts.
        double spread = Math.max(group.spread(own, median), LEAST_SPREAD * Math.abs(median));
        if (spread == 0) {
            return Judgement.NONE;
        }
        double score = NORMAL * (own - median) / spread;
        return new Judgement(score < peers.zScore() ? Verdict.BAD : Verdict.GOOD, score);
    }

    @Override
    public String device() {
        return alarm.device();
    }

    @Override
    public Optional<String> sharedLabel() {
        return Optional.of(peers.groupBy());
    }

    @Override
    public double figure(long end) {
        double[] sum = kept.open.getOrDefault(end, Map.of()).get(alarm.device());
        return sum == null ? Double.NaN : sum[0] / sum[1];
    }

    @Override
    public void group(PeerGroup neighbours) {
        group.leave(this);
        group = neighbours;
        group.join(this);
    }
}
