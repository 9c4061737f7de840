package az.ocaq.notify;

import az.ocaq.alarm.Alarm;
import java.time.Instant;
import java.util.Optional;

/**
 * One message for one receiver.
 *
 * @param key the same over all attempts and restarts
 * @param thread key of the first message of the same occurrence to this receiver
 * @param about an alarm {@code RULE@device}, a group or a receiver
 * @param kind raised, cleared, escalated, …
 * @param occurrence of the alarm or the group
 * @param members how many alarms it stands for
 * @param createdAt when it was decided
 * @param alarm as it is now, when the message is about one
 */
public record Notice(
        String key,
        String thread,
        String about,
        String kind,
        int occurrence,
        int members,
        Instant createdAt,
        Optional<Alarm> alarm) {}
