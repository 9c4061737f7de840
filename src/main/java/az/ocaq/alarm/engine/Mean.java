package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Span;
import java.util.Optional;

/** The means of a series for a rule that judges these instead of single values; plain fields, because it is kept as JSON. */
final class Mean {
    private static final long NOTHING = Long.MIN_VALUE;

    long end = NOTHING;
    double sum;
    int count;

    /** When the newest value of it is from. */
    long newest = NOTHING;

    /** Whether it holds part of an interruption. */
    boolean cut;

    /** Whether values of it were lost with a server that ended before it kept them. */
    boolean partial;

    /**
     * A mean is known when the first sample after its interval comes; it carries the interval's end. One that holds part of
     * an interruption is flagged, as IEC 61000-4-30 has it, and told to nobody; one that a restart has left in part is told to who
     * can do with it. What a store says after a restart is counted when it is newer than what was kept.
     */
    Optional<Sample> add(Sample sample, double value, Order order, long width, Detector detector) {
        boolean seed = order == Order.SEED;
        if (order == Order.CORRECTION || (seed && sample.time() <= newest)) {
            return Optional.empty();
        }
        Optional<Sample> whole = Optional.empty();
        long itsEnd = Windows.endOf(sample.time(), width, Span.BAKU);
        if (itsEnd > end) {
            boolean told =
                    count > 0 && !cut && !seed && Double.isFinite(sum) && !(partial && detector.wantsWholeMeans());
            if (told) {
                whole = Optional.of(new Sample(sample.device(), sample.metric(), end, sum / count));
            }
            end = itsEnd;
            sum = 0;
            count = 0;
            cut = false;
            partial = false;
        }
        if (itsEnd == end) {
            sum += value;
            count++;
            newest = Math.max(newest, sample.time());
            cut |= detector.interrupted(value);
            partial |= seed;
        }
        return whole;
    }
}
