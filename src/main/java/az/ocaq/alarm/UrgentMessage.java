package az.ocaq.alarm;

import java.time.Instant;

/**
 * A message about the server itself that the database cannot keep now.
 *
 * @param key the same that it will have in the outbox
 * @param about the alarm, {@code RULE@device}
 * @param alarm as it is now
 */
public record UrgentMessage(
        String key,
        String about,
        String kind,
        int occurrence,
        String receiver,
        String channel,
        int members,
        Instant createdAt,
        Alarm alarm) {}
