package az.ocaq.alarm;

import java.time.Instant;

/**
 * A picture that somebody took while working on an alarm; the picture itself is read apart.
 *
 * @param id its number
 * @param occurrence of the alarm
 * @param by account
 * @param takenAt by the server's clock
 */
public record Photo(long id, int occurrence, String by, Instant takenAt) {}
