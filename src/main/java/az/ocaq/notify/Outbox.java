package az.ocaq.notify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The waiting messages in the database. Every method runs in the caller's transaction. */
final class Outbox {
    private static final Duration ONE_STORY = Duration.ofDays(1);
    private static final int LONGEST_ERROR = 1_000;
    private static final int LONGEST_RECEIPT = 200;
    static final int MOST_ALARMS = 20;

    /** The channel of messages that go the ways which are left when the others have failed. */
    static final String FALLBACK = "fallback";

    private static final String QUEUE = "receiver || '|' || channel || '|' || severity";
    /** What takes turns: a receiver's messages about one rule (or group) of one settlement. */
    private static final String STORY = QUEUE + " || '|' || SUBSTRING(about, 1, POSITION('/' IN about))";

    private static final int LONGEST_OF_STORY = 200;
    private static final int LONGEST_AGENDA = 2_000;

    private static final String IS_DUE = "state = 'pending' AND next_attempt_at <= :now";
    /** How often a message was tried where it was tried most often. */
    private static final String TRIES =
            "(SELECT COALESCE(MAX(d.tries), 0) FROM outbox_delivery d WHERE d.outbox_id = outbox.id)";

    private Outbox() {}

    /**
     * A message that is to be sent now.
     *
     * @param severity 0 critical to 3 low
     * @param followed whether the end of the same is to be told, or has been
     * @param lines what became of it so far, where it was tried
     * @param alarms some of the alarms that it stands for
     * @param earlier way → receipts of the last messages about the same to this receiver, of each address one
     */
    record Due(
            long id,
            String key,
            String about,
            Optional<Long> alarm,
            int occurrence,
            String kind,
            String receiver,
            String channel,
            int members,
            Instant createdAt,
            int severity,
            boolean followed,
            Map<Line, Progress> lines,
            List<Long> alarms,
            Map<String, String> earlier) {
        Queue queue() {
            return new Queue(receiver, channel, severity);
        }
    }

    /**
     * What became of a message on one line.
     *
     * @param tries how often it was tried
     * @param next when it is tried again; empty when it was accepted or given up
     * @param error what went wrong last; empty when it was accepted
     */
    record Progress(int tries, Optional<Instant> next, boolean accepted, String error) {
        boolean isGivenUp() {
            return next.isEmpty() && !accepted;
        }
    }

    /** The messages of one severity to a receiver over a channel, which take the same lanes. */
    record Queue(String receiver, String channel, int severity) {
        /** As the database compares it. */
        String text() {
            return receiver + "|" + channel + "|" + severity;
        }
    }

    /**
     * Queues to be left alone.
     *
     * @param wholly {@link Queue#text} of those of which nothing is taken
     * @param partly of those of which only messages are taken that have not been tried yet, or that are due on a line whose
     *     lane is not full
     * @param full {@code way|severity} of the lanes that are full
     */
    record Held(Set<String> wholly, Set<String> partly, Set<String> full) {
        static final Held NOTHING = new Held(Set.of(), Set.of(), Set.of());
    }

    /** The queues with messages that are due. */
    static List<Queue> waiting(Handle handle, Instant now) {
        return handle.createQuery("SELECT DISTINCT receiver, channel, severity FROM outbox WHERE " + IS_DUE)
                .bind("now", utc(now))
                .map((row, context) ->
                        new Queue(row.getString("receiver"), row.getString("channel"), row.getInt("severity")))
                .list();
    }

