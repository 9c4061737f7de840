package az.ocaq.alarm;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whom the alarm of a group is about.
 *
 * @param affected members whose own alarm is true now, shown or hidden
 * @param members of the group; zero: it is no group's alarm
 * @param cut what is cut at those that are affected
 * @param sites where those are that are affected, {@code settlement/site}, in order; empty while nothing is wrong
 * @param critical sites, {@code settlement/site}, that are affected and need their supply more than others
 * @param since when it began: the earliest last word of those that are affected; absent while nothing is wrong
 */
public record AlarmReach(
        int affected, int members, Cut cut, List<String> sites, List<String> critical, Optional<Instant> since) {
    /** Of an alarm at one device. */
    public static final AlarmReach NONE = new AlarmReach(0, 0, Cut.NOTHING, List.of(), List.of(), Optional.empty());

    public AlarmReach {
        sites = List.copyOf(sites);
        critical = List.copyOf(critical);
    }

    /** Whether devices are silent for want of power, or because what they say does not arrive; of alarms that are not of silence nothing is cut. */
    public enum Cut {
        NOTHING,
        POWER,
        COMMUNICATION,
        UNKNOWN;

        /** The word in data. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether it is the alarm of a group. */
    public boolean isOfGroup() {
        return members > 0;
    }
}
