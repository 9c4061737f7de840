package az.ocaq.alarm.rule;

import az.ocaq.device.Place;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/** When a rule alarms; each kind of rule is one record. {@code docs/alarm-rules.md} gives their exact meaning. */
public sealed interface Condition {
    /** The metrics of the rule's own device that it looks at. */
    List<String> metrics();

    /** What composite values are made of; absent where devices tell them whole. */
    default Optional<Inputs> inputs() {
        return Optional.empty();
    }

    /** An attribute without which a device has no such alarm. */
    default Optional<String> attribute() {
        return limits().flatMap(Limits::attribute);
    }

    /** The unit that values are converted to before they are compared; empty text: as they come. */
    default String unit() {
        return "";
    }

    /** The unit of one of the metrics, by its place among them. */
    default String unit(int slot) {
        return unit();
    }

    /** What a signal is compared with, where there is one. */
    default Optional<Limits> limits() {
        return Optional.empty();
    }

    /** What its values are, in one line: what was found by others says nothing of it. */
    default String looksAt() {
        StringBuilder text = new StringBuilder(getClass().getSimpleName());
        for (int slot = 0; slot < metrics().size(); slot++) {
            text.append(' ').append(metrics().get(slot)).append(' ').append(unit(slot));
        }
        return text.toString();
    }

    /** Whether it judges whole windows, so that its alarms are late by design. */
    default boolean windowed() {
        return false;
    }

    /** Means that it is about by definition, where devices report more often than that and the rule names none. */
    default Optional<Duration> means() {
        return Optional.empty();
    }

    /** Whether its alarms are at places that the rule's devices do not name: groups, feeders, neighbours. */
    default boolean ofGroups() {
        return this instanceof GroupFraction || this instanceof EnergyBalance || this instanceof Peers;
    }

    /** A condition that has limits, of which only the record itself must say which. */
    sealed interface OfLimits extends Condition {
        /** The limits. */
        Limits given();

        @Override
        default Optional<Limits> limits() {
            return Optional.of(given());
        }
    }

    /** A condition of a single metric. */
    sealed interface OfOneMetric extends Condition {
        /** The metric. */
        String metric();

        @Override
        default List<String> metrics() {
            return List.of(metric());
        }
    }

    /** A condition that judges whole windows. */
    sealed interface OfWindows extends Condition {
        @Override
        default boolean windowed() {
            return true;
        }
    }

    /** A value beyond a limit for a time. */
    record Threshold(String metric, String unit, Limits given) implements OfLimits, OfOneMetric {}

    /** At least {@code count} values of different times beyond the limit within a time. */
    record Count(String metric, String unit, Limits given, int count, Duration window)
            implements OfLimits, OfOneMetric {}

    /**
     * How fast a value changes, per {@code per}, over a window.
     *
     * @param eitherWay whether a fall counts like a rise
     */
    record Rate(
            String metric,
            String unit,
            Limits given,
            Duration window,
            Duration minSpan,
            Duration per,
            boolean eitherWay)
            implements OfLimits, OfOneMetric {}

    /**
     * What a value will be when it goes on to change as it did over a window.
     *
     * @param within so much later
     * @param until at this local time instead, where there is one
     */
    record Forecast(
            String metric,
            String unit,
            Limits given,
            Duration window,
            Duration minSpan,
            Duration within,
            Optional<LocalTime> until,
            ZoneId zone)
            implements OfLimits, OfOneMetric {}

    /**
     * What will be left of a value at the next sunrise when this night takes of it what the last nights did.
     *
     * @param place whose sun, where the device's settlement has no place
     */
    record UntilSunrise(String metric, String unit, Limits given, Place place) implements OfLimits, OfOneMetric {}

    /** Nothing newer arrives. */
    record NothingNewer(String metric, Duration after) implements OfOneMetric {}

    /** What is known is old. */
    record Stale(String metric, Duration after) implements OfOneMetric {}

    /**
     * The device says nothing, or its will message says that it is gone.
     *
     * @param silenceAfter absent: three reporting intervals, at least ten minutes
     */
    record Offline(Optional<Duration> silenceAfter, Duration lwtGrace) implements Condition {
        @Override
        public List<String> metrics() {
            return List.of();
        }
    }

