package az.ocaq.alarm.engine;

import az.ocaq.alarm.AlarmState;
import az.ocaq.alarm.Priority;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One line of an alarm's journal.
 *
 * @param at server time, epoch ms
 * @param eventTime device time, where a sample caused it
 * @param alarm which
 * @param kind raised, cleared, acknowledged, severity, note, …
 * @param from state before
 * @param to state after
 * @param priority after it
 * @param occurrence of the alarm
 * @param who account, or {@code system}
 * @param text cause, reason, note
 * @param value that caused it
 */
public record Transition(
        long at,
        OptionalLong eventTime,
        Instance alarm,
        String kind,
        AlarmState from,
        AlarmState to,
        Priority priority,
        int occurrence,
        String who,
        String text,
        OptionalDouble value) {
    /** The kind of a change of priority; its text is {@code high>critical}. */
    public static final String SEVERITY = "severity";
    /** The public may be warned: a person says so, or {@code system} for a template that is approved in advance. */
    public static final String WARNING_APPROVED = "warning_approved";
    /** The public is not warned, or not any more. */
    public static final String WARNING_DECLINED = "warning_declined";
}
