package az.ocaq.alarm.rule;

import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a feeder delivers does not all reach homes, or their meters do not count it. */
public sealed interface EnergyLoss extends Condition {
    /** The windows in which what goes in is held against what comes out. */
    Span span();

    /** The share of the homes that must have reported for a window to be judged, 0 to 1. */
    double minCoverage();

    /** A loss beyond it alarms, % of what went in. */
    double maxLossPercent();

    /** An alarm ends this far below that. */
    double deadbandPercent();

    /** Smaller losses do not alarm, whatever their share, kWh a window. */
    double minLoss();

    /** How many windows in a row must say the same. */
    int consecutive();

    /** What wires lose by themselves. */
    TechnicalLoss technical();

    /** What a feeder delivers and its homes use differ by more than its wires lose. */
    record EnergyBalance(
            String metric,
            Span span,
            String feeder,
            Selector homes,
            double minCoverage,
            double maxLossPercent,
            double deadbandPercent,
            double minLoss,
            double negativePercent,
            int consecutive,
            TechnicalLoss technical)
            implements EnergyLoss, Condition.OfWindows {
        @Override
        public List<String> metrics() {
            return Stream.concat(Stream.of(metric), technical.currents().stream())
                    .toList();
        }

        @Override
        public String unit() {
            return "%";
        }

        @Override
        public String unit(int slot) {
            return slot == 0 ? "kWh" : "A";
        }
    }

    /**
     * Like {@link EnergyBalance}, by the registers of import and export at the windows' boundaries: each of the rule's devices
     * is the meter of the group that it shares a label with.
     *
     * @param dark hours without sun, in which what the windows lose is judged once more: where a roof gives by day what its
     *     meter does not count by night, the whole day says nothing
     */
    record FeederLoss(
            String imported,
            String exported,
            String groupBy,
            Span span,
            Selector homes,
            double minCoverage,
            double maxLossPercent,
            double deadbandPercent,
            double minLoss,
            double negativePercent,
            int consecutive,
            TechnicalLoss technical,
            Optional<Dark> dark)
            implements EnergyLoss, Condition.OfWindows {
        /** The hours of each day before {@code end} and from {@code start} on, which is later. */
        public record Dark(LocalTime start, LocalTime end) {}

        /** How many registers are told before the currents. */
        public static final int REGISTERS = 2;

        @Override
        public List<String> metrics() {
            return Stream.concat(Stream.of(imported, exported), technical.currents().stream())
                    .toList();
        }

        @Override
        public String unit() {
            return "%";
        }

        @Override
        public String unit(int slot) {
            return slot < REGISTERS ? "kWh" : "A";
        }
    }
}
