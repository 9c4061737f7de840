package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.EnergyLoss;
import az.ocaq.alarm.rule.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What registers show at the beginnings of windows and of their dark and light hours: between the readings before and after, as
 * if used evenly. Meters do not speak at one moment, and what a feeder draws in the minutes between two of them is more than many
 * a loss. A register that starts again or rolls over goes on from where it was; one wild low reading is no such start. The marks are
 * among the windows' parts, under the device's name.
 */
final class Marks {
    /** Begins a window, its light hours, its dark ones again. */
    static final int WINDOW = 0;

    static final int LIGHT = 1;
    static final int DARK = 2;
    private static final int MARKS = 3;
    private static final int REGISTERS = EnergyLoss.FeederLoss.REGISTERS;
    private static final double[] NONE = nothing();

    /** A reading is taken for a window's beginning, alone, in so long a part of it. */
    private static final int ALONE_PART = 24;
    /** Between readings that are further apart than such a part nothing is known: by night evening and morning are alike. */
    private static final int WINDOW_PART = 3;

    private static final int LIGHT_PART = 12;

    /** @param start where it fell from, if it did just now: the reading before */
    private record Last(long time, double value, Optional<Last> start) {}

    private final WindowedDetector detector;
    private final Span span;
    private final Optional<EnergyLoss.FeederLoss.Dark> dark;
    private final Map<String, Last> newest = new HashMap<>();

    Marks(WindowedDetector detector, Span span, Optional<EnergyLoss.FeederLoss.Dark> dark) {
        this.detector = detector;
        this.span = span;
        this.dark = dark;
    }

    /** Takes what a register shows. */
    void take(int register, Sample sample, double value, Order order) {
        String device = sample.device();
        if (order == Order.NEWEST || order == Order.SEED) {
            Last now = new Last(sample.time(), value, Optional.empty());
            Last before = newest.put(sample.metric() + '@' + device, now);
            if (before != null && order == Order.NEWEST) {
                newest.put(sample.metric() + '@' + device, between(register, device, before, now));
            }
        }
        alone(register, device, sample.time(), value);
    }

    private Last between(int register, String device, Last before, Last now) {
        Last from = before;
        Last to = now;
        if (before.start().isPresent() && now.value() >= before.start().get().value()) {
            // the low reading was a wild one
            from = before.start().get();
            shift(register, device, from.value() - before.value());
        } else if (now.value() < before.value()) {
            shift(register, device, now.value() - before.value());
            from = new Last(before.time(), now.value(), Optional.empty());
            to = new Last(now.time(), now.value(), Optional.of(before));
        }
        long window = span.window().toMillis();
        long gap = to.time() - from.time();
        for (long at = end(from.time()); at <= to.time() && gap <= window / WINDOW_PART; at = end(at)) {
            put(WINDOW, register, device, at, interpolated(from, to, at));
        }
        if (dark.isPresent() && gap <= window / LIGHT_PART) {
            day(dark.get(), register, device, from, to);
        }
        return to;
    }

    /** The end of the window that begins with a time or that it is in. */
    private long end(long time) {
        return Windows.endOf(time + 1, span.window().toMillis(), span.zone());
    }

    private void day(EnergyLoss.FeederLoss.Dark hours, int register, String device, Last from, Last to) {
        LocalDate date = Instant.ofEpochMilli(to.time()).atZone(span.zone()).toLocalDate();
        long light = at(date, hours.end());
        if (light > from.time() && light <= to.time()) {
            put(LIGHT, register, device, light, interpolated(from, to, light));
        }
        long again = at(date, hours.start());
        if (again > from.time() && again <= to.time()) {
            put(DARK, register, device, again, interpolated(from, to, again));
        }
    }

    private long at(LocalDate date, LocalTime time) {
        return date.atTime(time).atZone(span.zone()).toInstant().toEpochMilli();
    }

    /** Whether a time is in the dark hours. */
    boolean isDark(long time) {
        LocalTime clock = Instant.ofEpochMilli(time).atZone(span.zone()).toLocalTime();
        return dark.filter(it -> clock.isBefore(it.end()) || !clock.isBefore(it.start()))
                .isPresent();
    }

    private static double interpolated(Last from, Last to, long at) {
        double share = (at - from.time()) / (double) (to.time() - from.time());
        return from.value() + share * (to.value() - from.value());
    }

    private void put(int mark, int register, String device, long at, double value) {
        double[] marks = of(detector.part(at + 1, device));
        marks[mark * REGISTERS + register] = value;
        detector.put(at + 1, device, marks);
    }

    /** Without a reading before it one soon after a window's beginning has to do. */
    private void alone(int register, String device, long time, double value) {
        long window = span.window().toMillis();
        long end = Windows.endOf(time, window, span.zone());
        if (time <= end - window + window / ALONE_PART
                && Double.isNaN(of(detector.part(time, device))[WINDOW * REGISTERS + register])) {
            double[] marks = of(detector.part(time, device));
            marks[WINDOW * REGISTERS + register] = value;
            detector.put(time, device, marks);
        }
    }

    private void shift(int register, String device, double by) {
        for (Map<String, double[]> parts : detector.kept.open.values()) {
            parts.computeIfPresent(device, (name, told) -> {
                double[] marks = of(told);
                for (int mark = 0; mark < MARKS; mark++) {
                    marks[mark * REGISTERS + register] += by;
                }
                return marks;
            });
        }
        detector.alarm.touch();
    }

    /** What a register counted from one mark to another; a meter without a register of export gives nothing. */
    static double used(int register, double[] from, int fromMark, double[] to, int toMark) {
        double first = of(from)[fromMark * REGISTERS + register];
        double last = of(to)[toMark * REGISTERS + register];
        if (register > 0 && Double.isNaN(first) && Double.isNaN(last)) {
            return 0;
        }
        return last < first ? Double.NaN : last - first;
    }

    /** A copy of a device's marks, also where it has none or fewer, as an older version kept them. */
    private static double[] of(double[] told) {
        double[] marks = NONE.clone();
        System.arraycopy(told, 0, marks, 0, Math.min(told.length, marks.length));
        return marks;
    }

    private static double[] nothing() {
        double[] marks = new double[MARKS * REGISTERS];
        Arrays.fill(marks, Double.NaN);
        return marks;
    }
}
