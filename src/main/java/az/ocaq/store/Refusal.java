package az.ocaq.store;

import az.ocaq.measurement.Reading;

/**
 * A reading that a store will never take, however often it is tried.
 *
 * @param reason one sentence for the quarantine
 */
public record Refusal(Reading reading, String reason) {}
