package az.ocaq.alarm.rule;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Voltage or frequency is not what EN 50160 promises. */
public sealed interface PowerQuality extends Condition {
    /** EN 50160: at most 5 % of a week's 10-minute means of the voltage are outside ±10 %, on each phase. */
    record VoltageWeek(List<String> metrics, String unit, double nominal, ZoneId zone)
            implements PowerQuality, Condition.OfWindows {
        @Override
        public Optional<Duration> means() {
            return VoltageBand.MEANS;
        }
    }

    /** EN 50160: every 10-minute mean of the voltage is within +10 % and −15 %, on each phase. */
    record VoltageBand(List<String> metrics, String unit, double nominal) implements PowerQuality {
        private static final Optional<Duration> MEANS = Optional.of(Duration.ofMinutes(10));

        @Override
        public Optional<Duration> means() {
            return MEANS;
        }
    }

    /**
     * EN 50160: the share of a period's 10-second means of the frequency that are near the nominal one, and limits for all of
     * them.
     */
    record Frequency(String metric, String unit, double nominal, Grid system, ZoneId zone)
            implements PowerQuality, Condition.OfOneMetric, Condition.OfWindows {
        /** How long a mean is. */
        public static final Duration INTERVAL = Duration.ofSeconds(10);

        /** What the network is, and how much it may deviate by EN 50160. */
        public enum Grid {
            /** Joined to a continental system: ±1 % for 99.5 % of a calendar year, +4/−6 % always. */
            INTERCONNECTED(0.005, 0.01, 0.04, 0.06),
            /** By itself: ±2 % for 95 % of a calendar week, ±15 % always. */
            ISLAND(0.05, 0.02, 0.15, 0.15);

            private final double outside;
            private final double near;
            private final double above;
            private final double below;

            Grid(double outside, double near, double above, double below) {
                this.outside = outside;
                this.near = near;
                this.above = above;
                this.below = below;
            }

            /** The share of a period's means that may be outside the near limits. */
            public double outside() {
                return outside;
            }

            /** The near limit, a share of the nominal frequency. */
            public double near() {
                return near;
            }

            /** The upper limit of all means, a share of the nominal frequency. */
            public double above() {
                return above;
            }

            /** The lower limit of all means, a share of the nominal frequency. */
            public double below() {
                return below;
            }
        }

        @Override
        public Optional<Duration> means() {
            return Optional.of(INTERVAL);
        }
    }

    /** The three line-to-line voltages differ: the negative sequence in percent of the positive. */
    record Unbalance(List<String> metrics, Limits given) implements PowerQuality, Condition.OfLimits {
        public Unbalance {
            metrics = List.copyOf(metrics);
        }
    }
}
