package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.EnergyLoss;
import az.ocaq.alarm.rule.TechnicalLoss;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a feeder's wires lose in a window by its currents: constant + resistance · Σ I². A current is what flowed since the one
 * before, but for no more than a 24th of the window. The sums are among the window's parts, under the current's name, those of
 * its dark hours once more under another one.
 */
final class WireLoss {
    /** So often, ms of the feeder's time, the sums are kept: a crash costs no more of a window. */
    private static final long KEPT_EVERY = 900_000;

    private static final double MS_PER_HOUR = 3_600_000;
    private static final int LONGEST_PART = 24;
    private static final int SQUARES = 0;
    private static final int KNOWN = 1;
    private static final String DARK = "dark ";

    private final WindowedDetector detector;
    private final TechnicalLoss technical;
    private final Duration window;
    private final Map<String, Long> newest = new HashMap<>();

    WireLoss(WindowedDetector detector, TechnicalLoss technical, Duration window) {
        this.detector = detector;
        this.technical = technical;
        this.window = window;
    }

    /** Takes a current of the feeder's. */
    void take(Sample sample, double amperes, Order order, boolean dark) {
        if (order == Order.SEED) {
            newest.put(sample.metric(), sample.time());
        }
        if (order != Order.NEWEST) {
            return;
        }
        Long before = newest.put(sample.metric(), sample.time());
        if (before == null) {
            return;
        }
        long stood = Math.min(sample.time() - before, window.toMillis() / LONGEST_PART);
        add(sample.time(), sample.metric(), amperes * amperes * stood, stood);
        if (dark) {
            add(sample.time(), DARK + sample.metric(), amperes * amperes * stood, stood);
        }
        if (sample.time() / KEPT_EVERY != before / KEPT_EVERY) {
            detector.alarm.touch();
        }
    }

    private void add(long time, String key, double squares, long stood) {
        double[] sums = detector.part(time, key);
        if (sums.length == 0) {
            detector.put(time, key, squares, (double) stood);
        } else {
            sums[SQUARES] += squares;
            sums[KNOWN] += stood;
        }
    }

    /**
     * kWh that must have been lost in a window: 0 where no current was told or nobody knows the resistance, NaN when currents
     * are known for less than a share of it.
     */
    double in(Map<String, double[]> parts, double coverage) {
        return in(parts, "", window, coverage);
    }

    /** The same in a window's dark hours. */
    double inDark(Map<String, double[]> parts, EnergyLoss.FeederLoss.Dark hours, double coverage) {
        return in(parts, DARK, darkOf(window, hours), coverage);
    }

    /** How long a window's dark hours are. */
    static Duration darkOf(Duration window, EnergyLoss.FeederLoss.Dark hours) {
        return window.minus(Duration.between(hours.end(), hours.start()));
    }

    private double in(Map<String, double[]> parts, String prefix, Duration length, double coverage) {
        List<double[]> told = technical.currents().stream()
                .map(it -> prefix + it)
                .filter(parts::containsKey)
                .map(parts::get)
                .toList();
        double ohm = resistance();
        if (told.isEmpty() || Double.isNaN(ohm)) {
            return 0;
        }
        double squares = 0;
        for (double[] sums : told) {
            if (sums[KNOWN] / length.toMillis() < coverage) {
                return Double.NaN;
            }
            squares += sums[SQUARES] / sums[KNOWN];
        }
        boolean all = told.size() == technical.currents().size();
        return all ? (technical.constant() + ohm * squares) * length.toMillis() / MS_PER_HOUR / 1000 : Double.NaN;
    }

    private double resistance() {
        return technical
                .attribute()
                .map(it -> detector.core.directory().attribute(detector.alarm.device(), it))
                .orElse(OptionalDouble.empty())
                .orElse(technical.resistance());
    }
}
