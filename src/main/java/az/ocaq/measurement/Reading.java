package az.ocaq.measurement;

import java.time.Instant;

/**
 * One value of one series.
 *
 * @param series what was measured, where; its metric says the unit of the value
 * @param time when the device measured it, to the millisecond
 * @param value finite
 * @param quality how far the value can be trusted
 */
public record Reading(SeriesId series, Instant time, double value, Quality quality) {
    public Reading {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value must be finite: " + value);
        }
    }

    /** The same reading under another device's identity. */
    public Reading of(DeviceId device) {
        return new Reading(new SeriesId(device, series.metric()), time, value, quality);
    }

    /** The same reading with another quality. */
    public Reading with(Quality other) {
        return new Reading(series, time, value, other);
    }

    /** The same reading at another time with another quality. */
    public Reading at(Instant otherTime, Quality otherQuality) {
        return new Reading(series, otherTime, value, otherQuality);
    }
}
