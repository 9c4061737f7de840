package az.ocaq.alarm.engine;

import java.util.Optional;

/** Watches for one rule's condition at one place, and raises and clears its alarm. */
abstract class Detector {
    protected final Core core;
    protected final Instance alarm;

    Detector(Core core, Instance alarm) {
        this.core = core;
        this.alarm = alarm;
    }

    /** What outlives a restart: an object of plain fields, which is also filled in again. */
    abstract Object state();

    /** What the rule's delays add to that, where they are not part of it. */
    Optional<Object> delayState() {
        return Optional.empty();
    }

    /**
     * A usable sample of one of the rule's metrics.
     *
     * @param slot which of the condition's metrics, in its order
     * @param value in the rule's unit
     */
    void sample(int slot, Sample sample, double value, long arrival, Order order) {}

    /** Every value of one time is there, for those that asked for it. */
    void judgeTogether() {}

    /** Whether the newest value no longer stands. */
    abstract boolean stale();

    /** The rule was edited: judge anew what is known. */
    abstract void reconsider();

    /** The state was filled in again after a restart; timers are set anew. */
    abstract void restored();

    /** The server was down between two times, which proves nothing about the device. */
    abstract void resume(long stopped, long started);

    /** Whether a value is of a supply that is interrupted, so that the mean which it is in says nothing. */
    boolean interrupted(double value) {
        return false;
    }
}
