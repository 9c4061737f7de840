package az.ocaq.notify;

import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Alarms on MQTT topics: {@code village/<settlement>/alarms/<alarm>} is retained and holds the alarm as it is now, for a
 * day after it is over; {@code …/events} gets each message to a contact.
 */
public final class TopicNotifier implements Notifier {
    /** The state, and then the event, each in half of the time. */
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** A state is kept for a broker that is away; what comes later is told by what changes later. */
    private static final Duration KEPT = Duration.ofDays(1);
    /** Who looks a day later still sees that it is over; then the broker forgets it. */
    private static final Duration OVER = Duration.ofDays(1);

    private static final int AT_ONCE = 500;

    private final Publisher publisher;
    private final Wording wording;

    /** The way to the broker. */
    @FunctionalInterface
    public interface Publisher {
        /**
         * Completes when the broker has taken the message, and withdraws what it has not taken in time.
         *
         * @param expiry so long the broker keeps it for those who come later; absent: for ever
         */
        Future<Void> publish(
                String topic, byte[] payload, boolean retained, Duration within, Optional<Duration> expiry);
    }

    public TopicNotifier(Publisher publisher, Wording wording) {
        this.publisher = publisher;
        this.wording = wording;
    }

    @Override
    public String name() {
        return "mqtt";
    }

    @Override
    public Duration limit() {
        return LIMIT;
    }

    @Override
    public Future<String> send(Notice notice, Contact contact, String address) {
        Duration half = LIMIT.dividedBy(2);
        if (notice.alarm().isEmpty()) {
            return Future.join(
                            notice.alarms().stream().map(it -> show(it, half)).toList())
                    .map("");
        }
        Alarm alarm = notice.alarm().get();
        JsonObject event = json(alarm)
                .put("key", notice.key())
                .put("kind", notice.kind())
                .put("receiver", contact.receiver())
                .put("text", wording.subject(notice, contact));
        return (notice.past() ? Future.<Void>succeededFuture() : show(alarm, half))
                .compose(done -> publish(topic(alarm) + "/events", event, false, half, Optional.empty()))
                .map("")
                .recover(failure ->
                        Future.failedFuture(new NotSent(true, "mqtt: " + String.valueOf(failure.getMessage()))));
    }

    /** Makes the retained message of an alarm say what the alarm is now. */
    public Future<Void> show(Alarm alarm) {
        return show(alarm, KEPT);
    }

    /** The same of many, some at a time, so that an outage of a region leaves room for what happens meanwhile. */
    public Future<Void> show(Collection<Alarm> alarms) {
        return show(List.copyOf(alarms), 0);
    }

    private Future<Void> show(List<Alarm> alarms, int from) {
        int to = Math.min(from + AT_ONCE, alarms.size());
        return from == to
                ? Future.succeededFuture()
                : Future.join(alarms.subList(from, to).stream().map(this::show).toList())
                        .compose(done -> show(alarms, to));
    }

    private Future<Void> show(Alarm alarm, Duration within) {
        boolean normal = alarm.state() == AlarmState.NORM;
        if (normal && alarm.occurrence() == 0) {
            // what only counts towards one: a rule keeps such a memory of every home
            return Future.succeededFuture();
        }
        return publish(topic(alarm), json(alarm), true, within, normal ? Optional.of(OVER) : Optional.empty());
    }

    private Future<Void> publish(
            String topic, JsonObject json, boolean retained, Duration within, Optional<Duration> expiry) {
        return publisher.publish(topic, json.encode().getBytes(StandardCharsets.UTF_8), retained, within, expiry);
    }

    private static String topic(Alarm alarm) {
        return "village/" + alarm.device().settlement() + "/alarms/" + alarm.id();
    }

    private static JsonObject json(Alarm alarm) {
        return new JsonObject()
                .put("alarm", alarm.id())
                .put("rule", alarm.rule())
                .put("device", alarm.device().toString())
                .put("utility", alarm.utility())
                .put("priority", alarm.priority().word())
                .put("state", alarm.state().name())
                .put("occurrence", alarm.occurrence())
                .put("since", alarm.raisedAt().toString())
                .put("changed", alarm.changedAt().toString())
                .put("value", number(alarm.value()))
                .put("unit", alarm.unit())
                .put("setpoint", number(alarm.setpoint()))
                .put("acknowledged_by", alarm.acknowledgedBy().orElse(null));
    }

    private static @Nullable Double number(OptionalDouble value) {
        return value.isPresent() ? Double.valueOf(value.getAsDouble()) : null;
    }
}
