package az.ocaq.alarm.engine;

import az.ocaq.alarm.AlarmState;
import az.ocaq.alarm.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * From alarm to message: correlation hold, silence, age, chattering, grouping, route, rota, storm, and the clocks of
 * escalation and repetition. Suppression is decided before an alarm comes here.
 */
final class Announcer {
    private record Waiting(Instance alarm, int occurrence) {}

    /** How an alarm was before a payload made it worse. */
    private record Before(Priority priority, int occurrence, boolean acknowledged) {}

    private final Core core;
    private final Router router;
    private final Silences silences;
    private final Groups groups;
    private final Storms storms;
    private final List<Waiting> deferred = new ArrayList<>();
    private final Map<Instance, Before> risen = new LinkedHashMap<>();
    private final Set<Instance> ended = new LinkedHashSet<>();
    private boolean deferring;

    Announcer(Core core, EngineState kept) {
        this.core = core;
        this.router = new Router(core.policy());
        this.silences = new Silences(kept.silences);
        this.storms = new Storms(core, kept.storms);
        this.groups = new Groups(core, kept, this);
    }

    Silences silences() {
        return silences;
    }

    Groups groups() {
        return groups;
    }

    Storms storms() {
        return storms;
    }

    /** From now on messages are decided when the payload is through. */
    void defer() {
        deferring = true;
    }

    void decideDeferred() {
        deferring = false;
        List<Waiting> waiting = List.copyOf(deferred);
        Map<Instance, Before> worse = new LinkedHashMap<>(risen);
        List<Instance> over = List.copyOf(ended);
        deferred.clear();
        risen.clear();
        ended.clear();
        for (Instance it : over) {
            if (it.active()) {
                // Who knows of what ended hears of the new occurrence instead; so does its group.
                it.state().toldByGroup = false;
            } else {
                over(it);
            }
        }
        for (Waiting it : waiting) {
            worse.remove(it.alarm());
            if (it.alarm().occurrence() == it.occurrence() && it.alarm().code() == AlarmState.UNACK) {
                first(it.alarm());
            }
        }
        worse.forEach((alarm, before) -> {
            boolean still = before.acknowledged() || alarm.priority().compareTo(before.priority()) < 0;
            if (still && alarm.occurrence() == before.occurrence() && alarm.code() == AlarmState.UNACK) {
                worse(alarm);
            }
        });
    }

    void raised(Instance alarm) {
        InstanceState state = alarm.state();
        if (core.policy().flap().isPresent()) {
            // In its own time: what comes in one backlog need not have chattered.
            state.activated(state.raisedAt);
        }
        if (deferring) {
            deferred.add(new Waiting(alarm, state.occurrence));
        } else {
            first(alarm);
        }
    }

    /** The alarm comes out of hiding; what was true long ago is told at once. */
    void shownAgain(Instance alarm) {
        alarm.state().round++;
        if (!silenced(alarm, Kinds.RAISED)) {
            // What its group told is told anew, by the group's next message.
            alarm.state().toldByGroup = false;
            tell(alarm, Kinds.RAISED);
        }
        alarm.arm();
    }

    void hidden(Instance alarm) {
        alarm.state().stopClocks();
        alarm.state().forgetChatter();
        alarm.arm();
    }

    void acknowledged(Instance alarm) {
        InstanceState state = alarm.state();
        state.stopClocks();
        if (state.cond) {
            Optional<Duration> realarm =
                    alarm.rule().traits().realarm().or(() -> core.policy().realarm());
            state.realarmAt = realarm.map(it -> core.now() + it.toMillis()).orElse(Timer.NEVER);
        }
        alarm.arm();
    }

    /** The alarm is no longer active, or reset: whoever was told is told. */
    void over(Instance alarm) {
        InstanceState state = alarm.state();
        state.stopClocks();
        if (deferring) {
            ended.add(alarm);
        } else if (!state.flapping) {
            boolean latched = alarm.code() == AlarmState.LATUN || alarm.code() == AlarmState.LATAK;
            sendTo(alarm, latched ? Kinds.LATCHED : Kinds.CLEARED, 0, state.told);
            if (!latched) {
                forget(alarm);
            }
        }
        alarm.arm();
    }

    /** The alarm matters more than {@code before}, when it was acknowledged or not. */
    void severityUp(Instance alarm, Priority before, boolean acknowledged) {
        if (deferring) {
            risen.putIfAbsent(alarm, new Before(before, alarm.occurrence(), acknowledged));
        } else {
            worse(alarm);
        }
    }

