package az.ocaq.alarm.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Watches for one rule's condition at one place, and raises and clears its alarm. */
abstract class Detector {
    private static final Mean[] NO_MEANS = {};

    protected final Core core;
    protected final Instance alarm;
    private Mean[] means = NO_MEANS;

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

    /** The mean under way of one of the rule's metrics at its own device; it outlives a restart. */
    final Mean mean(int slot) {
        int known = means.length;
        if (slot >= known) {
            means = Arrays.copyOf(means, slot + 1);
            for (int i = known; i <= slot; i++) {
                means[i] = new Mean();
            }
        }
        return means[slot];
    }

    /** The means under way. */
    final List<Mean> means() {
        return List.of(means);
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

    /** Whether a mean of which values were lost is none. */
    boolean wantsWholeMeans() {
        return false;
    }

    /** Whether a value is of a supply that is interrupted, so that the mean which it is in says nothing. */
    boolean interrupted(double value) {
        return false;
    }
}
