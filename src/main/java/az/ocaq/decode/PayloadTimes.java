package az.ocaq.decode;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The times that foreign devices put into their payloads, and whether they can be true. Many have no zone, clocks that
 * were never set say 1970, and some count in another zone than the village's.
 */
public final class PayloadTimes {
    /** Nothing that MQTT brings was measured before; a clock that says so was not set. */
    public static final Instant EARLIEST = Instant.parse("2015-01-01T00:00:00Z");

    /** How far a device's clock may be ahead. */
    public static final Duration MOST_AHEAD = Duration.ofMinutes(10);

    private static final Duration SAME = Duration.ofMinutes(5);
    private static final Duration ZONES = Duration.ofHours(14);
    private static final int LONGEST = 40;
    private static final Pattern DIGITS = Pattern.compile("\\d{9,19}(\\.\\d{1,9})?");
    private static final DateTimeFormatter DAY_FIRST = DateTimeFormatter.ofPattern("dd.MM.uuuu HH:mm[:ss]");
    private static final DateTimeFormatter DOTS = DateTimeFormatter.ofPattern("uuuu.MM.dd HH:mm[:ss]");
    private static final DateTimeFormatter SLASHES = DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm[:ss]");

    private final ZoneId zone;

    /** Reads local times as those of this zone. */
    public PayloadTimes(ZoneId zone) {
        this.zone = zone;
    }

    /** Whether a device may have measured at this time what arrived at {@code receivedAt}. */
    public static boolean credible(Instant time, Instant receivedAt) {
        return !time.isBefore(EARLIEST) && !time.isAfter(receivedAt.plus(MOST_AHEAD));
    }

    /** The time of an epoch number in seconds, milliseconds, microseconds or nanoseconds. */
    public static Optional<Instant> of(double epoch) {
        return epoch == Math.rint(epoch) && Math.abs(epoch) < 9e18 ? Times.ofEpoch((long) epoch) : Times.ofEpoch(epoch);
    }

    /**
     * The time of a text: ISO 8601 with an offset, an epoch number, or local time. Local time that is off by less than a
     * day's worth of zones is that of a live device in another zone (or with summer time): its arrival is nearer to the
     * truth. Local time further back is history, in the village's zone.
     */
    public Optional<Instant> of(String text, Instant receivedAt) {
        String trimmed = text.strip();
        if (trimmed.length() > LONGEST || trimmed.length() < 8) {
            return Optional.empty();
        }
        Optional<IsoTime> iso = IsoTime.of(trimmed);
        if (iso.isPresent()) {
            Optional<Instant> exact = iso.get().exact();
            return exact.isPresent() ? exact : Optional.of(nearer(iso.get().in(zone), receivedAt));
        }
        if (DIGITS.matcher(trimmed).matches()) {
            return of(Double.parseDouble(trimmed));
        }
        return parse(trimmed, DAY_FIRST)
                .or(() -> parse(trimmed, DOTS))
                .or(() -> parse(trimmed, SLASHES))
                .map(it -> nearer(it, receivedAt));
    }

    private Optional<Instant> parse(String text, DateTimeFormatter format) {
        try {
            return Optional.of(LocalDateTime.parse(text, format).atZone(zone).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant nearer(Instant time, Instant receivedAt) {
        Duration off = Duration.between(time, receivedAt).abs();
        return off.compareTo(SAME) > 0 && off.compareTo(ZONES) <= 0 ? receivedAt : time;
    }
}