    /** A counter that misbehaves. */
    record Counter(
            Check check,
            String metric,
            String unit,
            OptionalDouble rollover,
            double maxStep,
            double resetBelow,
            OptionalDouble eps,
            Duration unchangedFor,
            Optional<Expression.Comparison> guard)
            implements Condition {
        /** What is watched for. */
        public enum Check {
            /** It falls: tampered with or broken. */
            BACKWARDS,
            /** It starts again near zero: the meter was exchanged. */
            RESET,
            /** It stands still although something flows. */
            STUCK
        }

        @Override
        public List<String> metrics() {
            return guard.map(it -> List.of(metric, it.metric())).orElse(List.of(metric));
        }

        @Override
        public String unit(int slot) {
            return slot == 0 ? unit : guard.map(Expression.Comparison::unit).orElse("");
        }
    }

    /**
     * Photovoltaics produce less than sun and temperature let expect (temperature-corrected performance ratio).
     *
     * @param ratedKw absent: that of the attribute, W
     * @param peers neighbours under the same sky: where they give little, too, it is snow or a wrong measurement of the light
     */
    record PvPerformance(
            String metric,
            Span span,
            OptionalDouble ratedKw,
            Optional<String> attribute,
            double gamma,
            double minIrradiance,
            double minEnergy,
            Limit limit,
            int consecutive,
            Optional<Inputs> inputs,
            Optional<SameSky> peers)
            implements OfWindows {
        /**
         * The devices of one settlement.
         *
         * @param least so many others must have a figure, or the device is judged alone
         * @param minEnergy kWh/m2 that a window needs where they are compared
         */
        public record SameSky(int least, double minEnergy) {}

        @Override
        public List<String> metrics() {
            return inputs.map(it -> it.metrics(metric)).orElse(List.of(metric));
        }
    }

    /** EN 50160: at most 5 % of a week's 10-minute means of the voltage are outside ±10 %, on each phase. */
    record VoltageWeek(List<String> metrics, String unit, double nominal, ZoneId zone) implements OfWindows {
        @Override
        public Optional<Duration> means() {
            return VoltageBand.MEANS;
        }
    }

