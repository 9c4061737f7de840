package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Condition;
import az.ocaq.alarm.rule.Signal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;

/** How fast a value changes, over the samples of a window that ends at the newest, or what will become of it so. */
final class RateDetector extends SignalDetector {
    /** As many samples of a window are kept: the oldest must not be lost however dense they come. */
    private static final int FINENESS = 400;

    /** A crash costs no more than such a part of the window. */
    private static final int KEPT_PARTS = 4;

    /** What outlives a restart. */
    static final class Kept {
        DelayedCondition.Run run = new DelayedCondition.Run();
        History samples = new History();
    }

    private final Kept kept;
    private Pace pace;

    /** Over what the change is taken, and what is compared with the limits. */
    private record Pace(long window, long minSpan, Compared signal) {}

    /** From the newest value, its time, and its change per millisecond. */
    private interface Compared {
        double of(double value, long time, double slope);
    }

    RateDetector(Core core, Instance alarm, Condition.OfLimits condition) {
        this(core, alarm, condition, new Kept());
    }

    private RateDetector(Core core, Instance alarm, Condition.OfLimits condition, Kept kept) {
        super(core, alarm, kept.run, condition.given());
        this.kept = kept;
        this.pace = pace(condition);
    }

    private static Pace pace(Condition.OfLimits condition) {
        if (condition instanceof Signal.Forecast forecast) {
            return new Pace(
                    forecast.window().toMillis(),
                    forecast.minSpan().toMillis(),
                    (value, time, slope) -> value + slope * ahead(forecast, time));
        }
        Signal.Rate rate = (Signal.Rate) condition;
        double per = rate.per().toMillis();
        Compared signal =
                rate.eitherWay() ? (value, time, slope) -> Math.abs(slope * per) : (value, time, slope) -> slope * per;
        return new Pace(rate.window().toMillis(), rate.minSpan().toMillis(), signal);
    }

    private static long ahead(Signal.Forecast forecast, long time) {
        if (forecast.until().isEmpty()) {
            return forecast.within().toMillis();
        }
        ZonedDateTime now = Instant.ofEpochMilli(time).atZone(forecast.zone());
        ZonedDateTime end = now.with(forecast.until().get());
        return Duration.between(now, end.isAfter(now) ? end : end.plusDays(1)).toMillis();
    }

    @Override
    Object state() {
        return kept;
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        History samples = kept.samples;
        long fine = pace.window() / FINENESS;
        boolean dense =
                order == Order.NEWEST && samples.size > 0 && sample.time() - samples.time(samples.size - 1) < fine;
        if (!dense) {
            samples.put(sample.time(), value);
        }
        if (order == Order.LATE) {
            return;
        }
        long part = Math.max(1, pace.window() / KEPT_PARTS);
        if (order == Order.NEWEST && sample.time() / part != kept.run.newest / part) {
            alarm.touch();
        }
        long start = sample.time() - pace.window();
        while (samples.size > 0 && samples.time(0) < start) {
            samples.dropUpTo(samples.time(0));
        }
        long span = samples.size == 0 ? 0 : sample.time() - samples.time(0);
        double signal = Double.NaN;
        if (span > 0 && span >= pace.minSpan()) {
            double slope = (value - samples.value(0)) / span;
            signal = WindowedDetector.rounded(pace.signal().of(value, sample.time(), slope));
        }
        condition.accept(sample.time(), signal, arrival, order);
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Condition.OfLimits edited) {
            pace = pace(edited);
            edited(edited.given());
        }
    }
}
