package az.ocaq.alarm.rule;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.OptionalDouble;

/** Water runs where nobody uses it. */
public sealed interface Leakage extends Condition {
    /** A home's water never stops flowing. */
    record ContinuousFlow(String metric, String unit, double minFlow, int hours)
            implements Leakage, Condition.OfOneMetric, Condition.OfWindows {}

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
            implements Leakage, Condition.OfOneMetric, Condition.OfWindows {}

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
            implements Leakage, Condition.OfLimits {
        @Override
        public List<String> metrics() {
            return List.of(flow, pressure);
        }

        @Override
        public String unit(int slot) {
            return slot == 0 ? flowUnit : "";
        }
    }
}
