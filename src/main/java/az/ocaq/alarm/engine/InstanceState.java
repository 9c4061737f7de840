package az.ocaq.alarm.engine;

import az.ocaq.alarm.AlarmState;
import az.ocaq.alarm.AlarmWork;
import az.ocaq.alarm.Priority;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Everything about one alarm that outlives a restart; plain fields, because it is kept as JSON. Empty text: nobody. Most
 * alarms of a region are never raised: what such a one would only hold empty is shared, and made anew when it changes.
 */
final class InstanceState {
    private static final long[] NEVER_ACTIVE = {};

    boolean cond;
    boolean needAck;
    boolean earlierOwed;
    boolean latched;
    boolean earlierLatched;
    boolean outOfService;
    boolean shelved;
    boolean oneShot;
    long shelfUntil = Timer.NEVER;
    Set<String> suppressors = Set.of();
    int occurrence;
    long raisedAt;
    long publishedAt;
    long changedAt;
    double value = Double.NaN;
    Priority priority = Priority.MEDIUM;
    String acknowledgedBy = "";
    String assignee = "";
    long assignedAt;

    /** Since when the present acknowledgement is owed: one that was given before is of something else. */
    long owedAt;

    /** How far a crew has come, whose act brought it there, when that was done, and until when telemetry must confirm it. */
    AlarmWork.Stage work = AlarmWork.Stage.NONE;

    String workBy = "";
    long workAt;
    long verifyAt = Timer.NEVER;
    String cause = "";

    /** Who was told of the present occurrence one by one. */
    Set<String> told = Set.of();

    /** The last occurrence that somebody was told of by itself. */
    int toldOccurrence;

    /** Whether a group's message told of it. */
    boolean toldByGroup;

    /** How often the present occurrence was told anew; keeps the keys of messages apart. */
    int round;

    long holdUntil = Timer.NEVER;
    long settleAt = Timer.NEVER;
    long escalateFrom = Timer.NEVER;
    int escalationStep;
    long repeatAt = Timer.NEVER;
    int repeats;
    long realarmAt = Timer.NEVER;
    long[] activations = NEVER_ACTIVE;
    boolean flapping;
    long quietAt = Timer.NEVER;

    /** The state of ISA-18.2. */
    AlarmState code() {
        if (outOfService) {
            return AlarmState.OOSRV;
        } else if (shelved) {
            return AlarmState.SHLVD;
        } else if (cond && !suppressors.isEmpty()) {
            return AlarmState.DSUPR;
        } else if (cond) {
            return needAck ? AlarmState.UNACK : AlarmState.ACKED;
        } else if (latched) {
            return needAck ? AlarmState.LATUN : AlarmState.LATAK;
        }
        return needAck ? AlarmState.RTNUN : AlarmState.NORM;
    }

    /** What is explained is hidden as long as its condition is true: there is nothing else to explain. */
    boolean hidden() {
        return outOfService || shelved || (cond && !suppressors.isEmpty());
    }

    /** Whether a reason to hide it is new. */
    boolean suppress(String reason) {
        boolean added = !suppressors.contains(reason);
        suppressors = with(suppressors, reason);
        return added;
    }

    /** Whether there was such a reason to hide it. */
    boolean unsuppress(String reason) {
        Set<String> rest = new LinkedHashSet<>(suppressors);
        boolean removed = rest.remove(reason);
        suppressors = rest.isEmpty() ? Set.of() : rest;
        return removed;
    }

    void tell(String person) {
        toldOccurrence = occurrence;
        told = with(told, person);
    }

    void activated(long time) {
        activations = Arrays.copyOf(activations, activations.length + 1);
        activations[activations.length - 1] = time;
        Arrays.sort(activations);
    }

    /** How often it was raised after a time; what was before is forgotten. */
    int activationsAfter(long time) {
        int old = 0;
        while (old < activations.length && activations[old] <= time) {
            old++;
        }
        if (old > 0) {
            activations = Arrays.copyOfRange(activations, old, activations.length);
        }
        return activations.length;
    }

    void forgetChatter() {
        flapping = false;
        quietAt = Timer.NEVER;
        activations = NEVER_ACTIVE;
    }

    private static Set<String> with(Set<String> some, String one) {
        if (some.contains(one)) {
            return some;
        }
        Set<String> more = new LinkedHashSet<>(some);
        more.add(one);
        return more;
    }

    /** Whoever hides it has seen it. */
    void oweNothing() {
        needAck = false;
        earlierOwed = false;
        latched = false;
        earlierLatched = false;
    }

    void endShelf() {
        shelved = false;
        oneShot = false;
        shelfUntil = Timer.NEVER;
    }

    void stopClocks() {
        holdUntil = Timer.NEVER;
        settleAt = Timer.NEVER;
        escalateFrom = Timer.NEVER;
        repeatAt = Timer.NEVER;
        realarmAt = Timer.NEVER;
    }
}
