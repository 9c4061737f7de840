package az.ocaq.store;

import az.ocaq.measurement.Quality;
import java.time.Instant;

/**
 * A reading of a known series, or the aggregate of a bucket.
 *
 * @param time when it was measured, or the start of the bucket
 * @param value in the metric's unit
 * @param quality of the reading, or the worst of the bucket's readings
 */
public record Point(Instant time, double value, Quality quality) {}