    /** Those of some messages that are still due, by their numbers, locked until the end of the transaction. */
    static Map<Long, Due> due(Handle handle, Instant now, List<Agenda.Item> wanted) {
        List<Long> order = wanted.stream().map(Agenda.Item::id).toList();
        if (order.isEmpty()) {
            return Map.of();
        }
        return handle.createQuery(
                        "SELECT id, message_key, about, alarm_id, occurrence, kind, receiver, channel, members, created_at,"
                                + " severity FROM outbox WHERE id IN (<order>) AND " + IS_DUE
                                + " ORDER BY id FOR UPDATE")
                .bindList("order", order)
                .bind("now", utc(now))
                .map((row, context) -> new Due(
                        row.getLong("id"),
                        row.getString("message_key"),
                        row.getString("about"),
                        Optional.ofNullable(row.getObject("alarm_id", Long.class)),
                        row.getInt("occurrence"),
                        row.getString("kind"),
                        row.getString("receiver"),
                        row.getString("channel"),
                        row.getInt("members"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        row.getInt("severity"),
                        isFollowed(handle, row),
                        lines(handle, row.getLong("id"), row.getString("message_key")),
                        alarms(handle, row.getString("message_key")),
                        earlier(handle, row)))
                .collect(Collectors.toMap(Due::id, Function.identity()));
    }

    /**
     * What is due, the most severe first. Of the same severity the rules of each settlement take turns, and of those whose
     * turn it is the one with the fewest waiting begins: ten thousand homes that tell the same let what is raised elsewhere
     * wait for nothing. Within a turn the oldest is first. Of a very long queue only the beginning.
     */
    static List<Agenda.Item> agenda(Handle handle, Instant now, Held held) {
        return handle.createQuery("SELECT id, story FROM (SELECT id, severity, next_attempt_at, story,"
                        + " ROW_NUMBER() OVER (PARTITION BY story ORDER BY next_attempt_at, id) AS turn,"
                        + " COUNT(*) OVER (PARTITION BY story) AS waiting FROM"
                        + " (SELECT id, severity, next_attempt_at, " + STORY + " AS story FROM outbox WHERE " + IS_DUE
                        + " AND " + QUEUE + " NOT IN (<wholly>)"
                        + " AND NOT (" + QUEUE + " IN (<partly>) AND EXISTS"
                        + " (SELECT 1 FROM outbox_delivery d WHERE d.outbox_id = outbox.id)"
                        + " AND NOT EXISTS (SELECT 1 FROM outbox_delivery d WHERE d.outbox_id = outbox.id"
                        + " AND d.next_try_at <= :now AND d.way || '|' || outbox.severity NOT IN (<full>)))) due) ranked"
                        + " WHERE turn <= " + LONGEST_OF_STORY
                        + " ORDER BY severity, turn, waiting, next_attempt_at, id FETCH FIRST " + LONGEST_AGENDA
                        + " ROWS ONLY")
                .bind("now", utc(now))
                .bindList("wholly", some(held.wholly()))
                .bindList("partly", some(held.partly()))
                .bindList("full", some(held.full()))
                .map((row, context) -> new Agenda.Item(row.getLong("id"), row.getString("story")))
                .list();
    }

    /**
     * Takes a message for some time: when nothing is said about it until then, it is due again, for this or another server.
     */
    static void lease(Handle handle, Due taken, Instant until) {
        var unused = handle.createUpdate("UPDATE outbox SET next_attempt_at = :until WHERE id = :id")
                .bind("until", utc(until))
                .bind("id", taken.id())
                .execute();
    }

    /** Notes that a message was accepted on one line. */
    static void accepted(Handle handle, long id, Line line, int tries, String receipt, Instant now) {
        forget(handle, id, line);
        var unused = handle.createUpdate("INSERT INTO outbox_delivery (outbox_id, way, address, tries, accepted_at,"
                        + " receipt) VALUES (:id, :way, :address, :tries, :now, :receipt)")
                .bind("receipt", receipt.substring(0, Math.min(receipt.length(), LONGEST_RECEIPT)))
                .bind("id", id)
                .bind("way", line.way())
                .bind("address", line.address())
                .bind("tries", tries)
                .bind("now", utc(now))
                .execute();
    }

    /** Notes that a message was not accepted on one line, or has not arrived after all. */
    static void refused(Handle handle, long id, Line line, Progress progress) {
        forget(handle, id, line);
        var unused = handle.createUpdate("INSERT INTO outbox_delivery (outbox_id, way, address, tries, next_try_at,"
                        + " error) VALUES (:id, :way, :address, :tries, :next, :error)")
                .bind("id", id)
                .bind("way", line.way())
                .bind("address", line.address())
                .bind("tries", progress.tries())
                .bindByType("next", progress.next().map(Outbox::utc).orElse(null), OffsetDateTime.class)
                .bind("error", shortened(progress.error()))
                .execute();
    }

    private static void forget(Handle handle, long id, Line line) {
        var unused = handle.execute(
                "DELETE FROM outbox_delivery WHERE outbox_id = ? AND way = ? AND address = ?",
                id,
                line.way(),
                line.address());
    }

    /** Ends a message: sent, skipped or dead. */
    static void end(Handle handle, long id, String state, Optional<String> error, Instant now) {
        var unused = handle.createUpdate("UPDATE outbox SET state = :state, last_error = :error, attempts = " + TRIES
                        + ", sent_at = CASE WHEN :state = 'sent' THEN :now ELSE sent_at END WHERE id = :id")
                .bind("state", state)
                .bindByType("error", error.map(Outbox::shortened).orElse(null), String.class)
                .bind("now", utc(now))
                .bind("id", id)
                .execute();
    }

    /** Tries a message again later. */
    static void later(Handle handle, long id, Instant next, Optional<String> error) {
        var unused = handle.createUpdate("UPDATE outbox SET next_attempt_at = :next, last_error = :error, attempts = "
                        + TRIES + " WHERE id = :id")
                .bind("next", utc(next))
                .bindByType("error", error.map(Outbox::shortened).orElse(null), String.class)
                .bind("id", id)
                .execute();
    }

    static OutboxFigures figures(Handle handle, Instant now) {
        return handle.createQuery("SELECT COUNT(CASE WHEN state = 'pending' THEN 1 END) AS pending,"
                        + " COUNT(CASE WHEN state = 'dead' THEN 1 END) AS dead,"
                        + " COUNT(CASE WHEN state = 'dead' AND created_at > :since THEN 1 END) AS dead_of_day,"
                        + " MIN(CASE WHEN state = 'pending' THEN created_at END) AS oldest FROM outbox")
                .bind("since", utc(now.minus(Duration.ofDays(1))))
                .map((row, context) -> new OutboxFigures(
                        row.getLong("pending"),
                        row.getLong("dead"),
                        row.getLong("dead_of_day"),
                        Optional.ofNullable(row.getObject("oldest", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)))
                .one();
    }

    /**
     * What became of a message, where it was tried. Where it was accepted before it fell back, or as the fallback, counts, too:
     * which lines are the fallback's can change meanwhile.
     */
    static Map<Line, Progress> lines(Handle handle, long id, String key) {
        String fallback = "/" + FALLBACK;
        String twin = key.endsWith(fallback) ? key.substring(0, key.length() - fallback.length()) : key + fallback;
        return handle.createQuery("SELECT way, address, tries, next_try_at, accepted_at, error FROM outbox_delivery"
                        + " WHERE outbox_id = :id UNION ALL SELECT d.way, d.address, d.tries, d.next_try_at,"
                        + " d.accepted_at, d.error FROM outbox o JOIN outbox_delivery d ON d.outbox_id = o.id"
                        + " WHERE o.message_key = :twin AND d.accepted_at IS NOT NULL")
                .bind("id", id)
                .bind("twin", twin)
                .map((row, context) -> Map.entry(
                        new Line(row.getString("way"), row.getString("address")),
                        new Progress(
                                row.getInt("tries"),
                                Optional.ofNullable(row.getObject("next_try_at", OffsetDateTime.class))
                                        .map(OffsetDateTime::toInstant),
                                row.getObject("accepted_at") != null,
                                row.getString("error"))))
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one.accepted() ? one : other));
    }

