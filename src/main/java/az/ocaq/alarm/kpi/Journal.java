package az.ocaq.alarm.kpi;

import az.ocaq.alarm.AlarmDesk;
import az.ocaq.alarm.JournalColumns;
import az.ocaq.alarm.engine.Memory;
import az.ocaq.database.Database;
import io.vertx.core.Future;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads the journal and the outbox for key figures. Any thread; futures complete on the caller's context. */
public final class Journal {
    private static final int MOST = 500_000;

    private final Database database;

    public Journal(Database database) {
        this.database = database;
    }

    /**
     * How messages about alarms went.
     *
     * @param all how many were made
     * @param escalatedOccurrences how many occurrences had to be escalated
     * @param deadLetters how many were given up
     * @param secondsToSend from making to sending, ascending
     */
    public record Messages(long all, long escalatedOccurrences, long deadLetters, List<Double> secondsToSend) {
        public Messages {
            secondsToSend = List.copyOf(secondsToSend);
        }
    }

    /**
     * The lines with {@code from <= at < to} in the order in which they were written, of all rules or of some. Fails with an
     * {@link IllegalArgumentException} when there are too many to be looked at.
     */
    public Future<List<JournalLine>> lines(Instant from, Instant to, Optional<Collection<String>> rules) {
        String some = rules.isPresent() ? " AND a.rule IN (<rules>)" : "";
        return database.transact(handle -> {
            var query = handle.createQuery(
                            "SELECT j.alarm_id, a.rule, a.device, COALESCE(j.priority, a.priority) AS priority, "
                                    + JournalColumns.ALL
                                    + " FROM alarm_journal j JOIN alarm a ON a.id = j.alarm_id WHERE j.happened_at >= :from AND j.happened_at < :to"
                                    + some
                                    + " ORDER BY j.id FETCH FIRST :most ROWS ONLY")
                    .bind("from", from.atOffset(ZoneOffset.UTC))
                    .bind("to", to.atOffset(ZoneOffset.UTC))
                    .bind("most", MOST + 1);
            rules.ifPresent(it -> query.bindList("rules", new ArrayList<>(it)));
            List<JournalLine> lines = query.map((row, context) -> line(row)).list();
            if (lines.size() > MOST) {
                throw new IllegalArgumentException(
                        "the journal has more than " + MOST + " lines in this time: choose a shorter one");
            }
            return lines;
        });
    }

    private static JournalLine line(ResultSet row) throws SQLException {
        AlarmDesk.JournalEntry entry = JournalColumns.read(row);
        return new JournalLine(
                row.getLong("alarm_id"),
                row.getString("rule"),
                row.getString("device"),
                row.getString("priority"),
                entry.at(),
                entry.eventTime(),
                entry.occurrence(),
                entry.kind(),
                entry.from(),
                entry.to(),
                entry.who(),
                entry.text());
    }

