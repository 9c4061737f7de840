package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.EnergyLoss;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/** What goes into a part of a network against what its homes draw from it, per window: how much is lost on the way. */
abstract class LossDetector<C extends EnergyLoss> extends WindowedDetector {
    protected final Set<String> homes;
    protected C loss;
    protected WireLoss wires;

    LossDetector(Core core, Instance alarm, C loss, Set<String> homes) {
        super(core, alarm);
        this.homes = new HashSet<>(homes);
        this.loss = loss;
        this.wires = new WireLoss(this, loss.technical(), loss.span().window());
    }

    /** One more home is supplied by it. */
    final void join(String home) {
        homes.add(home);
    }

    final void leave(String home) {
        homes.remove(home);
    }

    /** The rule was edited. */
    protected void configure(C edited) {
        loss = edited;
        wires = new WireLoss(this, edited.technical(), edited.span().window());
    }

    @Override
    final OptionalLong endOf(long time) {
        return OptionalLong.of(
                Windows.endOf(time, loss.span().window().toMillis(), loss.span().zone()));
    }

    @Override
    final long lateness() {
        return loss.span().lateness().toMillis();
    }

    @Override
    final int consecutive() {
        return loss.consecutive();
    }

    /** Whether enough homes have reported for a window to be judged. */
    protected final boolean covered(int reported) {
        return !homes.isEmpty() && rounded((double) reported / homes.size()) >= loss.minCoverage();
    }

    /**
     * What a loss that the wires do not explain means.
     *
     * @param lost kWh
     * @param percent of what went in
     * @param part what is judged of a window: 1, or the share of it that its dark hours are
     */
    protected final Verdict verdict(double lost, double percent, double part) {
        if (percent > loss.maxLossPercent() && lost > part * loss.minLoss()) {
            return Verdict.BAD;
        }
        return percent <= rounded(loss.maxLossPercent() - loss.deadbandPercent()) ? Verdict.GOOD : Verdict.BETWEEN;
    }
}
