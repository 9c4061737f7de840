package az.ocaq.simulation.convention;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import java.util.OptionalDouble;

/** What a device measures at a moment, metric by metric. Good until the device is asked again. */
public interface Report {
    DeviceId device();

    /** The time that the device's clock shows, epoch milliseconds. */
    long millis();

    /** How many metrics the device has. */
    int size();

    Metric metric(int index);

    /** The metric's name as the key of a JSON object that follows another one: {@code ,"name":}. Shared, not to be changed. */
    byte[] key(int index);

    /** Whether it tells a metric now. */
    boolean isTold(int index);

    /** The value in the metric's unit, as the device rounds it. */
    double value(int index);

    /** Writes the value with the digits that the device shows; a state of two as true or false. */
    void print(int index, Text to);

    /** The value of a metric that it tells now. */
    default OptionalDouble value(String name) {
        for (int i = 0; i < size(); i++) {
            if (metric(i).name().equals(name)) {
                return isTold(i) ? OptionalDouble.of(value(i)) : OptionalDouble.empty();
            }
        }
        return OptionalDouble.empty();
    }
}
