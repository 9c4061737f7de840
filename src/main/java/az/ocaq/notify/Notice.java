package az.ocaq.notify;

import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.UrgentMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

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
 * @param alarm in the occurrence that the message is about, when it is about one: as it is now, or as it ended
 * @param past whether the alarm has been raised anew since
 * @param alarms some of those that it stands for, as they are now, when it is about several
 * @param earlier way → what the other sides called the last messages about the same, one for each address, after spaces
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
        boolean past,
        List<Alarm> alarms,
        Map<String, String> earlier) {
    public Notice {
        alarms = List.copyOf(alarms);
        earlier = Map.copyOf(earlier);
    }

    /**
     * @param alarm that it is about, in its occurrence
     * @param past whether the alarm has been raised anew since
     * @param members some of those that it stands for
     */
    static Notice of(Outbox.Due due, Optional<Alarm> alarm, boolean past, List<Alarm> members) {
        return new Notice(
                due.key(),
                thread(due.about(), due.occurrence(), due.receiver(), due.channel()),
                due.about(),
                due.kind(),
                due.occurrence(),
                due.members(),
                due.createdAt(),
                alarm,
                past,
                members,
                due.earlier());
    }

    static Notice of(UrgentMessage urgent) {
        return new Notice(
                urgent.key(),
                thread(urgent.about(), urgent.occurrence(), urgent.receiver(), urgent.channel()),
                urgent.about(),
                urgent.kind(),
                urgent.occurrence(),
                urgent.members(),
                urgent.createdAt(),
                Optional.of(urgent.alarm()),
                false,
                List.of(),
                Map.of());
    }

    /** The same about the same alarms in other words. */
    Notice worded(UnaryOperator<Alarm> words) {
        return new Notice(
                key,
                thread,
                about,
                kind,
                occurrence,
                members,
                createdAt,
                alarm.map(words),
                past,
                alarms.stream().map(words).toList(),
                earlier);
    }

    private static String thread(String about, int occurrence, String receiver, String channel) {
        return about + "#" + occurrence + "/raised/0/" + receiver + "/" + channel;
    }
}
