package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.PowerQuality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Voltage unbalance from three line-to-line values: exact without angles (CIGRÉ formula). Three metrics are judged when all
 * have a value of the same time; one metric must carry three fields.
 */
final class UnbalanceDetector extends SignalDetector {
    /** What outlives a restart. */
    static final class Kept {
        DelayedCondition.Run run = new DelayedCondition.Run();
        Map<Integer, Double> values = new HashMap<>();
        long time;
    }

    private final Kept kept;

    UnbalanceDetector(Core core, Instance alarm, PowerQuality.Unbalance unbalance) {
        this(core, alarm, unbalance, new Kept());
    }

    private UnbalanceDetector(Core core, Instance alarm, PowerQuality.Unbalance unbalance, Kept kept) {
        super(core, alarm, kept.run, unbalance.given());
        this.kept = kept;
    }

    @Override
    Object state() {
        return kept;
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        if (!sample.fields().isEmpty()) {
            judge(sample.time(), new ArrayList<>(sample.fields().values()), arrival, order);
            return;
        }
        if (sample.time() < kept.time) {
            return;
        }
        if (sample.time() > kept.time) {
            kept.values.clear();
            kept.time = sample.time();
        }
        kept.values.put(slot, value);
        if (kept.values.size() == 3) {
            Order own = sample.time() > kept.run.newest ? Order.NEWEST : Order.CORRECTION;
            judge(
                    sample.time(),
                    new ArrayList<>(kept.values.values()),
                    arrival,
                    order == Order.SEED ? Order.SEED : own);
        }
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof PowerQuality.Unbalance edited) {
            edited(edited.given());
        }
    }

    private void judge(long time, List<Double> lines, long arrival, Order order) {
        double percent = lines.size() == 3 ? factor(lines) * 100 : Double.NaN;
        condition.accept(time, percent, arrival, order);
    }

    /** Negative over positive sequence; unknown without voltage. */
    static double factor(List<Double> lines) {
        double squares = 0;
        double fourths = 0;
        for (double line : lines) {
            squares += line * line;
            fourths += line * line * line * line;
        }
        if (squares == 0) {
            return Double.NaN;
        }
        double root = Math.sqrt(Math.max(0, 3 - 6 * fourths / (squares * squares)));
        return Math.sqrt((1 - root) / (1 + root));
    }
}
