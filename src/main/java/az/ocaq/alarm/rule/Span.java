package az.ocaq.alarm.rule;

import java.time.Duration;
import java.time.ZoneId;

/**
 * Windows of event time, aligned to local midnight, start not included, end included; samples carry the end of the
 * interval that they describe.
 *
 * @param window how long
 * @param interval of the samples
 * @param lateness how long after its end a window is judged
 * @param zone whose midnight
 */
public record Span(Duration window, Duration interval, Duration lateness, ZoneId zone) {
    /** The zone of villages that name none. */
    public static final ZoneId BAKU = ZoneId.of("Asia/Baku");
}
