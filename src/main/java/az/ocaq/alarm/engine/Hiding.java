package az.ocaq.alarm.engine;

import az.ocaq.alarm.AlarmState;

/** What hides one alarm from people, by ISA-18.2: suppressed by design, shelved by an operator, taken out of service. */
final class Hiding {
    private final Core core;
    private final Instance alarm;

    Hiding(Core core, Instance alarm) {
        this.core = core;
        this.alarm = alarm;
    }

    void suppress(String reason) {
        AlarmState before = alarm.code();
        if (!alarm.state().suppress(reason)) {
            return;
        }
        alarm.touch();
        if (alarm.code() != before) {
            alarm.state().needAck = alarm.state().earlierOwed;
            alarm.state().latched = alarm.state().earlierLatched;
            alarm.moved("suppressed", before, Fact.of(core.now(), reason), Instance.SYSTEM);
            core.announcer().hidden(alarm);
        }
    }

    void unsuppress(String reason) {
        AlarmState before = alarm.code();
        if (!alarm.suppressors().contains(reason) || !alarm.state().unsuppress(reason)) {
            return;
        }
        alarm.touch();
        if (alarm.active() && alarm.state().suppressors.isEmpty()) {
            shown("unsuppressed", before, Instance.SYSTEM, reason);
        }
    }

    void shelve(String by, String reason, long until, boolean oneShot) {
        AlarmState before = alarm.code();
        alarm.state().shelved = true;
        alarm.state().shelfUntil = until;
        alarm.state().oneShot = oneShot;
        alarm.state().oweNothing();
        core.announcer().hidden(alarm);
        if (before == AlarmState.SHLVD) {
            alarm.note("shelved", by, reason);
        } else {
            alarm.moved("shelved", before, Fact.of(core.now(), reason), by);
        }
        alarm.arm();
    }

    void unshelve(String by) {
        AlarmState before = alarm.code();
        alarm.state().endShelf();
        shown("unshelved", before, by, "");
    }

    void outOfService(String by, String reason) {
        AlarmState before = alarm.code();
        alarm.state().endShelf();
        alarm.state().outOfService = true;
        alarm.state().oweNothing();
        core.announcer().hidden(alarm);
        alarm.moved("out_of_service", before, Fact.of(core.now(), reason), by);
    }

    void inService(String by) {
        AlarmState before = alarm.code();
        alarm.state().outOfService = false;
        shown("in_service", before, by, "");
    }

    /** Something that hid the alarm is gone. */
    private void shown(String kind, AlarmState before, String by, String cause) {
        boolean visible = !alarm.state().hidden();
        if (visible && alarm.state().cond) {
            alarm.owe();
            alarm.state().latched = alarm.rule().traits().latch();
        }
        alarm.moved(kind, before, Fact.of(core.now(), cause), by);
        if (!visible) {
            return;
        }
        if (alarm.state().cond) {
            alarm.warn();
            core.announcer().shownAgain(alarm);
        } else {
            core.announcer().over(alarm);
        }
    }
}
