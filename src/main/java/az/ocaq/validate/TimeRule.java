package az.ocaq.validate;

import java.time.Duration;
import java.time.Instant;

/**
 * The one rule for credible time. A time before {@code earliest}, or more than {@code maxAhead} after arrival, is not
 * believed: the arrival time is put in its place and the reading is flagged.
 *
 * @param earliest no reading of a device that is not recorded is older
 * @param maxAhead how far a device's clock may be ahead of the server's
 * @param lateAfter a reading that arrives longer than this after its time is late
 */
public record TimeRule(Instant earliest, Duration maxAhead, Duration lateAfter) {
    /** 2020-01-01, two minutes, five minutes. */
    public static final TimeRule DEFAULT =
            new TimeRule(Instant.parse("2020-01-01T00:00:00Z"), Duration.ofMinutes(2), Duration.ofMinutes(5));

    /**
     * Whether a time can be true for a reading that arrived at {@code receivedAt}; recorded series may be of any age since
     * 1970, before which no device counted and no store keeps a time.
     */
    boolean believes(Instant time, Instant receivedAt, boolean recorded) {
        Instant oldest = recorded ? Instant.EPOCH : earliest;
        return !time.isBefore(oldest) && !time.isAfter(receivedAt.plus(maxAhead));
    }
}
