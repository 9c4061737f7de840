package az.ocaq.decode;

import az.ocaq.measurement.Quality;
import java.time.Instant;
import java.util.Optional;

/**
 * When a value was measured, and whether that can be believed.
 *
 * @param time the device's own when it can be true, else the time of arrival
 * @param quality suspect when the device's own time had to be replaced
 */
public record Stamp(Instant time, Quality quality) {
    /** Nothing was published over MQTT before. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    /** The stamp of a value whose message says this time, or none. */
    public static Stamp of(Optional<Instant> own, Instant receivedAt) {
        if (own.isEmpty()) {
            return new Stamp(receivedAt, Quality.GOOD);
        }
        boolean credible =
                !own.get().isBefore(EARLIEST) && !own.get().isAfter(receivedAt.plus(PayloadTimes.MOST_AHEAD));
        return credible ? new Stamp(own.get(), Quality.GOOD) : new Stamp(receivedAt, Quality.SUSPECT);
    }
}
