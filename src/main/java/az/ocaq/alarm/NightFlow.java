package az.ocaq.alarm;

import az.ocaq.measurement.DeviceId;
import java.time.Instant;

/**
 * What a water district takes in the small hours, as leakage is reported: the 20th percentile (nearest rank) of the nightly
 * smallest rolling hours of seven days (UKWIR 99/WM/08/21). One wild night changes it little.
 *
 * @param rule the rule that watches for it
 * @param device the district's meter
 * @param night the end of the newest night that is known
 * @param nights how many of the seven are known
 * @param newest the smallest rolling hour of the newest night
 * @param reported the percentile, in the unit of {@link #newest}
 * @param unit of both; empty text: as the meter tells it
 */
public record NightFlow(
        String rule, DeviceId device, Instant night, int nights, double newest, double reported, String unit) {}
