package az.ocaq.alarm.rule;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A plant, a transformer or a sensor is not as it should be. */
public sealed interface Equipment extends Condition {
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
            implements Equipment, Condition.OfWindows {
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
            implements Equipment, Condition.OfLimits {
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
            implements Equipment, Condition.OfWindows {
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
}
