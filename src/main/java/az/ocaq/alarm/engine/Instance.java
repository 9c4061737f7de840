package az.ocaq.alarm.engine;

import az.ocaq.alarm.AlarmState;
import az.ocaq.alarm.AlarmWork;
import az.ocaq.alarm.Priority;
import az.ocaq.alarm.rule.Condition;
import az.ocaq.alarm.rule.Rule;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One alarm: a rule at a device, with one state for life. Keeps the orthogonal facts, derives the state of ISA-18.2 from
 * them, and tells the journal and the announcer what changes.
 */
public final class Instance {
    private static final String SYSTEM = "system";

    /** What all alarms look like that nothing happened to; only ever read. */
    private static final InstanceState UNTOUCHED = new InstanceState();

    private final Core core;
    private final String device;
    // made when it is first needed: most alarms of a region never are
    private Optional<Timer> timer = Optional.empty();
    private Rule rule;
    private Optional<String> utility = Optional.empty();
    // made when something first happens to it: most alarms of a region are never raised
    private Optional<InstanceState> state = Optional.empty();
    private @Nullable Detector detector;

    Instance(Core core, Rule rule, String device) {
        this.core = core;
        this.rule = rule;
        this.device = device;
    }

    /** Gives it what judges its condition, right after it was made. */
    void judgedBy(Detector judge) {
        detector = judge;
    }

    /** What judges its condition. */
    Detector detector() {
        return Objects.requireNonNull(detector, "every alarm has a detector");
    }

    /** The rule as it is now. */
    public Rule rule() {
        return rule;
    }

    /** The means that its rule judges; empty where it judges single values. */
    Optional<Duration> mean() {
        return rule.traits()
                .mean()
                .or(() -> rule.condition()
                        .means()
                        .filter(it -> core.directory()
                                .interval(device)
                                .filter(own -> own.compareTo(it) < 0)
                                .isPresent()));
    }

    /** Where. */
    public String device() {
        return device;
    }

    /** {@code RULE@device}. */
    public String key() {
        return rule.id() + "@" + device;
    }

    /** The state of ISA-18.2. */
    public AlarmState code() {
        if (seen().outOfService) {
            return AlarmState.OOSRV;
        } else if (seen().shelved) {
            return AlarmState.SHLVD;
        } else if (seen().cond && !seen().suppressors.isEmpty()) {
            return AlarmState.DSUPR;
        } else if (seen().cond) {
            return seen().needAck ? AlarmState.UNACK : AlarmState.ACKED;
        } else if (seen().latched) {
            return seen().needAck ? AlarmState.LATUN : AlarmState.LATAK;
        }
        return seen().needAck ? AlarmState.RTNUN : AlarmState.NORM;
    }

    /** Why it is suppressed, when its condition is true. */
    Set<String> suppressors() {
        return seen().suppressors;
    }

    /** Whether the condition is true, shown or hidden. */
    public boolean active() {
        return seen().cond;
    }

    /** Whether there is nothing to close: the condition is false, nothing is owed, nothing hides it. */
    boolean isIdle() {
        return code() == AlarmState.NORM && seen().suppressors.isEmpty();
    }

    /** Counts raises, from 1. */
    public int occurrence() {
        return seen().occurrence;
    }

    /** How much it matters now. */
    public Priority priority() {
        return state.map(it -> it.priority).orElse(rule.priority());
    }

    /** Event time of the last raise, epoch ms. */
    public long raisedAt() {
        return seen().raisedAt;
    }

    /** When the state last changed, server time, epoch ms. */
    public long changedAt() {
        return seen().changedAt;
    }

    /** Whether it is on people's list. */
    public boolean isStanding() {
        return code() != AlarmState.NORM && !isOutOfHours();
    }

    /** Whether nothing but its rule's schedule hides it: at this time of the day or the year it is no alarm. */
    public boolean isOutOfHours() {
        return code() == AlarmState.DSUPR && seen().suppressors.equals(java.util.Set.of(Suppression.SCHEDULE));
    }

