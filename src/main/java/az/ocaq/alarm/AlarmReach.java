package az.ocaq.alarm;

import java.util.Locale;

/**
 * Whom the alarm of a group is about.
 *
 * @param affected members whose own alarm is true now, shown or hidden
 * @param members of the group; zero: it is no group's alarm
 * @param cut what is cut at those that are affected
 */
public record AlarmReach(int affected, int members, Cut cut) {
    /** Of an alarm at one device. */
    public static final AlarmReach NONE = new AlarmReach(0, 0, Cut.UNKNOWN);

    /** Whether devices are silent for want of power, or because what they say does not arrive. */
    public enum Cut {
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
