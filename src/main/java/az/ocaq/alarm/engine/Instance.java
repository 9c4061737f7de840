package az.ocaq.alarm.engine;

import az.ocaq.alarm.AlarmState;
import az.ocaq.alarm.AlarmWork;
import az.ocaq.alarm.Priority;
import az.ocaq.alarm.rule.Rule;
import java.time.Duration;
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
    static final String SYSTEM = "system";

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
        return seen().code();
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

    /** What hides it from people. */
    Hiding hiding() {
        return new Hiding(core, this);
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
        return Labels.of(this, core.directory());
    }

    /** One of the {@link #labels}, empty when there is no such label; makes nothing, because a region has a million alarms. */
    String label(String name) {
        return Labels.one(this, core.directory(), name);
    }

    /** Whose alarm that of a group is: what its members have in common. */
    void utility(Optional<String> common) {
        utility = common;
    }

    /** What homes are supplied with, of a group's alarm. */
    Optional<String> utility() {
        return utility;
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
            state().endShelf();
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
        journal(Transition.SEVERITY, before, new Fact(fact.eventTime(), fact.value(), change), SYSTEM);
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
        state().endShelf();
        moved("closed", before, Fact.of(core.now(), cause), SYSTEM);
        core.announcer().closed(this);
        if (wasActive) {
            core.conditionChanged(this);
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

    /** @param done when it was done, server time: an earlier assignment does not undo a later one */
    void assign(String by, String assignee, long done) {
        if (done >= state().assignedAt) {
            state().assignee = assignee;
            state().assignedAt = done;
        }
        note("assigned", by, assignee);
    }

    /** A line of the journal that changes no state. */
    void note(String kind, String by, String text) {
        note(kind, by, text, state().occurrence, OptionalLong.empty());
    }

    /** Says in the journal why a message does not go out now. */
    void untold(String kind, String detail) {
        note(kind, SYSTEM, detail);
    }

    /** A line of the journal about something that was done at a time, perhaps in an earlier occurrence. */
    void note(String kind, String by, String text, int occurrence, long done) {
        note(kind, by, text, occurrence, OptionalLong.of(done));
    }

    private void note(String kind, String by, String text, int occurrence, OptionalLong done) {
        AlarmState code = code();
        touch();
        core.journal(new Transition(
                core.now(), done, this, kind, code, code, state().priority, occurrence, by, text, value()));
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

    /** A template that is approved in advance waits for nobody. */
    void warn() {
        if (rule.traits().publicity().approved()) {
            note(Transition.WARNING_APPROVED, SYSTEM, "");
        }
    }

    /** An acknowledgement is owed from now on. */
    void owe() {
        state().needAck = true;
        state().owedAt = core.now();
    }

    /** The state is not what it was {@code before}: a line of the journal, where that is so. */
    void moved(String kind, AlarmState before, Fact fact, String who) {
        touch();
        if (code() == before) {
            return;
        }
        state().changedAt = core.now();
        journal(kind, before, fact, who);
        core.announcer().moved(this);
    }

    private void journal(String kind, AlarmState before, Fact fact, String who) {
        core.journal(new Transition(
                core.now(),
                OptionalLong.of(fact.eventTime()),
                this,
                kind,
                before,
                code(),
                state().priority,
                state().occurrence,
                who,
                fact.cause(),
                fact.value()));
    }

    private void timeIsUp() {
        touch();
        if (state().shelfUntil <= core.now()) {
            hiding().unshelve(SYSTEM);
        }
        crew().timeIsUp();
        core.announcer().timeIsUp(this);
        arm();
    }
}
