package az.ocaq.simulation.model;

import az.ocaq.device.DeviceType;
import az.ocaq.device.MetricRange;
import az.ocaq.measurement.Metric;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One metric that the devices of a type tell; shared by all of them. */
final class Channel {
    private final int index;
    private final Metric metric;
    private final Resolution resolution;
    private final byte[] key;

    private Channel(int index, MetricRange range) {
        this.index = index;
        this.metric = range.metric();
        this.resolution = Resolution.of(range);
        this.key = (",\"" + metric.name() + "\":").getBytes(StandardCharsets.UTF_8);
    }

    /** Of what a model measures the metrics that the type names. */
    static List<Channel> of(DeviceType type, List<String> measured) {
        List<Channel> channels = new ArrayList<>();
        for (int i = 0; i < measured.size(); i++) {
            MetricRange range = type.metrics().get(measured.get(i));
            if (range != null) {
                channels.add(new Channel(i, range));
            }
        }
        return List.copyOf(channels);
    }

    /** Its place among what the model measures. */
    int index() {
        return index;
    }

    Metric metric() {
        return metric;
    }

    Resolution resolution() {
        return resolution;
    }

    /** The metric as the key of a JSON object, after another one. */
    byte[] key() {
        return key;
    }
}
