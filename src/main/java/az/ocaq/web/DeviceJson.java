package az.ocaq.web;

import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.MetricRange;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.device.Title;
import az.ocaq.live.DeviceStatus;
import az.ocaq.live.LiveState;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Reading;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Devices and their newest values as JSON. On the pipeline's context. */
final class DeviceJson {
    private static final int STALE_INTERVALS = 3;
    private static final Duration UNREGISTERED_INTERVAL = Duration.ofMinutes(5);

    private final DeviceRegistry registry;
    private final LiveState live;
    private final Clock clock;

    DeviceJson(DeviceRegistry registry, LiveState live, Clock clock) {
        this.registry = registry;
        this.live = live;
        this.clock = clock;
    }

    JsonObject of(DeviceId id) {
        Optional<Device> device = registry.device(id);
        DeviceStatus status = live.status(id);
        return new JsonObject()
                .put("id", id.toString())
                .put("settlement", id.settlement())
                .put("site", id.site())
                .put("device", id.device())
                .put(
                        "settlement_title",
                        titleOf(registry.settlement(id.settlement()).map(Settlement::title)))
                .put(
                        "site_title",
                        titleOf(registry.site(id.settlement(), id.site()).map(Site::title)))
                .put("kind", device.map(it -> it.type().id()).orElse(null))
                .put("utility", device.map(it -> it.type().utility()).orElse(""))
                .put("title", device.map(it -> TitleJson.of(it.title())).orElseGet(() -> TitleJson.of(id.device())))
                .put("status", status.status().word())
                .put("last_seen", Words.millis(status.lastSeen()))
                .put(
                        "interval",
                        device.map(it -> it.type().interval().toMillis() / 1000.0)
                                .orElse(null))
                .put("recorded", device.map(Device::recorded).orElse(false))
                .put("metrics", metrics(device, id))
                .put("alarms", AlarmJson.counts(live.alarms(id)));
    }

    /** How a device is now, and no more than that, for lists of many; of one metric's values when it is named. */
    JsonObject state(Device device, Optional<String> metric) {
        DeviceStatus status = live.status(device.id());
        JsonArray values = values(
                device.id(),
                live.latest(device.id()).stream()
                        .filter(it ->
                                metric.isEmpty() || it.series().metric().name().equals(metric.get()))
                        .toList());
        return new JsonObject()
                .put("id", device.id().toString())
                .put("status", status.status().word())
                .put("last_seen", Words.millis(status.lastSeen()))
                .put("values", values);
    }

    private static @Nullable JsonObject titleOf(Optional<Title> title) {
        return title.map(TitleJson::of).orElse(null);
    }

    /** The newest values of a device. */
    JsonArray values(DeviceId id) {
        return values(id, live.latest(id));
    }

    private JsonArray values(DeviceId id, List<Reading> latest) {
        Duration interval = registry.device(id).map(it -> it.type().interval()).orElse(UNREGISTERED_INTERVAL);
        Instant now = clock.instant();
        JsonArray values = new JsonArray();
        for (Reading reading : latest) {
            Duration age = Duration.between(reading.time(), now);
            values.add(new JsonObject()
                    .put("metric", reading.series().metric().name())
                    .put("value", reading.value())
                    .put("unit", reading.series().metric().unit().code())
                    .put("time", reading.time().toEpochMilli())
                    .put("quality", reading.quality().word())
                    .put("age", Math.max(0, age.toMillis()) / 1000.0)
                    .put("stale", age.compareTo(interval.multipliedBy(STALE_INTERVALS)) > 0));
        }
        return values;
    }

    private JsonArray metrics(Optional<Device> device, DeviceId id) {
        JsonArray metrics = new JsonArray();
        Map<String, MetricRange> ranges =
                new TreeMap<>(device.map(it -> it.type().metrics()).orElse(Map.of()));
        ranges.forEach((name, range) -> metrics.add(
                metric(name, range.metric().quantity(), range.metric().unit().code(), Words.word(range.kind()))
                        .put("min", finite(range.min()))
                        .put("max", finite(range.max()))));
        List<Reading> latest = live.latest(id);
        latest.stream()
                .map(it -> it.series().metric())
                .filter(it -> !ranges.containsKey(it.name()))
                .forEach(it ->
                        metrics.add(metric(it.name(), it.quantity(), it.unit().code(), Words.word(it.kind()))
                                .putNull("min")
                                .putNull("max")));
        return metrics;
    }

    private static JsonObject metric(String name, String quantity, String unit, String kind) {
        return new JsonObject()
                .put("name", name)
                .put("quantity", quantity)
                .put("unit", unit)
                .put("kind", kind);
    }

    /** JSON has no infinity: a limit that is none is absent. */
    private static @Nullable Double finite(double limit) {
        return Double.isFinite(limit) ? Double.valueOf(limit) : null;
    }
}