    private static boolean isFollowed(Handle handle, ResultSet row) throws SQLException {
        return handle.createQuery("SELECT COUNT(*) FROM outbox WHERE about = :about AND receiver = :receiver"
                                + " AND occurrence = :occurrence AND id > :id AND kind IN ('cleared', 'latched')"
                                + " AND state IN ('pending', 'sent')")
                        .bind("about", row.getString("about"))
                        .bind("receiver", row.getString("receiver"))
                        .bind("occurrence", row.getInt("occurrence"))
                        .bind("id", row.getLong("id"))
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    private static List<Long> alarms(Handle handle, String key) {
        return handle.createQuery("SELECT alarm_id FROM outbox_alarm WHERE message_key = :key ORDER BY alarm_id"
                        + " FETCH FIRST " + MOST_ALARMS + " ROWS ONLY")
                .bind("key", key)
                .mapTo(Long.class)
                .list();
    }

    /** An alarm's new occurrence is another story; a group's messages are numbered, and one story until its end. */
    private static Map<String, String> earlier(Handle handle, ResultSet row) throws SQLException {
        boolean alarm = row.getObject("alarm_id", Long.class) != null;
        Map<Line, String> receipts = new HashMap<>();
        handle.createQuery(
                        "SELECT d.way, d.address, d.receipt FROM outbox o JOIN outbox_delivery d ON d.outbox_id = o.id"
                                + " WHERE o.about = :about AND o.receiver = :receiver AND o.id < :id AND o.created_at >= :since"
                                + " AND d.accepted_at IS NOT NULL"
                                + (alarm ? " AND o.occurrence = :occurrence" : "") + " ORDER BY o.id")
                .bind("about", row.getString("about"))
                .bind("receiver", row.getString("receiver"))
                .bind("id", row.getLong("id"))
                .bind("since", row.getObject("created_at", OffsetDateTime.class).minus(ONE_STORY))
                .bind("occurrence", row.getInt("occurrence"))
                .map((found, context) -> Map.entry(
                        new Line(found.getString("way"), found.getString("address")), found.getString("receipt")))
                .forEach(it -> receipts.put(it.getKey(), it.getValue()));
        Map<String, String> byWay = new HashMap<>();
        receipts.forEach((line, receipt) -> byWay.merge(line.way(), receipt, (one, other) -> one + " " + other));
        return byWay;
    }

    /** Lets a message that was given up go the ways that are left, once: it may have been tried again since. */
    static void fallBack(Handle handle, long id, String key, Instant now) {
        int before = handle.createQuery("SELECT COUNT(*) FROM outbox WHERE message_key = :key")
                .bind("key", key + "/" + FALLBACK)
                .mapTo(Integer.class)
                .one();
        if (before > 0) {
            return;
        }
        var unused = handle.createUpdate("INSERT INTO outbox (message_key, about, subject, alarm_id, occurrence, kind,"
                        + " step, receiver, channel, members, severity, created_at, state, attempts, next_attempt_at) SELECT"
                        + " CAST(:key AS VARCHAR(800)), about, subject, alarm_id, occurrence, kind, step, receiver,"
                        + " CAST(:channel AS VARCHAR(32)), members, severity, created_at, 'pending', 0,"
                        + " CAST(:now AS TIMESTAMP(3) WITH TIME ZONE) FROM outbox WHERE id = :id")
                .bind("key", key + "/" + FALLBACK)
                .bind("channel", FALLBACK)
                .bind("now", utc(now))
                .bind("id", id)
                .execute();
        var unusedToo = handle.createUpdate("INSERT INTO outbox_alarm (alarm_id, message_key) SELECT alarm_id,"
                        + " CAST(:key AS VARCHAR(800)) FROM outbox_alarm WHERE message_key = :old")
                .bind("key", key + "/" + FALLBACK)
                .bind("old", key)
                .execute();
    }

    /** A list of SQL has something in it; the empty text is no queue and no lane. */
    private static List<String> some(Set<String> queues) {
        return queues.isEmpty() ? List.of("") : List.copyOf(queues);
    }

    private static String shortened(String error) {
        return error.length() <= LONGEST_ERROR ? error : error.substring(0, LONGEST_ERROR);
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
