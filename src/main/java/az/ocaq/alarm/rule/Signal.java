package az.ocaq.alarm.rule;

import az.ocaq.device.Place;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Values of a device against limits, or against what they were. */
public sealed interface Signal extends Condition {
    /** A value beyond a limit for a time. */
    record Threshold(String metric, String unit, Limits given)
            implements Signal, Condition.OfLimits, Condition.OfOneMetric {}

    /** At least {@code count} values of different times beyond the limit within a time. */
    record Count(String metric, String unit, Limits given, int count, Duration window)
            implements Signal, Condition.OfLimits, Condition.OfOneMetric {}

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
            implements Signal, Condition.OfLimits, Condition.OfOneMetric {}

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
            implements Signal, Condition.OfLimits, Condition.OfOneMetric {}

    /**
     * What will be left of a value at the next sunrise when this night takes of it what the last nights did.
     *
     * @param place whose sun, where the device's settlement has no place
     */
    record UntilSunrise(String metric, String unit, Limits given, Place place)
            implements Signal, Condition.OfLimits, Condition.OfOneMetric {}

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
            implements Signal {
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
     * Several metrics of a device together; what is too old is unknown, and unknown changes nothing.
     *
     * @param optional metrics that not every device has: what compares one that was never told is false, not unknown
     */
    record Compound(Expression expression, Optional<Duration> staleAfter, Set<String> optional) implements Signal {
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
            implements Signal, Condition.OfLimits {
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
}
