package az.ocaq.alarm.engine;

import java.util.Map;

/**
 * One value as the engine takes it.
 *
 * @param device that measured it
 * @param metric what
 * @param time event time, epoch ms
 * @param value not finite when the device sent no usable number
 * @param fields the parts of a value that is made of several; empty for a plain one
 * @param unit of the value; empty when it is the rule's
 * @param retained whether the broker replayed it, which proves nothing about the device now
 */
public record Sample(
        String device,
        String metric,
        long time,
        double value,
        Map<String, Double> fields,
        String unit,
        boolean retained) {
    /** A plain value in the rule's unit. */
    public Sample(String device, String metric, long time, double value) {
        this(device, metric, time, value, Map.of(), "", false);
    }

    boolean usable() {
        return fields.isEmpty()
                ? Double.isFinite(value)
                : fields.values().stream().allMatch(Double::isFinite);
    }

    boolean sameValue(Sample other) {
        return Double.compare(value, other.value) == 0 && fields.equals(other.fields) && unit.equals(other.unit);
    }

    Sample at(long otherTime) {
        return new Sample(device, metric, otherTime, value, fields, unit, retained);
    }

    double field(String name) {
        return fields.getOrDefault(name, Double.NaN);
    }
}
