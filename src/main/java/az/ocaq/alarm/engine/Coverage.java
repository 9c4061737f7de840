package az.ocaq.alarm.engine;

/**
 * What a silence or a maintenance window with certain matchers would be for.
 *
 * @param possible alarms of any state, those that were never raised included
 * @param standing how many of them are on people's list now
 */
public record Coverage(int possible, int standing) {}