    /** The value that raised it. */
    public OptionalDouble value() {
        return Double.isFinite(seen().value) ? OptionalDouble.of(seen().value) : OptionalDouble.empty();
    }

    /** Who acknowledged the present occurrence. */
    public Optional<String> acknowledgedBy() {
        return seen().acknowledgedBy.isEmpty() ? Optional.empty() : Optional.of(seen().acknowledgedBy);
    }

    /** Who is responsible. */
    public Optional<String> assignee() {
        return seen().assignee.isEmpty() ? Optional.empty() : Optional.of(seen().assignee);
    }

    /** How far a crew has come with the present occurrence. */
    public AlarmWork work() {
        return crew().view();
    }

    CrewWork crew() {
        return new CrewWork(core, this);
    }

    /** End of a shelf, epoch ms. */
    public OptionalLong shelvedUntil() {
        return seen().shelved && seen().shelfUntil != Timer.NEVER
                ? OptionalLong.of(seen().shelfUntil)
                : OptionalLong.empty();
    }

    /** The words that routes, silences and selectors match: the device's, with {@code rule}, {@code device}, {@code severity}. */
    public Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>(core.directory().labels(device));
        if (rule.condition() instanceof Condition.GroupFraction fraction) {
            // A group's place is what its members have in common.
            fraction.groupBy().ifPresent(it -> labels.putIfAbsent(it, device));
            utility.ifPresent(it -> labels.putIfAbsent("utility", it));
        }
        labels.put("rule", rule.id());
        labels.put("device", device);
        labels.put("severity", priority().word());
        labels.put("priority", priority().word());
        return labels;
    }

    /** One of the {@link #labels}, empty when there is no such label; makes nothing, because a region has a million alarms. */
    String label(String name) {
        return switch (name) {
            case "rule" -> rule.id();
            case "device" -> device;
            case "severity", "priority" -> priority().word();
            default -> {
                String known = core.directory().labels(device).get(name);
                yield known == null && rule.condition() instanceof Condition.GroupFraction fraction
                        ? ofGroup(fraction, name)
                        : Objects.requireNonNullElse(known, "");
            }
        };
    }

    private String ofGroup(Condition.GroupFraction fraction, String name) {
        return fraction.groupBy().filter(name::equals).isPresent()
                ? device
                : utility.filter(it -> name.equals("utility")).orElse("");
    }

    /** Whose alarm that of a group is: what its members have in common. */
    void utility(Optional<String> common) {
        utility = common;
    }

    /** To be changed. */
    InstanceState state() {
        if (state.isEmpty()) {
            InstanceState own = new InstanceState();
            own.priority = rule.priority();
            state = Optional.of(own);
        }
        return state.get();
    }

    private InstanceState seen() {
        return state.orElse(UNTOUCHED);
    }

    void restore(InstanceState kept) {
        state = Optional.of(kept);
        arm();
    }

    void rule(Rule edited) {
        rule = edited;
        if (!seen().cond) {
            state.ifPresent(it -> it.priority = edited.priority());
        }
    }

    void touch() {
        core.changed(this);
    }

    void raise(Fact fact, Priority priority) {
        if (core.directory().isGone(device)) {
            return;
        }
        AlarmState before = code();
        state().cond = true;
        state().occurrence++;
        state().raisedAt = fact.eventTime();
        state().publishedAt = core.now();
        state().value = fact.value().orElse(Double.NaN);
        state().priority = priority;
        state().acknowledgedBy = "";
        state().earlierOwed = state().needAck;
        state().earlierLatched = state().latched;
        crew().forget();
        if (!state().hidden()) {
            owe();
            state().latched = rule.traits().latch();
            state().round = 0;
        }
        moved("raised", before, fact, SYSTEM);
        if (!state().hidden()) {
            warn();
            core.announcer().raised(this);
        } else {
            suppressors().forEach(it -> note("suppressed", SYSTEM, it));
        }
        core.conditionChanged(this);
    }

    void clear(Fact fact) {
        AlarmState before = code();
        state().cond = false;
        if (state().shelved || state().outOfService) {
            state().needAck = false;
        } else if (!state().suppressors.isEmpty()) {
            state().needAck = state().earlierOwed;
            state().latched = state().earlierLatched;
        } else if (!rule.traits().ackRequired()) {
            state().needAck = false;
        }
        if (state().shelved && state().oneShot) {
            endShelf();
        }
        moved("cleared", before, fact, SYSTEM);
        if (before == AlarmState.DSUPR && state().latched && state().toldOccurrence < state().occurrence) {
            // An earlier occurrence is latched still, and nobody was told of this one.
            core.announcer().hidden(this);
        } else if (!state().shelved && !state().outOfService) {
            core.announcer().over(this);
        }
        crew().cleared(fact.eventTime());
        core.conditionChanged(this);
    }

    /** The condition stays true, at another priority. */
    void level(Priority priority, Fact fact) {
        if (priority == state().priority) {
            return;
        }
        boolean rises = priority.compareTo(state().priority) < 0;
        Priority was = state().priority;
        String change = was.word() + ">" + priority.word();
        state().priority = priority;
        touch();
        if (state().hidden()) {
            return;
        }
        AlarmState before = code();
        core.journal(new Transition(
                core.now(),
                OptionalLong.of(fact.eventTime()),
                this,
                Transition.SEVERITY,
                before,
                before,
                priority,
                state().occurrence,
                SYSTEM,
                change,
                fact.value()));
        if (rises) {
            state().value = fact.value().orElse(state().value);
            owe();
            moved("severity_up", before, fact, SYSTEM);
            core.announcer().severityUp(this, was, before == AlarmState.ACKED);
        }
    }

    /** The rule is gone: everything ends. */
    void close(String cause) {
        AlarmState before = code();
        boolean wasActive = state().cond;
        state().cond = false;
        state().needAck = false;
        state().latched = false;
        state().suppressors = Set.of();
        state().outOfService = false;
        endShelf();
        moved("closed", before, Fact.of(core.now(), cause), SYSTEM);
        core.announcer().closed(this);
        if (wasActive) {
            core.conditionChanged(this);
        }
    }

    void suppress(String reason) {
        AlarmState before = code();
        if (!state().suppress(reason)) {
            return;
        }
        touch();
        if (code() != before) {
            state().needAck = state().earlierOwed;
            state().latched = state().earlierLatched;
            moved("suppressed", before, Fact.of(core.now(), reason), SYSTEM);
            core.announcer().hidden(this);
        }
    }

    void unsuppress(String reason) {
        AlarmState before = code();
        if (!seen().suppressors.contains(reason) || !state().unsuppress(reason)) {
            return;
        }
        touch();
        if (state().suppressors.isEmpty()) {
            shown("unsuppressed", before, SYSTEM, reason);
        }
    }

    void acknowledge(String by, String text) {
        AlarmState before = code();
        state().needAck = false;
        state().earlierOwed = false;
        state().acknowledgedBy = by;
        core.announcer().acknowledged(this);
        moved("acknowledged", before, Fact.of(core.now(), text), by);
    }

    void reset(String by) {
        AlarmState before = code();
        state().latched = false;
        state().earlierLatched = false;
        moved("reset", before, Fact.of(core.now(), ""), by);
        core.announcer().over(this);
    }

    void shelve(String by, String reason, long until, boolean oneShot) {
        AlarmState before = code();
        state().shelved = true;
        state().shelfUntil = until;
        state().oneShot = oneShot;
        oweNothing();
        core.announcer().hidden(this);
        if (before == AlarmState.SHLVD) {
            note("shelved", by, reason);
        } else {
            moved("shelved", before, Fact.of(core.now(), reason), by);
        }
        arm();
    }

    void unshelve(String by) {
        AlarmState before = code();
        endShelf();
        shown("unshelved", before, by, "");
    }

    void outOfService(String by, String reason) {
        AlarmState before = code();
        endShelf();
        state().outOfService = true;
        oweNothing();
        core.announcer().hidden(this);
        moved("out_of_service", before, Fact.of(core.now(), reason), by);
    }

    void inService(String by) {
        AlarmState before = code();
        state().outOfService = false;
        shown("in_service", before, by, "");
    }

    /** @param done when it was done, server time: an earlier assignment does not undo a later one */
    void assign(String by, String assignee, long done) {
        if (done >= state().assignedAt) {
            state().assignee = assignee;
            state().assignedAt = done;
        }
        note("assigned", by, assignee);
    }

    /** A line of the journal that changes no state(). */
    void note(String kind, String by, String text) {
        AlarmState code = code();
        touch();
        core.journal(new Transition(
                core.now(),
                OptionalLong.empty(),
                this,
                kind,
                code,
                code,
                state().priority,
                state().occurrence,
                by,
                text,
                value()));
    }

    /** Says in the journal why a message does not go out now. */
    void untold(String kind, String detail) {
        note(kind, SYSTEM, detail);
    }

    /** A line of the journal about something that was done at a time, perhaps in an earlier occurrence. */
    void note(String kind, String by, String text, int occurrence, long done) {
        AlarmState code = code();
        touch();
        core.journal(new Transition(
                core.now(),
                OptionalLong.of(done),
                this,
                kind,
                code,
                code,
                state().priority,
                occurrence,
                by,
                text,
                value()));
    }

    /** It was called mended and is not. */
    void reopened() {
        AlarmState before = code();
        boolean visible = !state().hidden();
        if (visible) {
            owe();
        }
        if (code() == before) {
            note("reopened", SYSTEM, "");
        } else {
            moved("reopened", before, Fact.of(core.now(), ""), SYSTEM);
        }
        if (visible) {
            core.announcer().reopened(this);
        }
    }

    /** It is brought up again although it was acknowledged. */
    void realarm() {
        AlarmState before = code();
        owe();
        moved("realarmed", before, Fact.of(core.now(), ""), SYSTEM);
        core.announcer().remind(this);
    }

    void arm() {
        long due = Math.min(core.announcer().nextDue(state()), state().verifyAt);
        if (timer.isEmpty() && due != Timer.NEVER) {
            timer = Optional.of(new Timer(Timer.Rank.STATE, this::timeIsUp));
        }
        timer.ifPresent(it -> core.timers().set(it, due));
    }

    /** Something that hid the alarm is gone. */
    private void shown(String kind, AlarmState before, String by, String cause) {
        boolean visible = !state().hidden();
        if (visible && state().cond) {
            owe();
            state().latched = rule.traits().latch();
        }
        moved(kind, before, Fact.of(core.now(), cause), by);
        if (!visible) {
            return;
        }
        if (state().cond) {
            warn();
            core.announcer().shownAgain(this);
        } else {
            core.announcer().over(this);
        }
    }

    /** A template that is approved in advance waits for nobody. */
    private void warn() {
        if (rule.traits().publicity().approved()) {
            note(Transition.WARNING_APPROVED, SYSTEM, "");
        }
    }

    /** An acknowledgement is owed from now on. */
    void owe() {
        state().needAck = true;
        state().owedAt = core.now();
    }

    /** Whoever hides it has seen it. */
    private void oweNothing() {
        state().needAck = false;
        state().earlierOwed = false;
        state().latched = false;
        state().earlierLatched = false;
    }

    private void endShelf() {
        state().shelved = false;
        state().oneShot = false;
        state().shelfUntil = Timer.NEVER;
    }

    private void moved(String kind, AlarmState before, Fact fact, String who) {
        touch();
        AlarmState after = code();
        if (after == before) {
            return;
        }
        state().changedAt = core.now();
        core.journal(new Transition(
                core.now(),
                OptionalLong.of(fact.eventTime()),
                this,
                kind,
                before,
                after,
                state().priority,
                state().occurrence,
                who,
                fact.cause(),
                fact.value()));
        core.announcer().moved(this);
    }

    private void timeIsUp() {
        touch();
        if (state().shelfUntil <= core.now()) {
            unshelve(SYSTEM);
        }
        crew().timeIsUp();
        core.announcer().timeIsUp(this);
        arm();
    }
}
