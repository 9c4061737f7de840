package az.ocaq.alarm.kpi;

import java.time.LocalDate;

/**
 * A settlement's supply on one day.
 *
 * @param customers served on it
 * @param minutes of customers without supply, in unplanned sustained interruptions that began on it
 */
public record SupplyDay(String settlement, LocalDate day, int customers, double minutes) {}
