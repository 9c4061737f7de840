package az.ocaq.alarm.engine;

import az.ocaq.alarm.Priority;
import az.ocaq.alarm.rule.Delays;
import az.ocaq.alarm.rule.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Raises and clears an alarm by a signal that crosses limits, in event time: the raise predicate must hold over the whole
 * on-delay, the clear predicate over the whole off-delay, each value standing until the next one but at most
 * {@code max_hold}. A deadline is reached when the device's clock, as known from its newest sample, reaches it, or when a
 * newer sample comes; late samples may move a deadline that is still pending and nothing else.
 */
final class DelayedCondition {
    private static final Duration SHORTEST_AGE = Duration.ofMinutes(5);
    private static final long NOTHING = Long.MIN_VALUE;

    /** What outlives a restart. */
    static final class Run {
        long newest = NOTHING;
        long arrival;

        /** How much later than its own time a sample came: as much later did one come of which only its time is known. */
        long lag;

        double value = Double.NaN;
        boolean pending;

        /** How long the newest value stands at most, where that is known. */
        long stands = Timer.NEVER;

        long start;
        long deadline;
        History history = new History();
    }

    private final Core core;
    private final Instance alarm;
    // made when a delay first begins
    private Optional<Timer> timer = Optional.empty();
    private final Run run;
    private final Facts facts;
    private List<Level> levels = List.of();
    private long on;
    private long off;
    private long maxHold;
    private int samples;

    /** What the journal says of a signal at a time. */
    interface Facts {
        Fact at(long time, double signal);
    }

    /** @param facts what is told when a signal has raised or cleared */
    DelayedCondition(Core core, Instance alarm, Run run, List<Level> levels, Delays delays, Facts facts) {
        this.core = core;
        this.alarm = alarm;
        this.run = run;
        this.facts = facts;
        configure(levels, delays);
    }

    void configure(List<Level> edited, Delays delays) {
        levels = edited;
        on = delays.on().toMillis();
        off = delays.off().toMillis();
        samples = delays.samples();
        maxHold = delays.maxHold()
                .or(() -> usualHold(core, alarm))
                .map(Duration::toMillis)
                .orElse(Timer.NEVER);
    }

    /** Three intervals of the values that a rule sees. */
    static Optional<Duration> usualHold(Core core, Instance alarm) {
        Optional<Duration> interval = core.directory().interval(alarm.device());
        Optional<Duration> mean = alarm.mean();
        return interval.map(
                it -> mean.filter(longer -> longer.compareTo(it) > 0).orElse(it).multipliedBy(3));
    }

    /** When one of several metrics is too old to be judged with the others: not before it is due to be told anew. */
    static Optional<Duration> usualAge(Core core, Instance alarm) {
        return usualHold(core, alarm).map(it -> it.compareTo(SHORTEST_AGE) > 0 ? it : SHORTEST_AGE);
    }

    /** A pending deadline is not reached before a server time. */
    void notBefore(long time) {
        if (run.pending) {
            run.arrival = Math.max(run.arrival, time - (run.deadline - run.newest));
            alarm.touch();
            arm();
        }
    }

    /** Takes the signal at a time; NaN where it is not known, which neither raises nor clears. */
    void accept(long time, double value, long arrival, Order order) {
        accept(time, value, Timer.NEVER, arrival, order);
    }

    /** Takes a signal that stands for a time, ms, when nothing newer comes. */
    void accept(long time, double value, long stands, long arrival, Order order) {
        if (order == Order.LATE) {
            late(time, value);
            return;
        }
        boolean bridged = order == Order.SEED;
        if (bridged && time <= run.newest) {
            return;
        }
        if (order != Order.CORRECTION) {
            cross(time);
        }
        boolean gap = !bridged && run.newest != NOTHING && time - run.newest > hold();
        run.newest = time;
        run.stands = stands;
        if (bridged) {
            run.arrival = Math.min(arrival + run.lag, core.now());
        } else {
            run.arrival = arrival;
            run.lag = arrival - time;
        }
        run.value = value;
        remember(time, value);
        if (order == Order.CORRECTION) {
            run.start = tailStart();
            judge(run.start != NOTHING);
        } else {
            boolean holds = holds(value);
            if (holds && (!run.pending || gap)) {
                run.start = time;
            }
            judge(holds);
        }
        if (alarm.active() && Double.isFinite(value)) {
            alarm.level(level(value), Fact.of(time, value));
        }
    }

    /** Judges the newest value again, after what it is computed from was edited. */
    void reconsider(double value) {
        if (run.newest != NOTHING) {
            run.value = value;
            run.history.put(run.newest, value);
        }
        reconsider();
    }

    /** Judges the newest value again, after the limits were edited. */
    void reconsider() {
        stop();
        if (run.newest == NOTHING) {
            return;
        }
        run.start = tailStart();
        if (run.start != NOTHING && run.start + delay() <= run.newest && enough()) {
            fire(core.now(), run.value);
        } else {
            judge(run.start != NOTHING);
        }
        if (alarm.active() && Double.isFinite(run.value)) {
            alarm.level(level(run.value), Fact.of(core.now(), run.value));
        }
    }

