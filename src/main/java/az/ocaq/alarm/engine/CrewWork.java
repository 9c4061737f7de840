package az.ocaq.alarm.engine;

import az.ocaq.alarm.AlarmWork;
import az.ocaq.alarm.AlarmWork.Stage;
import java.util.Optional;

/** How far a crew has come with one alarm: what people say of it, and what telemetry makes of "mended". */
final class CrewWork {
    private final Core core;
    private final Instance alarm;

    CrewWork(Core core, Instance alarm) {
        this.core = core;
        this.alarm = alarm;
    }

    AlarmWork view() {
        InstanceState state = alarm.state();
        return state.work == Stage.NONE
                ? AlarmWork.NONE
                : new AlarmWork(
                        state.work,
                        Optional.of(state.workBy),
                        Optional.of(java.time.Instant.ofEpochMilli(state.workAt)),
                        state.cause.isEmpty() ? Optional.empty() : Optional.of(state.cause));
    }

    /** A new occurrence is new work. */
    void forget() {
        InstanceState state = alarm.state();
        state.work = Stage.NONE;
        state.workBy = "";
        state.workAt = 0;
        state.verifyAt = Timer.NEVER;
        state.cause = "";
    }

    /** A crew says how far it is; what was done ({@code done}, server time) before what is known is noted only. */
    void said(Stage stage, String kind, Act act, long done) {
        InstanceState state = alarm.state();
        String cause = act.cause().isEmpty() ? "" : "[" + act.cause() + "] ";
        alarm.note(kind, act.by(), (cause + act.text()).strip(), state.occurrence, done);
        boolean joins = stage == Stage.ON_WAY
                && state.work == Stage.ON_SITE
                && !act.by().equals(state.workBy);
        // somebody is there already, whoever else comes
        if (done < state.workAt || joins) {
            return;
        }
        state.work = stage;
        state.workBy = act.by();
        state.workAt = done;
        if (!act.cause().isEmpty()) {
            state.cause = act.cause();
        }
        state.verifyAt = Timer.NEVER;
        if (stage == Stage.FIXED && state.cond) {
            state.verifyAt = core.now() + core.policy().times().verify().toMillis();
        } else if (stage == Stage.FIXED) {
            verified(done);
        }
        alarm.arm();
    }

    /** The condition is false. */
    void cleared(long eventTime) {
        if (alarm.state().work == Stage.FIXED) {
            verified(eventTime);
        }
    }

    /** Telemetry has had its time to confirm. */
    void timeIsUp() {
        InstanceState state = alarm.state();
        if (state.verifyAt > core.now()) {
            return;
        }
        state.verifyAt = Timer.NEVER;
        if (state.cond && state.work == Stage.FIXED) {
            state.work = Stage.REOPENED;
            state.workAt = core.now();
            alarm.reopened();
        }
    }

    private void verified(long eventTime) {
        InstanceState state = alarm.state();
        state.work = Stage.CLOSED;
        state.verifyAt = Timer.NEVER;
        alarm.note("verified", Instance.SYSTEM, state.cause, state.occurrence, eventTime);
        alarm.arm();
    }
}
