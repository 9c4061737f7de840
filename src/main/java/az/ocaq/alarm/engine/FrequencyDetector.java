package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.PowerQuality;
import java.time.Instant;
import java.time.ZonedDateTime;

/**
 * EN 50160: nearly all of the 10-second means of a calendar year (of a week, where the network is an island) are near the
 * nominal frequency, and every one is within wider limits. A mean beyond the wider ones decides at once, and so does the first
 * one more near them than the period may have. Only counts are kept, so that a mean that comes after a later one is not counted.
 */
final class FrequencyDetector extends VerdictDetector {
    private static final long INTERVAL = PowerQuality.Frequency.INTERVAL.toMillis();
    /** What of a period comes later than that after its end is not counted. */
    private static final long LATENESS = 600_000;
    /** So often, ms of the device's time, what only counts is kept. */
    private static final long KEPT_EVERY = 3_600_000;

    private static final double ENOUGH = 0.95;
    /** A share of the nominal frequency: less is a network without voltage. */
    private static final double DEAD = 0.5;

    private static final double ROUNDING = 1e-9;

    /** What outlives a restart. */
    static final class Period {
        long start = Long.MIN_VALUE;
        /** The newest mean that was looked at, epoch ms. */
        long newest;

        int valid;
        int outside;
        boolean beyond;

        void begin(long newStart) {
            start = newStart;
            valid = 0;
            outside = 0;
            beyond = false;
        }
    }

    private final Period period = new Period();
    private final Timer timer = new Timer(Timer.Rank.CONDITION, this::periodIsOver);
    private PowerQuality.Frequency frequency;

    FrequencyDetector(Core core, Instance alarm, PowerQuality.Frequency frequency) {
        super(core, alarm, HeldVerdict.Clock.OF_WINDOWS);
        this.frequency = frequency;
    }

    @Override
    Object state() {
        return period;
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        long start = startOf(sample.time());
        if (start < period.start || interval(sample.time()) <= interval(period.newest)) {
            return;
        }
        if (start > period.start) {
            judge();
            period.begin(start);
            arm();
        }
        boolean rest = sample.time() / KEPT_EVERY != (sample.time() + INTERVAL) / KEPT_EVERY;
        period.newest = sample.time();
        if (count(sample.time(), value) || rest) {
            alarm.touch();
        }
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof PowerQuality.Frequency edited && !edited.equals(frequency)) {
            frequency = edited;
            period.begin(Long.MIN_VALUE); // what was counted says nothing of other limits
            arm();
        }
        super.reconsider();
    }

    @Override
    void restored() {
        super.restored();
        arm();
    }

    /** Whether the mean is outside. */
    private boolean count(long time, double value) {
        double nominal = frequency.nominal();
        if (value < DEAD * nominal) {
            return false;
        }
        PowerQuality.Frequency.Grid system = frequency.system();
        double deviation = (value - nominal) / nominal;
        boolean outside = Math.abs(deviation) > system.near() + ROUNDING;
        period.valid++;
        period.outside += outside ? 1 : 0;
        period.beyond |= deviation > system.above() + ROUNDING || deviation < -system.below() - ROUNDING;
        if (outside && failed()) {
            verdict.bad(Fact.of(time, value), Order.NEWEST);
        }
        return outside;
    }

    private boolean failed() {
        return period.beyond
                || period.outside > Math.floor(intervals() * frequency.system().outside() + ROUNDING);
    }

    /** A period that complies ends the alarm; one with too few means is inconclusive and says nothing. */
    private void judge() {
        if (period.start != Long.MIN_VALUE && !failed() && period.valid >= intervals() * ENOUGH) {
            verdict.good(Fact.of(end(), "a period complied"), Order.NEWEST);
        }
    }

    private void periodIsOver() {
        judge();
        period.begin(end());
        arm();
        alarm.touch();
    }

    private long intervals() {
        return (end() - period.start) / INTERVAL;
    }

    private static long interval(long time) {
        return Math.floorDiv(time - 1, INTERVAL);
    }

    private long startOf(long time) {
        return switch (frequency.system()) {
            case INTERCONNECTED -> Windows.yearStart(time, frequency.zone());
            case ISLAND -> Windows.weekStart(time, frequency.zone());
        };
    }

    private long end() {
        ZonedDateTime start = Instant.ofEpochMilli(period.start).atZone(frequency.zone());
        ZonedDateTime end = switch (frequency.system()) {
            case INTERCONNECTED -> start.plusYears(1);
            case ISLAND -> start.plusWeeks(1);
        };
        return end.toInstant().toEpochMilli();
    }

    private void arm() {
        core.timers().set(timer, period.start == Long.MIN_VALUE ? Timer.NEVER : end() + LATENESS);
    }
}