    /** Who was not told, because a silence covered what it was or its group waits, may have to be told now. */
    private void worse(Instance alarm) {
        InstanceState state = alarm.state();
        if (!state.told.isEmpty() || state.toldByGroup) {
            remind(alarm, Kinds.SEVERITY_UP, state.told);
        } else if (!waiting(state) && !groups.holds(alarm) && !silenced(alarm, Kinds.RAISED)) {
            groups.leave(alarm);
            tell(alarm, Kinds.RAISED);
            alarm.arm();
        }
    }

    void remind(Instance alarm) {
        remind(alarm, Kinds.REMINDER, Set.of());
    }

    void reopened(Instance alarm) {
        remind(alarm, Kinds.REOPENED, alarm.state().told);
    }

    /** Every transition keeps a chattering alarm from having settled. */
    void moved(Instance alarm) {
        if (alarm.state().flapping) {
            alarm.state().quietAt = core.now() + flap().quiet().toMillis();
            alarm.arm();
        }
    }

    /**
     * A silence is over: what it hid and is still active is told, what was told before is brought up once.
     *
     * @param matched whether it covered the alarm until now; another alarm is told only if nobody was told of it
     */
    void silenceEnded(Instance alarm, boolean matched) {
        InstanceState state = alarm.state();
        if (alarm.code() != AlarmState.UNACK || silences.covering(alarm).isPresent() || waiting(state)) {
            return;
        }
        if (state.told.isEmpty() && !state.toldByGroup) {
            tell(alarm, Kinds.RAISED);
        } else if (matched && !state.flapping) {
            remind(alarm);
        } else {
            return;
        }
        alarm.touch();
        alarm.arm();
    }

    long nextDue(InstanceState state) {
        long next = Math.min(state.shelfUntil, Math.min(state.holdUntil, state.settleAt));
        next = Math.min(next, Math.min(state.repeatAt, Math.min(state.realarmAt, state.quietAt)));
        return Math.min(next, escalationDue(state));
    }

    void timeIsUp(Instance alarm) {
        InstanceState state = alarm.state();
        long now = core.now();
        boolean unacknowledged = alarm.code() == AlarmState.UNACK;
        if (state.holdUntil <= now) {
            state.holdUntil = Timer.NEVER;
            held(alarm);
        }
        if (state.settleAt <= now) {
            state.settleAt = Timer.NEVER;
            if (unacknowledged && !silenced(alarm, Kinds.RAISED)) {
                announce(alarm);
            }
        }
        while (escalationDue(state) <= now) {
            escalate(alarm);
        }
        if (state.repeatAt <= now) {
            repeat(alarm);
        }
        if (state.realarmAt <= now) {
            state.realarmAt = Timer.NEVER;
            alarm.realarm();
        }
        if (state.quietAt <= now) {
            settled(alarm);
        }
    }

    /** First message of an alarm through its group. */
    void toldByGroup(Instance alarm) {
        alarm.state().toldByGroup = true;
        startClocks(alarm);
        alarm.touch();
        alarm.arm();
    }

    /** The people behind the receivers of a group's message. */
    Set<String> people(Instance alarm) {
        return people(alarm, router.receivers(alarm.labels(), java.time.Instant.ofEpochMilli(core.now())));
    }

    private Set<String> people(Instance alarm, Collection<String> receivers) {
        Set<String> people = new LinkedHashSet<>();
        for (String receiver : receivers) {
            people.add(onDuty(receiver));
            if (router.isGap(receiver, java.time.Instant.ofEpochMilli(core.now()))) {
                alarm.untold(Kinds.ROTA_GAP, receiver);
            }
        }
        return people;
    }

    private void first(Instance alarm) {
        long hold = alarm.rule().traits().correlate().toMillis();
        if (hold > 0) {
            alarm.state().holdUntil = core.now() + hold;
            alarm.untold(Kinds.HELD, alarm.rule().traits().correlate().toString());
        } else {
            held(alarm);
        }
        alarm.arm();
    }

    private void held(Instance alarm) {
        InstanceState state = alarm.state();
        if (alarm.code() != AlarmState.UNACK || silenced(alarm, Kinds.RAISED)) {
            return;
        }
        long age = state.publishedAt - state.raisedAt;
        if (!alarm.rule().condition().windowed()
                && age > core.policy().times().maxNotifyAge().toMillis()) {
            state.settleAt = core.now() + core.policy().times().settle().toMillis();
            alarm.untold(Kinds.OLD_NEWS, Duration.ofMillis(age).toString());
        } else {
            announce(alarm);
        }
    }

    private void announce(Instance alarm) {
        InstanceState state = alarm.state();
        if (state.flapping) {
            alarm.untold(Kinds.CHATTERING, "");
            return;
        }
        if (core.policy().flap().isPresent() && chatters(state)) {
            state.flapping = true;
            state.quietAt = core.now() + flap().quiet().toMillis();
            tell(alarm, Kinds.FLAPPING);
        } else {
            tell(alarm, Kinds.RAISED);
        }
    }

