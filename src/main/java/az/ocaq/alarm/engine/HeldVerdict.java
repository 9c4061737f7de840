package az.ocaq.alarm.engine;

import az.ocaq.alarm.Priority;
import az.ocaq.alarm.rule.Delays;
import az.ocaq.alarm.rule.Level;
import az.ocaq.alarm.rule.Limit;
import az.ocaq.alarm.rule.Operator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a detector finds that judges by itself: bad, good, or neither. It makes the alarm at once, or when it has stood over
 * the rule's delay; neither bad nor good breaks a delay and changes nothing else.
 */
final class HeldVerdict {
    /** Whose time delays are counted in. */
    enum Clock {
        /** The device's; each value stands for {@code max_hold}. */
        OF_SAMPLES,
        /** The windows'; a verdict stands until the next one, or for {@code max_hold} where the rule says so. */
        OF_WINDOWS,
        /** The server's: silence and groups have no samples, and what is found stands until something else is. */
        OF_SERVER
    }

    private static final Duration FOREVER = Duration.ofMillis(Timer.NEVER);
    private static final Limit BAD = new Limit(Operator.GREATER, 0.75, 0.25);

    /** What outlives a restart. */
    static final class Kept {
        DelayedCondition.Run run = new DelayedCondition.Run();
        double figure = Double.NaN;
        String cause = "";
    }

    /** There when the rule has a delay. */
    private record Delayed(Kept kept, DelayedCondition condition) {}

    private final Core core;
    private final Instance alarm;
    private final Clock clock;
    private Optional<Delayed> delayed = Optional.empty();
    private long heard = Timer.NEVER;

    HeldVerdict(Core core, Instance alarm, Clock clock) {
        this.core = core;
        this.alarm = alarm;
        this.clock = clock;
        configure();
    }

    /** Whether it is bad as far as the detector knows, told or still delayed. */
    boolean isBad() {
        return delayed.map(it -> it.kept().run)
                .filter(run -> !Double.isNaN(run.value))
                .map(run -> run.value > 0.5 && (alarm.active() || run.pending))
                .orElse(alarm.active());
    }

    void bad(Fact fact, Order order) {
        bad(fact, order, alarm.active() ? alarm.priority() : alarm.rule().priority());
    }

    /** @param priority what the alarm matters from now on */
    void bad(Fact fact, Order order, Priority priority) {
        if (delayed.isPresent()) {
            accept(1, fact, order);
        } else if (!alarm.active()) {
            alarm.raise(fact, priority);
        }
        if (alarm.active()) {
            alarm.level(priority, fact);
        }
        heard = core.now();
    }

    void good(Fact fact, Order order) {
        if (delayed.isPresent()) {
            accept(0, fact, order);
        } else if (alarm.active()) {
            alarm.clear(fact);
        }
        heard = core.now();
    }

    void neither(Fact fact, Order order) {
        if (delayed.isPresent()) {
            accept(0.5, fact, order);
        }
        heard = core.now();
    }

    boolean stale() {
        boolean outlived = clock != Clock.OF_SERVER
                && heard != Timer.NEVER
                && maxHold().filter(it -> core.now() - heard > it.toMillis()).isPresent();
        return outlived || delayed.filter(it -> it.condition().stale()).isPresent();
    }

    /** The rule was edited. */
    void edited() {
        configure();
        delayed.ifPresent(it -> it.condition().reconsider());
    }

    void restored() {
        delayed.ifPresent(it -> it.condition().restored());
    }

    void resume(long stopped, long started) {
        delayed.ifPresent(it -> it.condition().resume(stopped, started));
    }

    /** A delay that would raise is not over before a time. */
    void notRaisedBefore(long time) {
        delayed.filter(it -> !alarm.active()).ifPresent(it -> it.condition().notBefore(time));
    }

    Optional<Object> state() {
        return delayed.map(Delayed::kept);
    }

    private void accept(double signal, Fact fact, Order order) {
        long time = clock == Clock.OF_SERVER ? core.now() : fact.eventTime();
        Delayed it = delayed.orElseThrow();
        it.kept().figure = fact.value().orElse(Double.NaN);
        it.kept().cause = fact.cause();
        long arrival = order == Order.SEED ? Math.min(time, core.now()) : core.now();
        it.condition().accept(Math.max(time, it.kept().run.newest), signal, arrival, order);
    }

    private void configure() {
        Delays given = alarm.rule().delays();
        if (given.none() && delayed.isEmpty()) {
            return;
        }
        List<Level> levels = List.of(new Level(alarm.rule().priority(), BAD));
        Delays delays = new Delays(given.on(), given.off(), maxHold(), given.samples());
        if (delayed.isEmpty()) {
            Kept kept = new Kept();
            DelayedCondition.Facts facts = (time, signal) -> fact(kept, time);
            delayed =
                    Optional.of(new Delayed(kept, new DelayedCondition(core, alarm, kept.run, levels, delays, facts)));
        } else {
            delayed.get().condition().configure(levels, delays);
        }
    }

    private Fact fact(Kept kept, long time) {
        long stamp = clock == Clock.OF_SERVER ? core.now() : time;
        return new Fact(stamp, Fact.of(stamp, kept.figure).value(), kept.cause);
    }

    private Optional<Duration> maxHold() {
        Optional<Duration> given = alarm.rule().delays().maxHold();
        return switch (clock) {
            case OF_SAMPLES -> given.or(() -> DelayedCondition.usualHold(core, alarm));
            case OF_WINDOWS -> given.or(() -> Optional.of(FOREVER));
            case OF_SERVER -> Optional.of(FOREVER);
        };
    }
}
