package az.ocaq.alarm.engine;

import az.ocaq.alarm.AlarmWork;
import az.ocaq.alarm.Priority;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/** Everything about one alarm that outlives a restart; plain fields, because it is kept as JSON. Empty text: nobody. */
final class InstanceState {
    boolean cond;
    boolean needAck;
    boolean earlierOwed;
    boolean latched;
    boolean earlierLatched;
    boolean outOfService;
    boolean shelved;
    boolean oneShot;
    long shelfUntil = Timer.NEVER;
    Set<String> suppressors = new LinkedHashSet<>();
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
    Set<String> told = new LinkedHashSet<>();

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
    Deque<Long> activations = new ArrayDeque<>(1);
    boolean flapping;
    long quietAt = Timer.NEVER;

    boolean hidden() {
        return outOfService || shelved || !suppressors.isEmpty();
    }

    void stopClocks() {
        holdUntil = Timer.NEVER;
        settleAt = Timer.NEVER;
        escalateFrom = Timer.NEVER;
        repeatAt = Timer.NEVER;
        realarmAt = Timer.NEVER;
    }
}
