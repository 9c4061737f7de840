package az.ocaq.alarm;

import az.ocaq.device.Title;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What was: occurrences out of the journal, messages out of the outbox. Every method runs in the caller's transaction. */
final class AlarmHistory {
    /** The priority after a line of the journal; older lines do not have it. */
    static final String SEVERITY = "COALESCE(j.priority, a.priority) AS severity";

    private static final String RAISES =
            "SELECT j.id, j.alarm_id, j.occurrence, j.happened_at, j.event_time, j.reading,"
                    + " a.rule, a.device, " + SEVERITY + " FROM alarm_journal j JOIN alarm a ON a.id = j.alarm_id"
                    + " WHERE j.kind = 'raised'";

    private static final int FETCHED = 500;

    private AlarmHistory() {}

    /** The occurrences that are wanted, newest first; {@code views} are the alarms as they are now, by number. */
    static List<Occurrence> occurrences(Handle handle, Occurrence.Wanted wanted, Map<Long, Alarm> views) {
        List<Occurrence> found = new ArrayList<>();
        try (var rows = handle.createQuery(RAISES + " AND j.id < :before AND j.happened_at >= :from"
                        + " AND j.happened_at < :until ORDER BY j.id DESC")
                .setFetchSize(FETCHED)
                .bind("before", wanted.before())
                .bind("from", utc(wanted.from().orElse(Instant.EPOCH)))
                .bind("until", utc(wanted.until().orElse(Instant.parse("9999-01-01T00:00:00Z"))))
                .map((row, context) -> occurrence(row, views))
                .iterator()) {
            take(rows, wanted, found);
        }
        return found.isEmpty() ? found : completed(handle, found);
    }

    /** An alarm as it was in an occurrence that is over. */
    static Optional<Alarm> past(Handle handle, long alarm, int occurrence, Map<Long, Alarm> views) {
        Optional<Occurrence> raised = handle.createQuery(
                        RAISES + " AND j.alarm_id = :alarm AND j.occurrence = :occurrence ORDER BY j.id")
                .bind("alarm", alarm)
                .bind("occurrence", occurrence)
                .map((row, context) -> occurrence(row, views))
                .findFirst();
        return raised.map(it -> completed(handle, List.of(it)).get(0).alarm());
    }

    private static Occurrence occurrence(ResultSet row, Map<Long, Alarm> views) throws SQLException {
        return new Occurrence(row.getLong("id"), raised(row, views), Optional.empty(), Optional.empty());
    }

    private static void take(Iterator<Occurrence> rows, Occurrence.Wanted wanted, List<Occurrence> found) {
        while (found.size() < wanted.most() && rows.hasNext()) {
            Occurrence next = rows.next();
            if (wanted.taken().test(next.alarm())) {
                found.add(next);
            }
        }
    }

    private record Accepted(String key, String way, Instant at) {}

    static List<Delivery> deliveries(Handle handle, long alarm) {
        Map<String, Map<String, Instant>> accepted = new HashMap<>();
        handle.createQuery("SELECT o.message_key, d.way, d.accepted_at FROM outbox_alarm oa JOIN outbox o"
                        + " ON o.message_key = oa.message_key JOIN outbox_delivery d ON d.outbox_id = o.id"
                        + " WHERE oa.alarm_id = :alarm AND d.accepted_at IS NOT NULL")
                .bind("alarm", alarm)
                .map((row, context) -> new Accepted(
                        row.getString("message_key"),
                        row.getString("way"),
                        time(row, "accepted_at").orElseThrow()))
                .forEach(it -> accepted.computeIfAbsent(it.key(), key -> new HashMap<>())
                        .merge(it.way(), it.at(), (one, other) -> one.isAfter(other) ? one : other));
        return handle.createQuery("SELECT o.* FROM outbox_alarm oa JOIN outbox o ON o.message_key = oa.message_key"
                        + " WHERE oa.alarm_id = :alarm ORDER BY o.id")
                .bind("alarm", alarm)
                .map((row, context) -> delivery(
                        row,
                        Set.of(alarm),
                        accepted.getOrDefault(row.getString("message_key"), Map.of()),
                        reports(handle, row.getLong("id"))))
                .list();
    }

    private static List<Delivery.Report> reports(Handle handle, long message) {
        return handle.createQuery("SELECT * FROM outbox_report WHERE outbox_id = :id ORDER BY way, address")
                .bind("id", message)
                .map((row, context) -> new Delivery.Report(
                        row.getString("way"),
                        row.getString("address"),
                        row.getString("state"),
                        row.getString("detail"),
                        time(row, "told_at").orElseThrow()))
                .list();
    }

    /** The messages that were given up, the newest first. */
    static List<Delivery> deadLetters(Handle handle, int most) {
        Map<String, Set<Long>> alarms = new HashMap<>();
        handle.createQuery("SELECT oa.message_key, oa.alarm_id FROM outbox_alarm oa JOIN outbox o"
                        + " ON o.message_key = oa.message_key WHERE o.state = 'dead'")
                .map((row, context) -> Map.entry(row.getString("message_key"), row.getLong("alarm_id")))
                .forEach(it -> alarms.computeIfAbsent(it.getKey(), key -> new HashSet<>())
                        .add(it.getValue()));
        return handle.createQuery(
                        "SELECT * FROM outbox WHERE state = 'dead' ORDER BY id DESC FETCH FIRST " + most + " ROWS ONLY")
                .map((row, context) ->
                        delivery(row, alarms.getOrDefault(row.getString("message_key"), Set.of()), Map.of(), List.of()))
                .list();
    }