    /**
     * When the conditions of some rules were true: spans that began with {@code from <= server time < to}, each with its end
     * whenever that was. The database finds the ends: a region's journal is too long to be read for them.
     */
    public Future<List<ConditionSpan>> spans(Instant from, Instant to, Collection<String> rules) {
        // the first of them: a search for the least would read all that comes after, of one that chatters thousands of
        // lines
        String ends = "e.alarm_id = r.alarm_id AND e.occurrence = r.occurrence AND e.id > r.id AND e.kind IN"
                + " ('cleared', 'closed')";
        String columns =
                "a.rule, r.note, (SELECT COALESCE(e.event_time, e.happened_at) FROM alarm_journal e WHERE " + ends
                        + " ORDER BY e.id FETCH FIRST 1 ROWS ONLY) AS ended,"
                        + " (SELECT MIN(q.created_at) FROM alarm_journal m JOIN quiet_period q ON m.note ="
                        + " CONCAT('maintenance ', q.id) WHERE m.alarm_id = r.alarm_id AND m.occurrence = r.occurrence"
                        + " AND m.id > r.id AND m.kind = 'suppressed' AND m.happened_at = r.happened_at) AS announced";
        return database.transact(handle -> raised(handle, columns, from, to, rules)
                .map((row, context) -> new ConditionSpan(
                        row.getString("rule"),
                        row.getString("device"),
                        row.getObject("began", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getObject("ended", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant),
                        row.getString("note"),
                        Optional.ofNullable(row.getObject("announced", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)))
                .list());
    }

    /** Since when alarms are watched, and by one of these rules; empty before the first was. */
    public Future<Optional<Instant>> monitoredSince(Set<String> rules) {
        return database.transact(handle -> handle.createQuery(
                        "SELECT monitored_since, memory FROM alarm_engine WHERE monitored_since IS NOT NULL")
                .map((row, context) -> {
                    Instant server = row.getObject("monitored_since", OffsetDateTime.class)
                            .toInstant();
                    Instant judged = Instant.ofEpochMilli(Memory.judgesSince(row.getString("memory"), rules));
                    return judged.isAfter(server) ? judged : server;
                })
                .findFirst());
    }

    /**
     * An alarm was raised at a place, and what people closed it with.
     *
     * @param alarm its number
     * @param place a device, or the place of a group
     * @param raised by the device's clock where it is known
     * @param cause empty until somebody has named one
     */
    public record Closed(long alarm, String place, Instant raised, Optional<String> cause) {}

    /** The occurrences of some rules' alarms that began with {@code from <= server time < to}, with the cause named last. */
    public Future<List<Closed>> causes(Instant from, Instant to, Collection<String> rules) {
        String columns = "r.alarm_id, (SELECT c.note FROM alarm_journal c WHERE c.id = (SELECT MAX(d.id) FROM"
                + " alarm_journal d WHERE d.alarm_id = r.alarm_id AND d.occurrence = r.occurrence"
                + " AND d.kind = 'resolved' AND d.note LIKE '[%')) AS cause";
        return database.transact(handle -> raised(handle, columns, from, to, rules)
                .map((row, context) -> new Closed(
                        row.getLong("alarm_id"),
                        row.getString("device"),
                        row.getObject("began", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getString("cause"))
                                .filter(it -> it.indexOf(']') > 0)
                                .map(it -> it.substring(1, it.indexOf(']')))))
                .list());
    }

    /** The lines {@code r} that say of alarms {@code a} of some rules that they were raised: device, when it began, and more. */
    private static Query raised(Handle handle, String columns, Instant from, Instant to, Collection<String> rules) {
        return handle.createQuery("SELECT a.device, COALESCE(r.event_time, r.happened_at) AS began, " + columns
                        + " FROM alarm_journal r JOIN alarm a ON a.id = r.alarm_id"
                        + " WHERE r.kind = 'raised' AND r.happened_at >= :from AND r.happened_at < :to"
                        + " AND a.rule IN (<rules>) ORDER BY r.id")
                .bindList("rules", new ArrayList<>(rules))
                .bind("from", from.atOffset(ZoneOffset.UTC))
                .bind("to", to.atOffset(ZoneOffset.UTC));
    }

    private record Sent(
            long id, String place, String occurrence, String kind, String state, Optional<Double> seconds) {}

    /**
     * The messages that were made with {@code from <= time < to}.
     *
     * @param places those about alarms at which count: a message of a group when one of its alarms is there
     */
    public Future<Messages> messages(Instant from, Instant to, Predicate<String> places) {
        return database.transact(handle -> {
            Map<Long, Sent> seen = new LinkedHashMap<>();
            handle.createQuery("SELECT o.id, a.device, o.alarm_id, o.occurrence, o.kind, o.state, o.created_at,"
                            + " o.sent_at FROM outbox o LEFT JOIN outbox_alarm oa ON oa.message_key = o.message_key"
                            + " JOIN alarm a ON a.id = COALESCE(o.alarm_id, oa.alarm_id)"
                            + " WHERE o.created_at >= :from AND o.created_at < :to")
                    .bind("from", from.atOffset(ZoneOffset.UTC))
                    .bind("to", to.atOffset(ZoneOffset.UTC))
                    .map((row, context) -> {
                        Instant made = row.getObject("created_at", OffsetDateTime.class)
                                .toInstant();
                        return new Sent(
                                row.getLong("id"),
                                row.getString("device"),
                                row.getLong("alarm_id") + "#" + row.getInt("occurrence"),
                                row.getString("kind"),
                                row.getString("state"),
                                Optional.ofNullable(row.getObject("sent_at", OffsetDateTime.class))
                                        .map(sent -> Duration.between(made, sent.toInstant())
                                                        .toMillis()
                                                / 1000.0));
                    })
                    .filter(it -> places.test(it.place()))
                    .forEach(it -> seen.putIfAbsent(it.id(), it));
            Collection<Sent> all = seen.values();
            return new Messages(
                    all.size(),
                    all.stream()
                            .filter(it -> it.kind().equals("escalated"))
                            .map(Sent::occurrence)
                            .distinct()
                            .count(),
                    all.stream().filter(it -> it.state().equals("dead")).count(),
                    all.stream().flatMap(it -> it.seconds().stream()).sorted().toList());
        });
    }
}
