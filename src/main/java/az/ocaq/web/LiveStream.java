package az.ocaq.web;

import az.ocaq.access.Reach;
import az.ocaq.alarm.Alarm;
import az.ocaq.live.DeviceStatus;
import az.ocaq.live.LiveUpdate;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One browser that follows what changes, by server-sent events. While it does not keep up, only the newest value of each
 * series, device and alarm is kept for it. Confined to the web server's context.
 */
final class LiveStream {
    private static final int WRITE_QUEUE_BYTES = 256 << 10;
    private static final int MOST_PENDING = 20_000;

    private final HttpServerResponse response;
    private final AlarmJson alarmJson;
    private final Reach reach;
    private final Predicate<DeviceId> seesDevice;
    private final Predicate<Alarm> seesAlarm;
    private final boolean statuses;
    private final Map<SeriesId, Reading> readings = new LinkedHashMap<>();
    private final Map<DeviceId, DeviceStatus> devices = new LinkedHashMap<>();
    private final Map<Long, Alarm> alarms = new LinkedHashMap<>();

    LiveStream(
            HttpServerResponse response,
            AlarmJson alarmJson,
            Reach reach,
            Predicate<DeviceId> seesDevice,
            Predicate<Alarm> seesAlarm,
            boolean statuses) {
        this.response = response;
        this.alarmJson = alarmJson;
        this.reach = reach;
        this.seesDevice = seesDevice;
        this.seesAlarm = seesAlarm;
        this.statuses = statuses;
    }

    /** Sends the head and the first comment, so that the browser knows that it is connected. */
    void begin() {
        response.setChunked(true)
                .setWriteQueueMaxSize(WRITE_QUEUE_BYTES)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Content-Encoding", "identity")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no")
                .drainHandler(drained -> flush());
        write("retry: 3000\n: connected\n\n");
    }

    /** An event and no comment: browsers keep comments to themselves, and a page must notice when nothing comes any more. */
    void heartbeat() {
        if (!response.writeQueueFull()) {
            write("event: heartbeat\ndata:\n\n");
        }
    }

    void offer(LiveUpdate update) {
        for (Reading reading : update.readings()) {
            boolean room = readings.size() < MOST_PENDING || readings.containsKey(reading.series());
            if (room && seesDevice.test(reading.series().device())) {
                readings.put(reading.series(), reading);
            }
        }
        update.devices().stream()
                .filter(it -> statuses && seesDevice.test(it.device()))
                .forEach(it -> devices.put(it.device(), it));
        update.alarms().stream().filter(seesAlarm).forEach(it -> alarms.put(it.id(), it));
        flush();
    }

    private void flush() {
        if (response.writeQueueFull() || response.closed()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        alarms.values().forEach(it -> event(text, "alarm", alarmJson.of(it, !reach.isResident())));
        devices.values().forEach(it -> event(text, "device", json(it)));
        readings.values().forEach(it -> event(text, "reading", json(it)));
        alarms.clear();
        devices.clear();
        readings.clear();
        if (text.length() > 0) {
            write(text.toString());
        }
    }

    private void write(String text) {
        var unused = response.write(text);
    }

    private static void event(StringBuilder text, String name, JsonObject json) {
        text.append("event: ")
                .append(name)
                .append("\ndata: ")
                .append(json.encode())
                .append("\n\n");
    }

    private static JsonObject json(Reading reading) {
        return new JsonObject()
                .put("device", reading.series().device().toString())
                .put("metric", reading.series().metric().name())
                .put("value", reading.value())
                .put("unit", reading.series().metric().unit().code())
                .put("time", reading.time().toEpochMilli())
                .put("quality", reading.quality().word());
    }

    private static JsonObject json(DeviceStatus status) {
        return new JsonObject()
                .put("id", status.device().toString())
                .put("status", status.status().word())
                .put("last_seen", Words.millis(status.lastSeen()));
    }
}
