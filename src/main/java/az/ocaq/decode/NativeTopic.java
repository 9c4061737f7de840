package az.ocaq.decode;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.SeriesId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A topic of the native convention with the series of its device, made once and used for every message. */
final class NativeTopic {
    private static final int MOST_SERIES = 256;

    private final DeviceId device;
    private final boolean telemetry;
    // made anew for each new metric: immutable maps take a third, and there is a topic for each device
    private Map<String, SeriesId> series = Map.of();

    private NativeTopic(DeviceId device, boolean telemetry) {
        this.device = device;
        this.telemetry = telemetry;
    }

    static Optional<NativeTopic> parse(String topic) {
        String[] levels = topic.split("/", 6);
        if (levels.length != 5 || !(levels[4].equals("telemetry") || levels[4].equals("status"))) {
            return Optional.empty();
        }
        return DeviceId.parse(levels[1] + "/" + levels[2] + "/" + levels[3])
                .map(device -> new NativeTopic(device, levels[4].equals("telemetry")));
    }

    DeviceId device() {
        return device;
    }

    boolean telemetry() {
        return telemetry;
    }

    /** The series of a metric; empty when the name is none or the device has named too many. */
    Optional<SeriesId> series(String metric) {
        SeriesId known = series.get(metric);
        if (known != null) {
            return Optional.of(known);
        }
        if (!Metric.isName(metric) || series.size() >= MOST_SERIES) {
            return Optional.empty();
        }
        SeriesId added = new SeriesId(device, Metric.named(metric));
        Map<String, SeriesId> more = new HashMap<>(series);
        more.put(added.metric().name(), added);
        series = Map.copyOf(more);
        return Optional.of(added);
    }
}
