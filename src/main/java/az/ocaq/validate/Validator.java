package az.ocaq.validate;

import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.MetricRange;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Judges readings: replaces a time that cannot be true by the arrival time, marks values out of the device type's range or
 * with an impossible rate of change as suspect, and marks what comes late. Never drops a reading. Confined to the
 * pipeline's event-loop context.
 */
public final class Validator {
    /** What is known of one series; mutable because it is touched for every reading. */
    private static final class Series {
        private final boolean recorded;
        private final Optional<MetricRange> range;
        private Instant newest = Instant.MIN;
        private double newestValue;

        private Series(boolean recorded, Optional<MetricRange> range) {
            this.recorded = recorded;
            this.range = range;
        }
    }

    private final DeviceRegistry registry;
    private final TimeRule timeRule;
    private final int mostSeries;
    private final Map<SeriesId, Series> seen = new HashMap<>();

    /**
     * @param mostSeries bound on the memory: when more series than this were seen, what is known of them is forgotten and
     *     gathered anew
     */
    public Validator(DeviceRegistry registry, TimeRule timeRule, int mostSeries) {
        this.registry = registry;
        this.timeRule = timeRule;
        this.mostSeries = mostSeries;
    }

    /** The reading with its quality and a time that can be true. */
    public Reading validate(Reading reading, Instant receivedAt) {
        Series series = series(reading.series());
        if (!timeRule.believes(reading.time(), receivedAt, series.recorded)) {
            return reading.at(receivedAt, Quality.SUSPECT);
        }
        Quality quality = quality(series, reading, receivedAt);
        if (reading.time().isAfter(series.newest)) {
            series.newest = reading.time();
            series.newestValue = reading.value();
        }
        return quality == reading.quality() ? reading : reading.with(quality);
    }

    /** Forgets what was seen: after it the broker delivers again what was not acknowledged, which then is not late. */
    public void forget() {
        seen.clear();
    }

    /** Forgets what was seen of one device: its type is another than before. */
    public void forget(DeviceId device) {
        seen.keySet().removeIf(it -> it.device().equals(device));
    }

    private Quality quality(Series series, Reading reading, Instant receivedAt) {
        if (reading.quality() != Quality.GOOD) {
            return reading.quality();
        }
        if (series.range.isPresent() && !credible(series.range.get(), series, reading)) {
            return Quality.SUSPECT;
        }
        boolean outOfOrder = reading.time().isBefore(series.newest);
        boolean old = reading.time().isBefore(receivedAt.minus(timeRule.lateAfter()));
        return !series.recorded && (outOfOrder || old) ? Quality.LATE : Quality.GOOD;
    }

    private static boolean credible(MetricRange range, Series series, Reading reading) {
        if (reading.value() < range.min() || reading.value() > range.max()) {
            return false;
        }
        if (range.maxStep().isEmpty() || !reading.time().isAfter(series.newest) || series.newest.equals(Instant.MIN)) {
            return true;
        }
        double seconds = Duration.between(series.newest, reading.time()).toMillis() / 1000.0;
        double change = Math.abs(reading.value() - series.newestValue);
        return change <= range.maxStep().getAsDouble() * Math.max(seconds, 1);
    }

    private Series series(SeriesId id) {
        Series known = seen.get(id);
        if (known != null) {
            return known;
        }
        if (seen.size() >= mostSeries) {
            seen.clear();
        }
        Series added = describe(id);
        seen.put(id, added);
        return added;
    }

    private Series describe(SeriesId id) {
        DeviceId deviceId = id.device();
        Optional<Device> device = registry.device(deviceId);
        Optional<MetricRange> range = device.flatMap(
                it -> Optional.ofNullable(it.type().metrics().get(id.metric().name())));
        return new Series(device.map(Device::recorded).orElse(false), range);
    }
}