    /** Lets a message that was given up wait to be sent again, where it has not been accepted. */
    static boolean retry(Handle handle, long message, Instant now) {
        var unused = handle.execute(
                "DELETE FROM outbox_delivery WHERE outbox_id = (SELECT id FROM outbox WHERE id = ? AND state = 'dead')"
                        + " AND accepted_at IS NULL",
                message);
        return handle.createUpdate("UPDATE outbox SET state = 'pending', attempts = 0, next_attempt_at = :now"
                                + " WHERE id = :id AND state = 'dead'")
                        .bind("now", utc(now))
                        .bind("id", message)
                        .execute()
                > 0;
    }

    private static Delivery delivery(
            ResultSet row, Set<Long> alarms, Map<String, Instant> accepted, List<Delivery.Report> reports)
            throws SQLException {
        boolean pending = row.getString("state").equals("pending");
        return new Delivery(
                row.getLong("id"),
                alarms,
                row.getString("message_key"),
                row.getString("about"),
                row.getInt("occurrence"),
                row.getString("kind"),
                row.getString("receiver"),
                row.getString("channel"),
                row.getInt("members"),
                time(row, "created_at").orElseThrow(),
                row.getString("state"),
                row.getInt("attempts"),
                pending ? time(row, "next_attempt_at") : Optional.empty(),
                Optional.ofNullable(row.getString("last_error")),
                accepted,
                reports);
    }

    /** The alarm of a line of the journal, as it was then; its state is the present one only in its last occurrence. */
    static Alarm raised(ResultSet row, Map<Long, Alarm> views) throws SQLException {
        long id = row.getLong("alarm_id");
        int occurrence = row.getInt("occurrence");
        String rule = row.getString("rule");
        Title unknown = new Title(rule, rule, rule);
        Optional<Alarm> now = Optional.ofNullable(views.get(id));
        boolean last = now.filter(it -> it.occurrence() == occurrence).isPresent();
        double reading = row.getDouble("reading");
        boolean measured = !row.wasNull();
        Instant happened = time(row, "happened_at").orElseThrow();
        return new Alarm(
                id,
                rule,
                AlarmViews.place(row.getString("device")),
                now.map(Alarm::utility).orElse(""),
                now.map(Alarm::title).orElse(unknown),
                now.map(Alarm::response).orElse(unknown),
                Priority.valueOf(row.getString("severity").toUpperCase(Locale.ROOT)),
                last ? now.orElseThrow().state() : AlarmState.NORM,
                last && now.orElseThrow().stale(),
                occurrence,
                time(row, "event_time").orElse(happened),
                happened,
                measured ? OptionalDouble.of(reading) : OptionalDouble.empty(),
                now.map(Alarm::unit).orElse(""),
                now.map(Alarm::setpoint).orElse(OptionalDouble.empty()),
                Optional.empty(),
                now.flatMap(Alarm::assignee),
                last ? now.orElseThrow().shelvedUntil() : Optional.empty());
    }

    private record Moment(long alarm, int occurrence, String kind, Instant at, String who) {}

    /** With the first acknowledgement and the first clearing of each. */
    private static List<Occurrence> completed(Handle handle, List<Occurrence> found) {
        Map<String, Moment> moments = new HashMap<>();
        handle.createQuery("SELECT alarm_id, occurrence, kind, happened_at, who FROM alarm_journal WHERE alarm_id IN"
                        + " (<alarms>) AND id > :oldest AND kind IN ('acknowledged', 'cleared', 'closed') ORDER BY id")
                .bindList(
                        "alarms",
                        found.stream().map(it -> it.alarm().id()).distinct().toList())
                .bind("oldest", found.get(found.size() - 1).entry())
                .map((row, context) -> new Moment(
                        row.getLong("alarm_id"),
                        row.getInt("occurrence"),
                        row.getString("kind").equals("acknowledged") ? "acknowledged" : "over",
                        time(row, "happened_at").orElseThrow(),
                        row.getString("who")))
                .forEach(it -> moments.putIfAbsent(it.alarm() + "#" + it.occurrence() + it.kind(), it));
        return found.stream().map(it -> completed(it, moments)).toList();
    }

    private static Occurrence completed(Occurrence it, Map<String, Moment> moments) {
        String key = it.alarm().id() + "#" + it.alarm().occurrence();
        Optional<Moment> acknowledged = Optional.ofNullable(moments.get(key + "acknowledged"));
        return new Occurrence(
                it.entry(),
                acknowledged
                        .map(moment -> acknowledged(it.alarm(), moment.who()))
                        .orElse(it.alarm()),
                acknowledged.map(Moment::at),
                Optional.ofNullable(moments.get(key + "over")).map(Moment::at));
    }

    private static Alarm acknowledged(Alarm it, String who) {
        return new Alarm(
                it.id(),
                it.rule(),
                it.device(),
                it.utility(),
                it.title(),
                it.response(),
                it.priority(),
                it.state(),
                it.stale(),
                it.occurrence(),
                it.raisedAt(),
                it.changedAt(),
                it.value(),
                it.unit(),
                it.setpoint(),
                Optional.of(who),
                it.assignee(),
                it.shelvedUntil());
    }

    static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