    /** EN 50160: every 10-minute mean of the voltage is within +10 % and −15 %, on each phase. */
    record VoltageBand(List<String> metrics, String unit, double nominal) implements Condition {
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
            implements OfOneMetric, OfWindows {
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

    /**
     * The hot spot of a transformer's winding, modelled after IEC 60076-7, is beyond a limit.
     *
     * @param ratedKva absent: that of the attribute, VA
     * @param within so much later, if load and ambient stay as they are; zero: now
     */
    record Transformer(
            String metric,
            OptionalDouble ratedKva,
            Optional<String> attribute,
            Thermal thermal,
            Duration within,
            Limits given,
            Optional<Inputs> inputs)
            implements OfLimits {
        /** The parameters of IEC 60076-7; time constants in minutes. */
        public record Thermal(
                double lossRatio,
                double oilExponent,
                double windingExponent,
                double oilRise,
                double hotSpotRise,
                double oilMinutes,
                double windingMinutes,
                double k11,
                double k21,
                double k22) {}

        @Override
        public List<String> metrics() {
            return inputs.map(it -> it.metrics(metric)).orElse(List.of(metric));
        }
    }

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
            implements OfWindows {
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
            implements OfWindows {
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

    /** A home's water never stops flowing. */
    record ContinuousFlow(String metric, String unit, double minFlow, int hours) implements OfOneMetric, OfWindows {}

    /**
     * A district uses more water in the small hours than people do.
     *
     * @param properties homes and buildings behind the meter; absent for those of which the installation knows
     * @param each what each of them takes and loses at night, in the flow's unit
     * @param loses whether losses of the pipes are a part of that, so that without knowing how many there are nothing is expected
     * @param baseline what the district takes beyond that
     * @param learned so many nights without an alarm tell what is usual; 0 for what is expected of properties always
     * @param spreads so many interquartile ranges of those nights are usual, too
     * @param share so much more than their median is
     */
    record NightFlow(
            String metric,
            String unit,
            Span span,
            LocalTime start,
            LocalTime end,
            double minCoverage,
            OptionalDouble properties,
            double each,
            boolean loses,
            double baseline,
            int learned,
            double spreads,
            double share,
            Limit excess,
            int nights)
            implements OfOneMetric, OfWindows {}

    /**
     * Water flows several times as fast as usual while its pressure is lower than usual: a pipe has burst. The limits are
     * multiples of what is usual.
     *
     * @param drop so much lower than its median is the pressure, a share
     * @param quantile so large a share of a day's flows is usual
     * @param least the usual flow counts as that at least, in the flow's unit
     * @param interval of the means that a day consists of
     * @param days so many days are learnt from
     */
    record Burst(
            String flow,
            String flowUnit,
            String pressure,
            double drop,
            double quantile,
            double least,
            Duration interval,
            int days,
            Limits given)
            implements OfLimits {
        @Override
        public List<String> metrics() {
            return List.of(flow, pressure);
        }

        @Override
        public String unit(int slot) {
            return slot == 0 ? flowUnit : "";
        }
    }

    /**
     * A sensor deviates from its twin, another one that measures the same: the means of whole windows, in either direction.
     *
     * @param percent whether the limit is in percent of the twin
     * @param minCoverage share of the window's intervals in which both must have spoken
     * @param minExpected intervals in which the twin shows less say nothing
     * @param both the sensor, {@link #OWN}, and its {@link #TWIN}
     * @param learned so many windows without an alarm tell what the two usually differ by; 0 where they should not
     */
    record Drift(
            String metric,
            String sensorUnit,
            Inputs both,
            Span span,
            boolean percent,
            double minCoverage,
            double minExpected,
            Limit limit,
            int consecutive,
            int learned)
            implements OfWindows {
        public static final String OWN = "own";
        public static final String TWIN = "twin";

        @Override
        public List<String> metrics() {
            return both.metrics(metric);
        }

        @Override
        public String unit() {
            return percent ? "%" : sensorUnit;
        }

        @Override
        public String unit(int slot) {
            return sensorUnit;
        }

        @Override
        public Optional<Inputs> inputs() {
            return Optional.of(both);
        }
    }

    /**
     * Several metrics of a device together; what is too old is unknown, and unknown changes nothing.
     *
     * @param optional metrics that not every device has: what compares one that was never told is false, not unknown
     */
    record Compound(Expression expression, Optional<Duration> staleAfter, Set<String> optional) implements Condition {
        public Compound {
            optional = Set.copyOf(optional);
        }

        @Override
        public List<String> metrics() {
            return expression
                    .operands()
                    .map(Expression.Operand::metric)
                    .distinct()
                    .toList();
        }

        @Override
        public String unit(int slot) {
            String metric = metrics().get(slot);
            return expression
                    .operands()
                    .filter(it -> it.metric().equals(metric))
                    .map(Expression.Operand::unit)
                    .findFirst()
                    .orElse("");
        }
    }

    /**
     * Too many of a group are in a state of alarm at once.
     *
     * @param powered devices at the members' sites that are silent without supply
     * @param lastGasp a member that said itself that it loses its supply counts as so many
     */
    record GroupFraction(
            String of,
            Selector members,
            String group,
            Optional<String> groupBy,
            Limit limit,
            int minCount,
            Optional<Selector> powered,
            double lastGasp)
            implements Condition {
        @Override
        public List<String> metrics() {
            return List.of();
        }
    }

    /**
     * A value deviates from what another one lets expect by a curve.
     *
     * @param multiplesOf attributes of the device: the curve's values are multiples of their product, and a device without
     *     the first one has no such alarm
     */
    record Curve(
            String x,
            String y,
            String unit,
            List<List<Double>> points,
            boolean percent,
            double minExpected,
            List<String> multiplesOf,
            Optional<Duration> staleAfter,
            Limits given)
            implements OfLimits {
        @Override
        public List<String> metrics() {
            return List.of(x, y);
        }

        @Override
        public String unit(int slot) {
            return slot == 0 ? "" : unit;
        }

        @Override
        public Optional<String> attribute() {
            return multiplesOf.stream().findFirst().or(given::attribute);
        }
    }

    /** The three line-to-line voltages differ: the negative sequence in percent of the positive. */
    record Unbalance(List<String> metrics, Limits given) implements OfLimits {
        public Unbalance {
            metrics = List.copyOf(metrics);
        }
    }

    /**
     * A device falls behind its neighbours: robust z-score against their median.
     *
     * @param groupBy neighbours have the same value of this label
     */
    record Peers(
            String metric,
            String unit,
            Span span,
            Selector members,
            String groupBy,
            int minPeers,
            double zScore,
            int consecutive)
            implements OfOneMetric, OfWindows {}
}
