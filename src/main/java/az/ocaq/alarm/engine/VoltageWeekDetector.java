package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.PowerQuality;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * EN 50160: in a calendar week at least 95 % of the 10-minute means of each phase are within ±10 % of the nominal voltage. The 51st of
 * 1008 outside decides at once; intervals below 5 % of the nominal voltage are interruptions and not counted.
 */
final class VoltageWeekDetector extends VerdictDetector {
    private static final long INTERVAL = 600_000;
    private static final int INTERVALS = 1008;
    private static final int ALLOWED = INTERVALS * 5 / 100;
    private static final int ENOUGH = (INTERVALS * 95 + 99) / 100;
    /** So often, ms of the device's time, what only counts is kept: a region's meters would write without end else. */
    private static final long KEPT_EVERY = 3_600_000;

    private static final double ROUNDING = 1e-9;

    /** What outlives a restart. */
    static final class Week {
        long start = Long.MIN_VALUE;
        /** One for each metric that was told. */
        Map<Integer, Phase> phases = new TreeMap<>();
    }

    /** The intervals of one phase. */
    static final class Phase {
        long[] seen = {};
        int outside;
        int valid;
    }

    private final Week week = new Week();
    private final Timer timer = new Timer(Timer.Rank.CONDITION, this::weekIsOver);
    private PowerQuality.VoltageWeek voltage;

    VoltageWeekDetector(Core core, Instance alarm, PowerQuality.VoltageWeek voltage) {
        super(core, alarm, HeldVerdict.Clock.OF_WINDOWS);
        this.voltage = voltage;
    }

    @Override
    Object state() {
        return week;
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        long start = Windows.weekStart(sample.time(), voltage.zone());
        if (start < week.start) {
            return;
        }
        if (start > week.start) {
            weekIsOver();
            week.start = start;
            arm();
        }
        Phase phase = week.phases.computeIfAbsent(slot, it -> new Phase());
        BitSet seen = BitSet.valueOf(phase.seen);
        int interval = (int) ((sample.time() - start - 1) / INTERVAL);
        if (seen.get(interval)) {
            return;
        }
        seen.set(interval);
        phase.seen = seen.toLongArray();
        if (count(phase, sample.time(), value)
                || sample.time() / KEPT_EVERY != (sample.time() + INTERVAL) / KEPT_EVERY) {
            alarm.touch();
        }
    }

    @Override
    boolean wantsWholeMeans() {
        return true;
    }

    @Override
    boolean interrupted(double value) {
        return value < 0.05 * voltage.nominal();
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof PowerQuality.VoltageWeek edited) {
            voltage = edited;
        }
        super.reconsider();
    }

    @Override
    void restored() {
        super.restored();
        arm();
    }

    /** Whether the mean is outside. */
    private boolean count(Phase phase, long time, double value) {
        double nominal = voltage.nominal();
        if (interrupted(value)) {
            return false;
        }
        phase.valid++;
        boolean outside = Math.abs(value - nominal) > 0.1 * nominal + ROUNDING;
        if (outside) {
            phase.outside++;
        }
        if (phase.outside > ALLOWED) {
            verdict.bad(Fact.of(time, value), Order.NEWEST);
        }
        return outside;
    }

    /** A week that complies ends the alarm; one with too few values is inconclusive and says nothing. */
    private void weekIsOver() {
        boolean complied = !week.phases.isEmpty()
                && week.phases.values().stream().allMatch(it -> it.valid >= ENOUGH && it.outside <= ALLOWED);
        if (complied) {
            verdict.good(Fact.of(core.now(), "a week complied"), Order.NEWEST);
        }
        week.phases = new TreeMap<>();
        alarm.touch();
    }

    private void arm() {
        boolean known = week.start != Long.MIN_VALUE;
        core.timers().set(timer, known ? week.start + INTERVALS * INTERVAL + INTERVAL : Timer.NEVER);
    }
}
