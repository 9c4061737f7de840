package az.ocaq.alarm;

import az.ocaq.device.Title;
import az.ocaq.measurement.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One alarm as people see it: a rule at a device. It has one row for life, with a counter of occurrences.
 *
 * @param id number for life
 * @param rule id of the rule
 * @param device where
 * @param utility electricity, water, …: whose alarm it is
 * @param title what is wrong, in words
 * @param response what to do about it
 * @param priority how much it matters now
 * @param state of ISA-18.2
 * @param stale whether the newest value that it rests on is older than its hold time
 * @param occurrence counts raises, from 1; an acknowledgement names the occurrence that it is for
 * @param raisedAt event time of the last raise
 * @param changedAt when the state last changed, by the server's clock
 * @param value the value that raised it
 * @param unit of the value and the setpoint
 * @param setpoint the limit it crossed
 * @param acknowledgedBy account
 * @param assignee account
 * @param shelvedUntil end of a shelf
 * @param reach whom it is about, when it is a group's
 * @param work how far a crew has come with it
 * @param figures how bad it is, where no single value says it
 * @param revision rises with every change of what is shown, over restarts too: of two views the higher is the newer
 */
public record Alarm(
        long id,
        String rule,
        DeviceId device,
        String utility,
        Title title,
        Title response,
        Priority priority,
        AlarmState state,
        boolean stale,
        int occurrence,
        Instant raisedAt,
        Instant changedAt,
        OptionalDouble value,
        String unit,
        OptionalDouble setpoint,
        Optional<String> acknowledgedBy,
        Optional<String> assignee,
        Optional<Instant> shelvedUntil,
        AlarmReach reach,
        AlarmWork work,
        List<AlarmFigure> figures,
        long revision) {
    public Alarm {
        figures = List.copyOf(figures);
    }

    /** When it began: an outage with the first last word of a member, any other alarm with its raise. */
    public Instant began() {
        return reach.since().orElse(raisedAt);
    }

    /** An alarm that nobody works on yet, as of {@code changedAt}. */
    public Alarm(
            long id,
            String rule,
            DeviceId device,
            String utility,
            Title title,
            Title response,
            Priority priority,
            AlarmState state,
            boolean stale,
            int occurrence,
            Instant raisedAt,
            Instant changedAt,
            OptionalDouble value,
            String unit,
            OptionalDouble setpoint,
            Optional<String> acknowledgedBy,
            Optional<String> assignee,
            Optional<Instant> shelvedUntil) {
        this(
                id,
                rule,
                device,
                utility,
                title,
                response,
                priority,
                state,
                stale,
                occurrence,
                raisedAt,
                changedAt,
                value,
                unit,
                setpoint,
                acknowledgedBy,
                assignee,
                shelvedUntil,
                AlarmReach.NONE,
                AlarmWork.NONE,
                List.of(),
                changedAt.toEpochMilli());
    }

    /** The same in other words. */
    Alarm worded(Title otherTitle, Title otherResponse) {
        return with(otherTitle, otherResponse, revision);
    }

    /** The same with another revision. */
    Alarm revised(long other) {
        return with(title, response, other);
    }

    private Alarm with(Title otherTitle, Title otherResponse, long otherRevision) {
        return new Alarm(
                id,
                rule,
                device,
                utility,
                otherTitle,
                otherResponse,
                priority,
                state,
                stale,
                occurrence,
                raisedAt,
                changedAt,
                value,
                unit,
                setpoint,
                acknowledgedBy,
                assignee,
                shelvedUntil,
                reach,
                work,
                figures,
                otherRevision);
    }
}
