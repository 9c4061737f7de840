package az.ocaq.alarm.engine;

import java.util.Optional;

/** Judges by itself whether things are bad; the rule's delays hold its verdicts back. */
abstract class VerdictDetector extends Detector {
    protected final HeldVerdict verdict;

    VerdictDetector(Core core, Instance alarm, HeldVerdict.Clock clock) {
        super(core, alarm);
        this.verdict = new HeldVerdict(core, alarm, clock);
    }

    @Override
    Optional<Object> delayState() {
        return verdict.state();
    }

    @Override
    boolean stale() {
        return verdict.stale();
    }

    @Override
    void reconsider() {
        verdict.edited();
    }

    @Override
    void restored() {
        verdict.restored();
    }

    @Override
    void resume(long stopped, long started) {
        verdict.resume(stopped, started);
    }
}
