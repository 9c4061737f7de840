package az.ocaq.alarm.engine;

import az.ocaq.alarm.AlarmFigure;
import az.ocaq.alarm.Priority;
import az.ocaq.alarm.rule.Delays;
import az.ocaq.alarm.rule.Level;
import az.ocaq.alarm.rule.Limit;
import az.ocaq.alarm.rule.Limits;
import az.ocaq.alarm.rule.Operator;
import az.ocaq.alarm.rule.Signal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Several metrics of a device in three-valued logic: raises on true, clears on false, unknown changes nothing. */
final class CompoundDetector extends SignalDetector {
    // the same for all devices
    private static final Map<Priority, Limits> IS_TRUE = Arrays.stream(Priority.values())
            .collect(Collectors.toMap(
                    it -> it,
                    it -> new Limits(List.of(new Level(it, new Limit(Operator.GREATER, 0.5, 0.5))), Optional.empty())));

    /** What outlives a restart. */
    static final class Kept {
        DelayedCondition.Run run = new DelayedCondition.Run();
        Logic.Operands operands = new Logic.Operands();
    }

    private final Kept kept;
    private Logic logic;

    // of the value that is judged next
    private long heard;
    private long arrived;
    private Order how = Order.NEWEST;

    CompoundDetector(Core core, Instance alarm, Signal.Compound compound) {
        this(core, alarm, compound, new Kept());
    }

    private CompoundDetector(Core core, Instance alarm, Signal.Compound compound, Kept kept) {
        super(core, alarm, kept.run, limits(alarm), delays(core, alarm, compound), (time, truth) -> Fact.of(time, ""));
        this.kept = kept;
        this.logic = logic(compound);
    }

    private static Limits limits(Instance alarm) {
        return Objects.requireNonNull(IS_TRUE.get(alarm.rule().priority()));
    }

    /** An operand that gets too old while a delay runs is no longer known: the delay does not outlast it. */
    private static Delays delays(Core core, Instance alarm, Signal.Compound compound) {
        Delays delays = alarm.rule().delays();
        Optional<Duration> hold = delays.maxHold().or(() -> staleAfter(core, alarm, compound));
        return new Delays(delays.on(), delays.off(), hold, delays.samples());
    }

    private static Optional<Duration> staleAfter(Core core, Instance alarm, Signal.Compound compound) {
        return compound.staleAfter().or(() -> DelayedCondition.usualAge(core, alarm));
    }

    private Logic logic(Signal.Compound compound) {
        List<String> metrics = compound.metrics();
        int known = kept.operands.times.length;
        kept.operands.values = Arrays.copyOf(kept.operands.values, metrics.size());
        kept.operands.times = Arrays.copyOf(kept.operands.times, metrics.size());
        for (int i = known; i < metrics.size(); i++) {
            kept.operands.times[i] = Logic.NEVER_SEEN;
        }
        return core.logics().of(compound.expression(), metrics, staleAfter(core, alarm, compound), compound.optional());
    }

    /** The newest values in the parts of the expression that are true. */
    List<AlarmFigure> figures() {
        if (!(alarm.rule().condition() instanceof Signal.Compound compound)) {
            return List.of();
        }
        List<String> metrics = compound.metrics();
        Logic.Operands operands = kept.operands;
        return Figures.of(compound.expression(), alarm.device(), metric -> {
            int slot = metrics.indexOf(metric);
            return operands.times[slot] == Logic.NEVER_SEEN ? Double.NaN : operands.values[slot];
        });
    }

    @Override
    Object state() {
        return kept;
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        Logic.Operands operands = kept.operands;
        boolean known = order == Order.SEED && operands.times[slot] == sample.time();
        if (order == Order.LATE || known || operands.times[slot] > sample.time()) {
            return;
        }
        operands.values[slot] = value;
        operands.times[slot] = sample.time();
        heard = sample.time();
        arrived = arrival;
        how = order;
        core.judgeWhole(this);
    }

    @Override
    void judgeTogether() {
        long time = Math.max(heard, kept.run.newest);
        Order own = time > kept.run.newest || how == Order.SEED ? how : Order.CORRECTION;
        double truth = logic.signal(kept.operands, time);
        if (kept.operands.changed) {
            kept.operands.changed = false;
            alarm.touch();
        }
        condition.accept(time, truth, stands(truth, time), arrived, own);
    }

    /** How long the truth stands when nothing newer comes: until what it rests on is too old. */
    private long stands(double truth, long time) {
        if (alarm.rule().delays().none()) {
            return Timer.NEVER;
        }
        return logic.stands(kept.operands, truth, time);
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Signal.Compound edited) {
            logic = logic(edited);
            condition.configure(limits(alarm).levels(), delays(core, alarm, edited));
            condition.reconsider(logic.signal(kept.operands, kept.run.newest));
        }
    }
}
