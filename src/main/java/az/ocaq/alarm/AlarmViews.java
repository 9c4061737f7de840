package az.ocaq.alarm;

import az.ocaq.alarm.engine.Engine;
import az.ocaq.alarm.engine.Instance;
import az.ocaq.alarm.engine.Refusal;
import az.ocaq.alarm.rule.Condition;
import az.ocaq.alarm.rule.Level;
import az.ocaq.alarm.rule.Neighbours;
import az.ocaq.measurement.DeviceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Alarms as people see them. */
final class AlarmViews {
    private static final String GROUP = "group";

    private AlarmViews() {}

    static Alarm of(long id, Instance alarm, Engine engine) {
        Map<String, String> labels = alarm.labels();
        return new Alarm(
                id,
                alarm.rule().id(),
                place(alarm.device()),
                labels.getOrDefault("utility", ""),
                alarm.rule().title(),
                alarm.rule().response(),
                alarm.priority(),
                alarm.code(),
                engine.stale(alarm),
                alarm.occurrence(),
                java.time.Instant.ofEpochMilli(alarm.raisedAt()),
                java.time.Instant.ofEpochMilli(alarm.changedAt()),
                alarm.value(),
                alarm.rule().condition().unit(),
                setpoint(alarm),
                alarm.acknowledgedBy(),
                alarm.assignee(),
                alarm.shelvedUntil().isPresent()
                        ? Optional.of(java.time.Instant.ofEpochMilli(
                                alarm.shelvedUntil().getAsLong()))
                        : Optional.empty(),
                engine.reach(alarm),
                alarm.work(),
                alarm.value().isEmpty() || engine.reach(alarm).isOfGroup() ? engine.figures(alarm) : List.of(),
                0);
    }

    /** The device of an alarm; that of a site's group is the device {@code group} of the site. */
    static DeviceId place(String device) {
        return DeviceId.parse(device)
                .or(() -> DeviceId.parse(device + "/" + GROUP))
                .orElseGet(() -> DeviceId.unregistered(GROUP, device));
    }

    private static OptionalDouble setpoint(Instance alarm) {
        Condition condition = alarm.rule().condition();
        if (condition.limits().isPresent()) {
            return condition.limits().get().levels().stream()
                    .filter(it -> it.priority() == alarm.priority())
                    .map(Level::limit)
                    .mapToDouble(it -> it.threshold())
                    .findFirst();
        } else if (condition instanceof Neighbours.GroupFraction fraction) {
            return OptionalDouble.of(fraction.limit().threshold());
        }
        return OptionalDouble.empty();
    }

    /** The engine's refusal, in words. */
    static AlarmDesk.Refusal refusal(Refusal refusal) {
        AlarmDesk.Refusal.Why why = switch (refusal) {
            case UNKNOWN_ALARM -> AlarmDesk.Refusal.Why.UNKNOWN_ALARM;
            case FORBIDDEN, OUT_OF_SCOPE -> AlarmDesk.Refusal.Why.NOT_PERMITTED;
            case STALE_OCCURRENCE -> AlarmDesk.Refusal.Why.NEWER_OCCURRENCE;
            case FUTURE_OCCURRENCE -> AlarmDesk.Refusal.Why.NO_SUCH_OCCURRENCE;
            case TOO_LONG -> AlarmDesk.Refusal.Why.BAD_ARGUMENT;
            case STILL_ACTIVE, ACK_REQUIRED, HIDDEN, NOT_LATCHED, OUT_OF_SERVICE, NOT_PUBLIC, OVER ->
                AlarmDesk.Refusal.Why.WRONG_STATE;
        };
        String message = switch (refusal) {
            case UNKNOWN_ALARM -> "there is no such alarm";
            case FORBIDDEN -> "your role may not do this";
            case OUT_OF_SCOPE -> "this alarm is not in your area";
            case STALE_OCCURRENCE -> "the alarm has been raised again since; look at it anew";
            case FUTURE_OCCURRENCE -> "the alarm has not been raised that often yet";
            case TOO_LONG -> "an alarm of this priority may not be shelved for so long";
            case STILL_ACTIVE -> "the alarm is still active";
            case ACK_REQUIRED -> "the alarm must be acknowledged first";
            case HIDDEN -> "the alarm is shelved, suppressed or out of service";
            case NOT_LATCHED -> "the alarm is not latched";
            case OUT_OF_SERVICE -> "the alarm is out of service";
            case NOT_PUBLIC -> "the public is not warned of alarms of this rule";
            case OVER -> "the alarm is over already";
        };
        return new AlarmDesk.Refusal(why, message);
    }
}
