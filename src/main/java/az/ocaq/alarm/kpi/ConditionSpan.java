package az.ocaq.alarm.kpi;

import java.time.Instant;
import java.util.Optional;

/**
 * A time span in which the condition of a rule was true at a place, hidden or not.
 *
 * @param device a device, or the place of a group
 * @param from by the device's clock where it is known
 * @param to empty while it is true
 * @param cause as the journal says
 * @param planned whether announced work suppressed its alarm
 */
public record ConditionSpan(
        String rule, String device, Instant from, Optional<Instant> to, String cause, boolean planned) {}
