package az.ocaq.alarm.engine;

import az.ocaq.alarm.Priority;
import az.ocaq.alarm.rule.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Judges whole windows of event time, once, when their lateness has passed; what comes later corrects reports, not the
 * journal. A window without a verdict neither raises nor clears nor breaks a streak.
 */
abstract class WindowedDetector extends VerdictDetector {
    /** What outlives a restart: the open windows by their ends, each with its samples by time or device. */
    static final class Kept {
        TreeMap<Long, Map<String, double[]>> open = new TreeMap<>();
        long judgedUpTo = Long.MIN_VALUE;
        int streak;
        /** Figures of the last windows that were judged, where the rule says what is worse; as many as make an alarm. */
        List<Double> latest = new ArrayList<>();
        /** Figures of windows that were as usual, where a detector learns from them. */
        List<Double> usual = new ArrayList<>();
        /** Figures of the last windows by their ends, where a detector reports them. */
        TreeMap<Long, Double> figures = new TreeMap<>();
    }

    /** What a window says. */
    enum Verdict {
        /** Bad enough without a second window. */
        SEVERE,
        BAD,
        /** Neither bad nor good enough to clear. */
        BETWEEN,
        GOOD,
        NONE
    }

    /** A verdict with the figure that it rests on. */
    record Judgement(Verdict verdict, double figure) {
        static final Judgement NONE = new Judgement(Verdict.NONE, Double.NaN);
    }

    private static final double[] NOTHING = {};

    protected final Kept kept = new Kept();
    private final Timer timer = new Timer(Timer.Rank.CONDITION, this::timeIsUp);

    // What waited for the server while it was down comes after its start.
    private long notBefore = Long.MIN_VALUE;

    WindowedDetector(Core core, Instance alarm) {
        super(core, alarm, HeldVerdict.Clock.OF_WINDOWS);
    }

    /** The end of the window that a sample belongs to; nothing when it belongs to none. */
    abstract OptionalLong endOf(long time);

    abstract long lateness();

    abstract int consecutive();

    abstract Judgement judge(long end, Map<String, double[]> parts);

    @Override
    final Object state() {
        return kept;
    }

    @Override
    final void restored() {
        super.restored();
        arm();
    }

    @Override
    final void resume(long stopped, long started) {
        super.resume(stopped, started);
        notBefore = started + core.policy().times().startupGrace().toMillis();
        arm();
    }

    protected final void put(long time, String key, double... values) {
        OptionalLong end = endOf(time);
        if (end.isEmpty() || end.getAsLong() <= kept.judgedUpTo || due(end.getAsLong()) < core.now()) {
            return;
        }
        kept.open.computeIfAbsent(end.getAsLong(), it -> new HashMap<>()).put(key, values);
        alarm.touch();
        arm();
    }

    /** What is known so far under a key in the window of a time; empty when nothing. */
    protected final double[] part(long time, String key) {
        OptionalLong end = endOf(time);
        Map<String, double[]> window = end.isEmpty() ? null : kept.open.get(end.getAsLong());
        return window == null ? NOTHING : window.getOrDefault(key, NOTHING);
    }

    /** Remembers the figure of a window that was as usual, of so many at most. */
    protected final void learn(double figure, int most) {
        kept.usual.add(figure);
        while (kept.usual.size() > most) {
            double unused = kept.usual.remove(0);
        }
    }

    private void arm() {
        core.timers().set(timer, kept.open.isEmpty() ? Timer.NEVER : due(kept.open.firstKey()));
    }

    /** When a window is judged. */
    private long due(long end) {
        return Math.max(end + lateness(), notBefore);
    }

    private void timeIsUp() {
        while (!kept.open.isEmpty() && due(kept.open.firstKey()) <= core.now()) {
            Map.Entry<Long, Map<String, double[]>> window = kept.open.pollFirstEntry();
            kept.judgedUpTo = window.getKey();
            decide(window.getKey(), judge(window.getKey(), window.getValue()));
            alarm.touch();
        }
        arm();
    }

    private void decide(long end, Judgement judgement) {
        Fact fact = Fact.of(end, judgement.figure());
        remember(judgement);
        switch (judgement.verdict()) {
            case NONE -> {
                // as if the window had not been
            }
            case BETWEEN -> {
                kept.streak = 0;
                verdict.neither(fact, Order.NEWEST);
            }
            case GOOD -> {
                kept.streak = 0;
                verdict.good(fact, Order.NEWEST);
            }
            case BAD, SEVERE -> {
                kept.streak++;
                boolean enough = judgement.verdict() == Verdict.SEVERE || kept.streak >= consecutive();
                if (enough) {
                    verdict.bad(fact, Order.NEWEST, priority());
                } else {
                    verdict.neither(fact, Order.NEWEST);
                }
            }
        }
    }

    private void remember(Judgement judgement) {
        if (alarm.rule().traits().worse().isEmpty() || judgement.verdict() == Verdict.NONE) {
            return;
        }
        kept.latest.add(judgement.figure());
        while (kept.latest.size() > (judgement.verdict() == Verdict.SEVERE ? 1 : consecutive())) {
            kept.latest.remove(0);
        }
    }

    /** It takes as many windows to be worse, or less bad again, as to be bad. */
    private Priority priority() {
        Priority own = alarm.rule().priority();
        Priority now = alarm.active() ? alarm.priority() : own;
        Priority least = own;
        Priority most = own;
        for (Level it : alarm.rule().traits().worse()) {
            least = kept.latest.stream().allMatch(it.limit()::raises) ? it.priority() : least;
            most = kept.latest.stream().anyMatch(it.limit()::raises) ? it.priority() : most;
        }
        // priorities are in order, the gravest first
        return least.compareTo(now) < 0 ? least : most.compareTo(now) > 0 ? most : now;
    }

    /** Sums of decimals are compared as decimals. */
    static double rounded(double value) {
        return Math.rint(value * 1e9) / 1e9;
    }
}