    void restored() {
        arm();
    }

    void resume(long stopped, long started) {
        if (run.newest != NOTHING && run.arrival <= stopped) {
            run.arrival += started - stopped;
            if (run.pending) {
                alarm.touch(); // the next stop must not begin at this downtime anew
            }
        }
        arm();
    }

    /** Whether the newest value still stands at the device's present time. */
    boolean stale() {
        return run.newest != NOTHING && maxHold != Timer.NEVER && core.now() - run.arrival > maxHold;
    }

    /** Without a pending deadline the newest sample does not hold, so that no older one can matter. */
    private void late(long time, double value) {
        if (!run.pending) {
            return;
        }
        run.history.put(time, value);
        long start = tailStart();
        if (start != run.start || samples > 1) {
            run.start = start;
            judge(start != NOTHING);
            alarm.touch();
        }
    }

    /** The sample is newer than a pending deadline up to which the value before it stood. */
    private void cross(long time) {
        if (run.pending && run.deadline < time && run.deadline - run.newest <= hold() && enough()) {
            fire(run.deadline, run.value);
        }
    }

    private void judge(boolean holds) {
        if (!holds) {
            stop();
            return;
        }
        long deadline = run.start + delay();
        if (deadline <= run.newest && enough()) {
            fire(Math.max(deadline, enoughSince()), run.value);
            return;
        }
        boolean counts = samples > 1 && !alarm.active();
        if (!run.pending || run.deadline != deadline || counts) {
            alarm.touch();
        }
        run.pending = true;
        run.deadline = deadline;
        arm();
    }

    private void fire(long eventTime, double value) {
        stop();
        if (alarm.active()) {
            alarm.clear(facts.at(eventTime, value));
        } else {
            alarm.raise(facts.at(eventTime, value), level(value));
        }
    }

    private void stop() {
        if (run.pending) {
            run.pending = false;
            alarm.touch();
        }
        timer.ifPresent(core.timers()::cancel);
    }

    private void timeIsUp() {
        if (run.pending) {
            fire(run.deadline, run.value);
        }
    }

    /** Whether the run has values enough to raise. */
    private boolean enough() {
        return alarm.active() || samples == 1 || run.history.size - first() >= samples;
    }

    /** When the run had so many values. */
    private long enoughSince() {
        return alarm.active() || samples == 1 ? NOTHING : run.history.time(first() + samples - 1);
    }

    /** Where the run begins among the values that are kept. */
    private int first() {
        int first = run.history.size;
        while (first > 0 && run.history.time(first - 1) >= run.start) {
            first--;
        }
        return first;
    }

    private void arm() {
        boolean held = run.pending && run.deadline - run.newest <= hold() && enough();
        long due = held ? run.arrival + (run.deadline - run.newest) : Timer.NEVER;
        if (held && timer.isEmpty()) {
            timer = Optional.of(new Timer(Timer.Rank.CONDITION, this::timeIsUp));
        }
        timer.ifPresent(it -> core.timers().set(it, due));
    }

    private long hold() {
        return Math.min(maxHold, run.stands);
    }

    private long delay() {
        return alarm.active() ? off : on;
    }

    private boolean holds(double value) {
        if (Double.isNaN(value)) {
            return false;
        }
        boolean active = alarm.active();
        for (Level level : levels) {
            if (active && !level.limit().clears(value)) {
                return false;
            } else if (!active && level.limit().raises(value)) {
                return true;
            }
        }
        return active;
    }

    /** Where the newest samples begin that all hold without a gap; nothing when the newest does not. */
    private long tailStart() {
        History history = run.history;
        if (history.size == 0) {
            return holds(run.value) ? run.newest : NOTHING;
        }
        long start = NOTHING;
        for (int i = history.size - 1; i >= 0; i--) {
            boolean gap = start != NOTHING && start - history.time(i) > maxHold;
            if (gap || !holds(history.value(i))) {
                return start;
            }
            start = history.time(i);
        }
        return run.pending ? Math.min(start, run.start) : start;
    }

    /** Keeps the samples of the run and the one before it: nothing older can be part of it. */
    private void remember(long time, double value) {
        if (on == 0 && off == 0 && samples == 1) {
            return;
        }
        History history = run.history;
        if (history.size > 1 && time > run.history.time(history.size - 1) && !holds(history.value(history.size - 1))) {
            history.dropBefore(history.time(history.size - 1) + 1);
        }
        history.put(time, value);
    }

    /** The highest level that raises, or that is reached already and does not clear. */
    private Priority level(double value) {
        Priority present = alarm.active() ? alarm.priority() : Priority.LOW;
        for (int i = levels.size() - 1; i >= 0; i--) {
            Level level = levels.get(i);
            boolean reached = alarm.active() && level.priority().compareTo(present) >= 0;
            if (level.limit().raises(value) || (reached && !level.limit().clears(value))) {
                return level.priority();
            }
        }
        return alarm.active() ? present : levels.get(0).priority();
    }
}
