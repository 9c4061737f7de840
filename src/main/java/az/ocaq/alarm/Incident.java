package az.ocaq.alarm;

import az.ocaq.alarm.AlarmDesk.JournalEntry;
import java.util.List;

/**
 * One fault as people work on it: an alarm with those that it explains, in its present occurrence.
 *
 * @param members the alarms that it suppressed, those that it suppressed through others too; at most {@link #MOST}
 * @param deeds what people did about the members, oldest first
 */
public record Incident(List<Alarm> members, List<Deed> deeds) {
    /** So many members are told of. */
    public static final int MOST = 2_000;

    public Incident {
        members = List.copyOf(members);
        deeds = List.copyOf(deeds);
    }

    /** A line of a member's journal that a person made. */
    public record Deed(long alarm, JournalEntry entry) {}
}
