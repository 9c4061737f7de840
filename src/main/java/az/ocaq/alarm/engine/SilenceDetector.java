package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Condition;
import java.util.Optional;

/** {@code no_data}: nothing newer arrives; {@code stale}: the newest that is known is old. */
final class SilenceDetector extends Detector {
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
        super(core, alarm);
        this.byArrival = condition instanceof Condition.NothingNewer;
        this.after = after(condition);
        state.since = core.now();
        arm();
    }

    private static long after(Condition condition) {
        return condition instanceof Condition.NothingNewer noData
                ? noData.after().toMillis()
                : ((Condition.Stale) condition).after().toMillis();
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
        if (alarm.active() && state.since + after > core.now()) {
            alarm.clear(Fact.of(sample.time(), value));
        }
        arm();
    }

    @Override
    void reconsider() {
        Optional<Condition> edited = Optional.of(alarm.rule().condition())
                .filter(it -> it instanceof Condition.NothingNewer || it instanceof Condition.Stale);
        edited.ifPresent(it -> after = after(it));
        if (alarm.active() && state.since + after > core.now()) {
            alarm.clear(Fact.of(core.now(), "rule edited"));
        }
        arm();
    }

    @Override
    void restored() {
        arm();
    }

    @Override
    void resume(long stopped, long started) {
        state.notBefore = started + core.policy().times().startupGrace().toMillis();
        arm();
    }

    private void arm() {
        long due = Math.max(state.since + after, state.notBefore);
        core.timers().set(timer, alarm.active() ? Timer.NEVER : due);
    }

    private void timeIsUp() {
        if (!alarm.active()) {
            alarm.raise(
                    Fact.of(core.now(), byArrival ? "no data" : "stale"),
                    alarm.rule().priority());
        }
    }
}
