package az.ocaq.device;

import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quantity;
import java.util.OptionalDouble;

/**
 * What a device type says about one of its metrics.
 *
 * @param metric name and unit
 * @param kind how it behaves over time
 * @param min smallest credible value
 * @param max largest credible value
 * @param maxStep largest credible change per second
 * @param modulus value at which a counter rolls over to zero
 * @param resolution smallest difference the device tells
 */
public record MetricRange(
        Metric metric,
        Quantity.Kind kind,
        double min,
        double max,
        OptionalDouble maxStep,
        OptionalDouble modulus,
        OptionalDouble resolution) {}
