package az.ocaq.notify;

import az.ocaq.alarm.Alarm;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
 * @param alarms some of those that it stands for, as they are now, when it is about several
 * @param earlier way → what the other side called the last message about the same
 */
public record Notice(
        String key,
        String thread,
        String about,
        String kind,
        int occurrence,
        int members,
        Instant createdAt,
        Optional<Alarm> alarm,
        List<Alarm> alarms,
        Map<String, String> earlier) {
    public Notice {
        alarms = List.copyOf(alarms);
        earlier = Map.copyOf(earlier);
    }
}
