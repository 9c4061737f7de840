package az.ocaq.alarm.kpi;

import az.ocaq.alarm.AlarmState;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of the journal, with the alarm that it is about.
 *
 * @param alarm number
 * @param rule id
 * @param device where: a device, or the place of a group
 * @param priority the alarm's after it
 * @param at by the server's clock
 * @param eventTime by the device's clock
 * @param who an account, or the server: {@code system}
 */
public record JournalLine(
        long alarm,
        String rule,
        String device,
        String priority,
        Instant at,
        Optional<Instant> eventTime,
        int occurrence,
        String kind,
        AlarmState from,
        AlarmState to,
        String who,
        String text) {
    /** Whether people were shown the alarm with it: entries to "unacknowledged", those after a shelf included. */
    boolean annunciates() {
        return to == AlarmState.UNACK && from != AlarmState.UNACK;
    }

    boolean byPerson() {
        return !who.equals("system");
    }

    /** {@code RULE@device}. */
    String key() {
        return rule + '@' + device;
    }

    /** When it happened, by the device's clock where it told. */
    Instant happened() {
        return eventTime.orElse(at);
    }
}
