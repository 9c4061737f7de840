package az.ocaq.device;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What all devices of one model have in common; one file of {@code devices/types/}.
 *
 * @param id slug, the file's name
 * @param title what people call it
 * @param utility electricity, water, heat, gas, lighting, charging, weather, air
 * @param interval time between two reports
 * @param metrics by metric name
 * @param alarms ids of the alarm rules that it has by default
 */
public record DeviceType(
        String id,
        Title title,
        String utility,
        Duration interval,
        Map<String, MetricRange> metrics,
        List<String> alarms) {
    public DeviceType {
        metrics = Map.copyOf(metrics);
        alarms = List.copyOf(alarms);
    }
}
