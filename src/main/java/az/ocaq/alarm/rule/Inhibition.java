package az.ocaq.alarm.rule;

import java.util.Optional;

/**
 * What a rule's alarm explains: while its condition is true, the alarms of another rule are suppressed by design.
 *
 * @param rule id of the other rule
 * @param devices at which devices
 * @param sameLabel when present, only at devices that share this label's value with the alarm's own device, for example
 *     {@code feeder}
 */
public record Inhibition(String rule, Selector devices, Optional<String> sameLabel) {}
