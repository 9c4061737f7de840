package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Signal;
import az.ocaq.device.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.shredzone.commons.suncalc.SunTimes;

/**
 * What will be left at sunrise: what there is, less what the last nights took from the same time before sunrise on (their
 * median). A straight line through the evening's peak would empty every battery. By day nothing is foretold; an alarm that
 * stands ends when there is enough again.
 *
 * <p>A battery that rests before sunrise does not carry the night: it was emptied by plan, down to its reserve or until its
 * hours were over, and something else, mostly the grid, took over. Begins it a night with less, it only rests sooner. So nothing
 * below the lowest level at which it rested in the last nights is foretold, unless it has less than that already.
 */
final class SunriseDetector extends SignalDetector {
    /** Between the points that are kept of a night, ms. */
    private static final long STEP = 1_800_000;
    /** The longest night that is kept: at 55 degrees 17 hours. */
    private static final int POINTS = 34;

    private static final int FEWEST_NIGHTS = 3;
    private static final int MOST_NIGHTS = 7;
    private static final long DAY = Duration.ofDays(1).toMillis();
    /** A night without a value so long before its end tells no use. */
    private static final long LAST_WORD = 2 * STEP;
    /** It rests if it gave so little, percent of the charge, since so many steps before sunrise. */
    private static final double RESTS = 0.5;

    private static final int RESTS_SINCE = 3;
    /** What a resting battery loses by itself in some days without sun, percent. */
    private static final double SELF_DISCHARGE = 1;

    /** What outlives a restart. */
    static final class Kept {
        DelayedCondition.Run run = new DelayedCondition.Run();
        /** Of the coming sunrise, epoch ms; 0: not known yet. */
        long sunrise;

        long sunset;
        /** The first value when so many steps and a part of one were left; NaN: not seen. */
        double[] tonight = empty();

        double last = Double.NaN;
        long lastTime;
        /** What was used of the last nights from each of these points on, the newest at the end. */
        List<double[]> nights = new ArrayList<>();
        /** Where it rested before sunrise in these nights; NaN: it was drawn from to the end. */
        List<Double> rests = new ArrayList<>();
    }

    private final Kept kept;
    private Signal.UntilSunrise until;

    SunriseDetector(Core core, Instance alarm, Signal.UntilSunrise until) {
        this(core, alarm, until, new Kept());
    }

    private SunriseDetector(Core core, Instance alarm, Signal.UntilSunrise until, Kept kept) {
        super(core, alarm, kept.run, until.given());
        this.kept = kept;
        this.until = until;
    }

    @Override
    Object state() {
        return kept;
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        if (order == Order.LATE) {
            return;
        }
        long time = sample.time();
        if (time >= kept.sunrise) {
            nightIsOver();
            look(time);
        }
        if (time >= kept.sunset && time < kept.sunrise) {
            note(time, value);
            condition.accept(time, WindowedDetector.rounded(left(time, value)), arrival, order);
        } else {
            condition.accept(time, alarm.active() ? value : Double.NaN, arrival, order);
        }
        kept.last = value;
        kept.lastTime = time;
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Signal.UntilSunrise edited) {
            until = edited;
            edited(edited.given());
        }
    }

    /** Finds the next sunrise, and the sunset before it. Where the sun does not rise within a day nothing is foretold. */
    private void look(long time) {
        Place place = core.directory().place(alarm.device()).orElse(until.place());
        kept.sunrise = next(time, place, true).orElse(time + DAY);
        kept.sunset = next(kept.sunrise - DAY, place, false).orElse(kept.sunrise);
        alarm.touch();
    }

    private static Optional<Long> next(long after, Place place, boolean rise) {
        SunTimes times = SunTimes.compute()
                .on(Instant.ofEpochMilli(after + 1))
                .at(place.latitude(), place.longitude())
                .execute();
        ZonedDateTime found = rise ? times.getRise() : times.getSet();
        return Optional.ofNullable(found).map(it -> it.toInstant().toEpochMilli());
    }

    private void note(long time, double value) {
        int point = (int) ((kept.sunrise - time) / STEP);
        if (point < POINTS && Double.isNaN(kept.tonight[point])) {
            kept.tonight[point] = value;
            alarm.touch();
        }
    }

    private void nightIsOver() {
        if (kept.sunrise - kept.lastTime <= LAST_WORD && !Double.isNaN(kept.last)) {
            double end = kept.last;
            kept.nights.add(
                    Arrays.stream(kept.tonight).map(it -> Math.max(0, it - end)).toArray());
            kept.rests.add(rested() ? end : Double.NaN);
            if (kept.nights.size() > MOST_NIGHTS) {
                kept.nights.remove(0);
            }
            if (kept.rests.size() > MOST_NIGHTS) {
                kept.rests.remove(0);
            }
        }
        kept.tonight = empty();
    }

    private boolean rested() {
        double[] end = Arrays.stream(kept.tonight, 0, RESTS_SINCE + 1)
                .filter(Double::isFinite)
                .toArray();
        boolean known = Double.isFinite(kept.tonight[RESTS_SINCE]) || Double.isFinite(kept.tonight[RESTS_SINCE - 1]);
        return known && Arrays.stream(end).allMatch(it -> Math.abs(it - kept.last) <= RESTS);
    }

    /** What is foretold for sunrise. */
    private double left(long time, double value) {
        double left = value - usual(time);
        double rest = kept.rests.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .min()
                .orElse(Double.NaN);
        return value >= rest - SELF_DISCHARGE ? Math.max(left, Math.min(value, rest)) : left;
    }

    /** What nights use from a time on; NaN when too few are known. */
    private double usual(long time) {
        double steps = (kept.sunrise - time) / (double) STEP;
        int before = (int) steps;
        double share = steps - before;
        return (1 - share) * median(before - 1) + share * median(before);
    }

    private double median(int point) {
        if (point < 0) {
            return 0;
        }
        if (point >= POINTS) {
            return Double.NaN;
        }
        double[] used = kept.nights.stream()
                .mapToDouble(it -> it[point])
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return used.length < FEWEST_NIGHTS ? Double.NaN : (used[(used.length - 1) / 2] + used[used.length / 2]) / 2;
    }

    private static double[] empty() {
        double[] points = new double[POINTS];
        Arrays.fill(points, Double.NaN);
        return points;
    }
}
