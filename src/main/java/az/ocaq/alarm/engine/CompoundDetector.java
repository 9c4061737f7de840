package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Condition;
import az.ocaq.alarm.rule.Delays;
import az.ocaq.alarm.rule.Expression;
import az.ocaq.alarm.rule.Limit;
import az.ocaq.alarm.rule.Operator;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Several metrics of a device in three-valued logic: raises on true, clears on false, unknown changes nothing. */
final class CompoundDetector extends SignalDetector {
    private static final Limit TRUE = new Limit(Operator.GREATER, 0.5, 0.5);

    /** What outlives a restart. */
    static final class Kept {
        DelayedCondition.Run run = new DelayedCondition.Run();
        Map<String, Double> values = new HashMap<>();
        Map<String, Long> times = new HashMap<>();
        Map<String, Long> becameTrue = new HashMap<>();
    }

    private enum Truth {
        TRUE,
        FALSE,
        UNKNOWN
    }

    private final Kept kept;
    private Condition.Compound compound;

    CompoundDetector(Core core, Instance alarm, Condition.Compound compound) {
        this(core, alarm, compound, new Kept());
    }

    private CompoundDetector(Core core, Instance alarm, Condition.Compound compound, Kept kept) {
        super(core, alarm, kept.run, TRUE, delays(compound));
        this.kept = kept;
        this.compound = compound;
        condition.hideValue();
    }

    /** An operand that gets too old while a delay runs is no longer known: the delay does not outlast it. */
    private static Delays delays(Condition.Compound compound) {
        Delays delays = compound.delays();
        Optional<Duration> hold = delays.maxHold().or(compound::staleAfter);
        return new Delays(delays.on(), delays.off(), hold);
    }

    @Override
    Object state() {
        return kept;
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        Long known = kept.times.get(sample.metric());
        if (order == Order.LATE || (known != null && known > sample.time())) {
            return;
        }
        kept.values.put(sample.metric(), value);
        kept.times.put(sample.metric(), sample.time());
        long time = Math.max(sample.time(), newest());
        Order own = time > kept.run.newest ? order : Order.CORRECTION;
        condition.accept(time, signal(time), arrival, own);
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Condition.Compound edited) {
            compound = edited;
            if (!kept.values.isEmpty()) {
                condition.configure(
                        java.util.List.of(
                                new az.ocaq.alarm.rule.Level(alarm.rule().priority(), TRUE)),
                        delays(edited));
                condition.accept(newest(), signal(newest()), core.now(), Order.CORRECTION);
            }
        }
    }

    private long newest() {
        return kept.times.values().stream().mapToLong(it -> it).max().orElse(0);
    }

    private double signal(long time) {
        return switch (truth(compound.expression(), time)) {
            case TRUE -> 1;
            case FALSE -> 0;
            case UNKNOWN -> Double.NaN;
        };
    }

    private Truth truth(Expression expression, long time) {
        if (expression instanceof Expression.Comparison comparison) {
            return compare(comparison, time);
        } else if (expression instanceof Expression.Not not) {
            return negated(truth(not.part(), time));
        } else if (expression instanceof Expression.And and) {
            return and.parts().stream().map(it -> truth(it, time)).reduce(Truth.TRUE, CompoundDetector::and);
        } else if (expression instanceof Expression.Or or) {
            return negated(
                    or.parts().stream().map(it -> negated(truth(it, time))).reduce(Truth.TRUE, CompoundDetector::and));
        }
        return sequence((Expression.Sequence) expression, time);
    }

    private Truth compare(Expression.Comparison comparison, long time) {
        Double value = kept.values.get(comparison.metric());
        Long seen = kept.times.get(comparison.metric());
        if (value == null || seen == null) {
            return Truth.UNKNOWN;
        }
        boolean old =
                compound.staleAfter().filter(it -> time - seen > it.toMillis()).isPresent();
        if (old) {
            return Truth.UNKNOWN;
        }
        return comparison.operator().holds(value, comparison.threshold()) ? Truth.TRUE : Truth.FALSE;
    }

    private Truth sequence(Expression.Sequence sequence, long time) {
        String key = sequence.toString();
        Truth then = truth(sequence.then(), time);
        if (truth(sequence.first(), time) == Truth.TRUE) {
            kept.becameTrue.putIfAbsent(key, time);
        } else if (then != Truth.TRUE && expired(sequence, key, time)) {
            kept.becameTrue.remove(key);
        }
        if (then != Truth.TRUE) {
            kept.becameTrue.remove(key + " done");
            return then;
        }
        if (!kept.becameTrue.containsKey(key + " done")) {
            kept.becameTrue.put(key + " done", expired(sequence, key, time) ? 0L : 1L);
        }
        return Long.valueOf(1).equals(kept.becameTrue.get(key + " done")) ? Truth.TRUE : Truth.FALSE;
    }

    private boolean expired(Expression.Sequence sequence, String key, long time) {
        Long since = kept.becameTrue.get(key);
        return since == null || time - since > sequence.within().toMillis();
    }

    private static Truth negated(Truth truth) {
        return switch (truth) {
            case TRUE -> Truth.FALSE;
            case FALSE -> Truth.TRUE;
            case UNKNOWN -> Truth.UNKNOWN;
        };
    }

    private static Truth and(Truth a, Truth b) {
        if (a == Truth.FALSE || b == Truth.FALSE) {
            return Truth.FALSE;
        }
        return a == Truth.TRUE && b == Truth.TRUE ? Truth.TRUE : Truth.UNKNOWN;
    }
}
