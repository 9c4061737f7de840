package az.ocaq.alarm.engine;

import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import java.util.Map;
import java.util.Set;

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
    private static final Set<Double> NO_VALUES = Set.of(-999.0, -999.9, -9999.0, -9999.9, -9999.99, -99999.0, -99999.9);

    /** A plain value in the rule's unit. */
    public Sample(String device, String metric, long time, double value) {
        this(device, metric, time, value, Map.of(), "", false);
    }

    /**
     * A device's reading. Loggers write -9999.9 or another row of nines where they have no value; where a metric cannot be that
     * low it is none.
     */
    public static Sample of(String device, Reading reading) {
        boolean none = reading.quality() == Quality.SUSPECT && NO_VALUES.contains(reading.value());
        return new Sample(
                device,
                reading.series().metric().name(),
                reading.time().toEpochMilli(),
                none ? Double.NaN : reading.value(),
                Map.of(),
                reading.series().metric().unit().code(),
                false);
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
