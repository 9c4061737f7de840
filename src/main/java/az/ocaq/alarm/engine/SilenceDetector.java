package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Absence;
import az.ocaq.alarm.rule.Condition;
import java.util.Optional;

/** {@code no_data}: nothing newer arrives; {@code stale}: the newest that is known is old. */
final class SilenceDetector extends VerdictDetector {
    /** What outlives a restart. */
    static final class Newest {
        long since;
        long notBefore;
    }

    private final Newest state = new Newest();
    private final Timer timer = new Timer(Timer.Rank.CONDITION, this::timeIsUp);
    private final boolean byArrival;
    private long after;

    SilenceDetector(Core core, Instance alarm, Condition condition) {
        super(core, alarm, HeldVerdict.Clock.OF_SERVER);
        this.byArrival = condition instanceof Absence.NothingNewer;
        this.after = after(condition);
        state.since = core.now();
        arm();
    }

    private static long after(Condition condition) {
        return condition instanceof Absence.NothingNewer noData
                ? noData.after().toMillis()
                : ((Absence.Stale) condition).after().toMillis();
    }

    @Override
    Object state() {
        return state;
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        if (order == Order.LATE || (order == Order.CORRECTION && byArrival)) {
            return;
        }
        long time = byArrival && order != Order.SEED ? arrival : sample.time();
        state.since = order == Order.SEED ? Math.max(state.since, time) : time;
        if (verdict.isBad() && state.since + after > core.now()) {
            verdict.good(Fact.of(sample.time(), value), Order.NEWEST);
        }
        arm();
    }

    @Override
    void reconsider() {
        Optional<Condition> edited = Optional.of(alarm.rule().condition())
                .filter(it -> it instanceof Absence.NothingNewer || it instanceof Absence.Stale);
        edited.ifPresent(it -> after = after(it));
        super.reconsider();
        if (verdict.isBad() && state.since + after > core.now()) {
            verdict.good(Fact.of(core.now(), "rule edited"), Order.NEWEST);
        }
        arm();
    }

    @Override
    void restored() {
        super.restored();
        arm();
    }

    @Override
    void resume(long stopped, long started) {
        super.resume(stopped, started);
        state.notBefore = started + core.policy().times().startupGrace().toMillis();
        verdict.notRaisedBefore(state.notBefore);
        arm();
    }

    private void arm() {
        long due = Math.max(state.since + after, state.notBefore);
        core.timers().set(timer, verdict.isBad() ? Timer.NEVER : due);
    }

    private void timeIsUp() {
        if (!verdict.isBad()) {
            verdict.bad(Fact.of(core.now(), byArrival ? "no data" : "stale"), Order.NEWEST);
        }
    }
}
