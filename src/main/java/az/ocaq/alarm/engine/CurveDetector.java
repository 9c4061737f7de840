package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Signal;
import java.util.List;

/** A value against what another one lets expect; judged when the value comes, not when the expectation moves. */
final class CurveDetector extends SignalDetector {
    /** What outlives a restart; NaN: not seen yet. */
    static final class Kept {
        DelayedCondition.Run run = new DelayedCondition.Run();
        double x = Double.NaN;
        long xTime;
    }

    private final Kept kept;
    private Signal.Curve curve;

    // of the value that is judged next
    private long heard;
    private double y;
    private long arrived;
    private Order how = Order.NEWEST;

    CurveDetector(Core core, Instance alarm, Signal.Curve curve) {
        this(core, alarm, curve, new Kept());
    }

    private CurveDetector(Core core, Instance alarm, Signal.Curve curve, Kept kept) {
        super(core, alarm, kept.run, curve.given());
        this.kept = kept;
        this.curve = curve;
    }

    @Override
    Object state() {
        return kept;
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        if (slot == 0) {
            if (order != Order.LATE) {
                kept.x = value;
                kept.xTime = sample.time();
            }
            return;
        }
        heard = sample.time();
        y = value;
        arrived = arrival;
        how = order;
        core.judgeWhole(this);
    }

    @Override
    void judgeTogether() {
        condition.accept(heard, deviation(heard, y), arrived, how);
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Signal.Curve edited) {
            curve = edited;
            edited(edited.given());
        }
    }

    private double deviation(long time, double value) {
        boolean old = curve.staleAfter()
                .or(() -> DelayedCondition.usualAge(core, alarm))
                .filter(it -> time - kept.xTime > it.toMillis())
                .isPresent();
        if (Double.isNaN(kept.x) || old) {
            return Double.NaN;
        }
        double expected = at(curve.points(), kept.x);
        if (Math.abs(expected) < curve.minExpected() || (curve.percent() && expected == 0)) {
            return Double.NaN;
        }
        double whole = expected * product();
        double difference = value - whole;
        return WindowedDetector.rounded(curve.percent() ? difference / whole * 100 : difference);
    }

    /** What the curve's values are multiples of; NaN where an attribute is missing. */
    private double product() {
        double product = 1;
        for (String name : curve.multiplesOf()) {
            product *= core.directory().attribute(alarm.device(), name).orElse(Double.NaN);
        }
        return product;
    }

    /** Piecewise linear; level beyond the ends. */
    private static double at(List<List<Double>> points, double x) {
        List<Double> before = points.get(0);
        for (List<Double> point : points) {
            if (x <= point.get(0)) {
                double width = point.get(0) - before.get(0);
                double share = width == 0 ? 1 : (x - before.get(0)) / width;
                return x <= points.get(0).get(0)
                        ? points.get(0).get(1)
                        : before.get(1) + share * (point.get(1) - before.get(1));
            }
            before = point;
        }
        return before.get(1);
    }
}
