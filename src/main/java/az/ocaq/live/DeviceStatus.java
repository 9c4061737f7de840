package az.ocaq.live;

import az.ocaq.measurement.DeviceId;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a device is there, and since when it was last heard.
 *
 * @param firstSeen by the server's clock, or the time of its oldest known value after a restart
 * @param lastSeen by the server's clock
 */
public record DeviceStatus(DeviceId device, Status status, Optional<Instant> firstSeen, Optional<Instant> lastSeen) {}