    private boolean chatters(InstanceState state) {
        return state.activationsAfter(state.raisedAt - flap().window().toMillis()) >= flap().count();
    }

    private Policy.Flap flap() {
        return core.policy().flap().orElseThrow();
    }

    private void tell(Instance alarm, String kind) {
        Optional<String> group = kind.equals(Kinds.RAISED) ? groups.take(alarm) : Optional.empty();
        if (group.isPresent()) {
            alarm.untold(Kinds.GROUPED, group.get());
            return;
        }
        sendTo(alarm, kind, 0, people(alarm));
        startClocks(alarm);
    }

    /** Tells again, whoever is responsible now and those who know it already and must know this too. */
    private void remind(Instance alarm, String kind, Set<String> also) {
        alarm.state().realarmAt = Timer.NEVER;
        if (silenced(alarm, kind)) {
            return;
        }
        InstanceState state = alarm.state();
        state.round++;
        Set<String> people = people(alarm);
        people.addAll(also);
        sendTo(alarm, kind, 0, people);
        startClocks(alarm);
        alarm.arm();
    }

    private void startClocks(Instance alarm) {
        InstanceState state = alarm.state();
        state.escalateFrom = core.policy().escalation().isEmpty() ? Timer.NEVER : core.now();
        state.escalationStep = 0;
        state.repeats = 0;
        state.repeatAt = core.policy()
                .repeat()
                .filter(it -> it.most() > 0)
                .map(it -> core.now() + it.every().toMillis())
                .orElse(Timer.NEVER);
    }

    private long escalationDue(InstanceState state) {
        List<Policy.Step> steps = core.policy().escalation();
        return state.escalateFrom == Timer.NEVER || state.escalationStep >= steps.size()
                ? Timer.NEVER
                : state.escalateFrom + steps.get(state.escalationStep).after().toMillis();
    }

    private void escalate(Instance alarm) {
        InstanceState state = alarm.state();
        if (silenced(alarm, Kinds.ESCALATED)) {
            state.escalateFrom = Timer.NEVER;
            return;
        }
        Policy.Step step = core.policy().escalation().get(state.escalationStep++);
        if (!state.flapping) {
            sendTo(alarm, Kinds.ESCALATED, state.escalationStep, people(alarm, step.to()));
        }
    }

    private void repeat(Instance alarm) {
        InstanceState state = alarm.state();
        Policy.Repeat repeat = core.policy().repeat().orElseThrow();
        state.repeatAt = Timer.NEVER;
        if (silenced(alarm, Kinds.REPEAT)) {
            return;
        }
        state.repeats++;
        if (!state.flapping) {
            sendTo(alarm, Kinds.REPEAT, state.repeats, people(alarm));
        }
        if (state.repeats < repeat.most()) {
            state.repeatAt = core.now() + repeat.every().toMillis();
        }
    }

    private void settled(Instance alarm) {
        InstanceState state = alarm.state();
        state.forgetChatter();
        sendTo(alarm, Kinds.SETTLED, 0, state.told);
        if (!state.cond) {
            forget(alarm);
        } else if (alarm.code() == AlarmState.UNACK) {
            // Nobody was told again while it chattered: from here on its clocks run.
            startClocks(alarm);
        }
    }

    private void forget(Instance alarm) {
        alarm.state().told = Set.of();
        alarm.state().toldByGroup = false;
        groups.over(alarm);
    }

    /** The alarm's rule or device is gone. */
    void closed(Instance alarm) {
        alarm.state().forgetChatter();
        over(alarm);
    }

    private String onDuty(String receiver) {
        return router.onDuty(receiver, java.time.Instant.ofEpochMilli(core.now()));
    }

    private void sendTo(Instance alarm, String kind, int step, Set<String> people) {
        for (String person : List.copyOf(people)) {
            if (!storms.passes(person, alarm.key(), alarm.priority(), List.of(alarm.key()))) {
                alarm.untold(Kinds.STORM_DIGEST, person);
            } else {
                core.send(new Message(
                        core.now(),
                        alarm.key(),
                        Message.Subject.ALARM,
                        Optional.of(alarm),
                        alarm.occurrence(),
                        kind,
                        step,
                        alarm.state().round,
                        person,
                        1,
                        List.of(alarm.key())));
            }
            alarm.state().tell(person);
        }
    }

    /** Whether a silence keeps a message back; then the journal says so. */
    boolean silenced(Instance alarm, String kind) {
        Optional<String> silence = silences.covering(alarm);
        silence.ifPresent(it -> alarm.untold(Kinds.SILENCED, it + " " + kind));
        return silence.isPresent();
    }

    private static boolean waiting(InstanceState state) {
        return state.holdUntil != Timer.NEVER || state.settleAt != Timer.NEVER;
    }
}
