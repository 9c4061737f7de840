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
 * @param announced when the maintenance window was planned that its alarm began in; empty when there was none
 */
public record ConditionSpan(
        String rule, String device, Instant from, Optional<Instant> to, String cause, Optional<Instant> announced) {
    /** The settlement of the place: the first part of its name. */
    String settlement() {
        int end = device.indexOf('/');
        return end < 0 ? device : device.substring(0, end);
    }
}
