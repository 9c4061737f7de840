package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Equipment;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A sensor against its twin: what their means differ by over whole windows, of the intervals in which both spoke. Once seven
 * windows are known it may go by what the two usually differ by, where they stand in different places.
 */
final class DriftDetector extends WindowedDetector {
    private static final String BOTH = "both";
    private static final int FEWEST_WINDOWS = 7;

    private Equipment.Drift drift;
    private Composer composer;

    DriftDetector(Core core, Instance alarm, Equipment.Drift drift) {
        super(core, alarm);
        this.drift = drift;
        this.composer = new Composer(drift.both());
    }

    @Override
    OptionalLong endOf(long time) {
        return OptionalLong.of(Windows.endOf(
                time, drift.span().window().toMillis(), drift.span().zone()));
    }

    @Override
    long lateness() {
        return drift.span().lateness().toMillis();
    }

    @Override
    int consecutive() {
        return drift.consecutive();
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        if (order == Order.NEWEST) {
            composer.put(slot - 1, sample, value).ifPresent(this::add);
        }
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Equipment.Drift edited) {
            drift = edited;
            composer = new Composer(edited.both());
        }
        super.reconsider();
    }

    @Override
    Judgement judge(long end, Map<String, double[]> parts) {
        double[] sums = parts.getOrDefault(BOTH, new double[3]);
        double expected = (double) drift.span().window().toMillis()
                / drift.span().interval().toMillis();
        if (sums[2] == 0 || rounded(sums[2] / expected) < drift.minCoverage()) {
            return Judgement.NONE;
        }
        double difference = sums[0] - sums[1];
        double apart = drift.percent() ? difference / Math.abs(sums[1]) * 100 : difference / sums[2];
        if (!Double.isFinite(apart)) {
            return Judgement.NONE;
        }
        boolean known = kept.usual.size() >= FEWEST_WINDOWS;
        double figure = rounded(apart - (known ? Usual.quantile(kept.usual, 0.5) : 0));
        boolean bad = drift.limit().raises(Math.abs(figure));
        if (!bad || !known) {
            learn(apart, drift.learned());
        }
        if (bad) {
            return new Judgement(Verdict.BAD, figure);
        }
        return new Judgement(drift.limit().clears(Math.abs(figure)) ? Verdict.GOOD : Verdict.BETWEEN, figure);
    }

    private void add(Sample interval) {
        double own = interval.field(Equipment.Drift.OWN);
        double twin = interval.field(Equipment.Drift.TWIN);
        OptionalLong end = endOf(interval.time());
        if (end.isEmpty() || !Double.isFinite(own) || !(Math.abs(twin) >= drift.minExpected())) {
            return;
        }
        double[] sums = kept.open.getOrDefault(end.getAsLong(), Map.of()).getOrDefault(BOTH, new double[3]);
        put(interval.time(), BOTH, sums[0] + own, sums[1] + twin, sums[2] + 1);
    }
}
