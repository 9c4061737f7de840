package az.ocaq.alarm.engine;

import java.util.List;
import java.util.Optional;

/**
 * One message to one receiver.
 *
 * @param at server time, epoch ms
 * @param about an alarm {@code RULE@device}, a group {@code feeder=F1}, or a receiver
 * @param subject what {@link #about} names
 * @param alarm the alarm, when it is about one
 * @param occurrence of the alarm, or the number of the group's or the storm's message
 * @param kind raised, cleared, escalated, repeat, reminder, update, …
 * @param step of the escalation or the repetition
 * @param round how often this occurrence was told anew: after a shelf, a silence, a reminder
 * @param receiver who gets it
 * @param members how many alarms it stands for
 * @param covers those alarms, {@code RULE@device}
 */
public record Message(
        long at,
        String about,
        Subject subject,
        Optional<Instance> alarm,
        int occurrence,
        String kind,
        int step,
        int round,
        String receiver,
        int members,
        List<String> covers) {
    public Message {
        covers = List.copyOf(covers);
    }

    /** What a message can be about. */
    public enum Subject {
        ALARM,
        GROUP,
        RECEIVER
    }

    /** The same over all attempts and restarts: what makes a repetition recognisable. */
    public String key() {
        return about + "#" + occurrence + "/" + kind + "/" + step + (round == 0 ? "" : "." + round) + "/" + receiver;
    }
}
