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
import org.jdbi.v3.core.Handle;

/** The waiting messages in the database. Every method runs in the caller's transaction. */
final class Outbox {
    private static final Duration ONE_STORY = Duration.ofDays(1);
    private static final int LONGEST_ERROR = 1_000;
    private static final int LONGEST_RECEIPT = 200;
    private static final int MOST_ALARMS = 5;

    /** The channel of messages that go the ways which are left when the others have failed. */
    static final String FALLBACK = "fallback";

    private Outbox() {}

    /**
     * A message that is to be sent now.
     *
     * @param attempt which one this is, from 1
     * @param accepted ways that have accepted it already
     * @param alarms some of the alarms that it stands for
     * @param earlier way → receipt of the last message about the same to this receiver
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
            int attempt,
            Set<String> accepted,
            List<Long> alarms,
            Map<String, String> earlier) {
        Queue queue() {
            return new Queue(receiver, channel);
        }
    }

    /** The messages to a receiver over a channel, which go the same ways. */
    record Queue(String receiver, String channel) {
        /** As the database compares it. */
        String text() {
            return receiver + "|" + channel;
        }
    }

    /**
     * Queues to be left alone.
     *
     * @param wholly {@link Queue#text} of those of which nothing is taken
     * @param partly of those of which only messages are taken that no way has accepted yet
     */
    record Held(Set<String> wholly, Set<String> partly) {}

    /** The queues with messages that are due. */
    static List<Queue> waiting(Handle handle, Instant now) {
        return handle.createQuery(
                        "SELECT DISTINCT receiver, channel FROM outbox WHERE state = 'pending' AND next_attempt_at <= :now")
                .bind("now", utc(now))
                .map((row, context) -> new Queue(row.getString("receiver"), row.getString("channel")))
                .list();
    }

    /** Messages that are due, those about critical alarms first, then the oldest, locked until the end of the transaction. */
    static List<Due> due(Handle handle, Instant now, int most, Held held) {
        return handle.createQuery("SELECT id, message_key, about, alarm_id, occurrence, kind, receiver, channel,"
                        + " members, created_at, attempts FROM outbox WHERE state = 'pending'"
                        + " AND next_attempt_at <= :now AND receiver || '|' || channel NOT IN (<wholly>)"
                        + " AND NOT (receiver || '|' || channel IN (<partly>) AND EXISTS"
                        + " (SELECT 1 FROM outbox_delivery d WHERE d.outbox_id = outbox.id))"
                        + " ORDER BY CASE WHEN EXISTS (SELECT 1 FROM outbox_alarm o JOIN alarm a ON a.id = o.alarm_id"
                        + " WHERE o.message_key = outbox.message_key AND a.priority = 'critical') THEN 0 ELSE 1 END,"
                        + " next_attempt_at, id FETCH FIRST " + most + " ROWS ONLY FOR UPDATE")
                .bind("now", utc(now))
                .bindList("wholly", some(held.wholly()))
                .bindList("partly", some(held.partly()))
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
                        row.getInt("attempts") + 1,
                        accepted(handle, row.getLong("id")),
                        alarms(handle, row.getString("message_key")),
                        earlier(handle, row)))
                .list();
    }

    /**
     * Takes a message for some time: when nothing is said about it until then, it is due again, for this or another server.
     */
    static void lease(Handle handle, Due taken, Instant until) {
        var unused = handle.createUpdate(
                        "UPDATE outbox SET attempts = :attempt, next_attempt_at = :until WHERE id = :id")
                .bind("attempt", taken.attempt())
                .bind("until", utc(until))
                .bind("id", taken.id())
                .execute();
    }

    /** Gives back a message that is to go one way more, as if it had not been taken. */
    static void again(Handle handle, long id, Instant now) {
        var unused = handle.createUpdate(
                        "UPDATE outbox SET attempts = attempts - 1, next_attempt_at = :now WHERE id = :id")
                .bind("now", utc(now))
                .bind("id", id)
                .execute();
    }

    /** Notes that one way has accepted a message. */
    static void accepted(Handle handle, long id, String way, String receipt, Instant now) {
        var unused = handle.createUpdate(
                        "INSERT INTO outbox_delivery (outbox_id, way, accepted_at, receipt) VALUES (:id, :way, :now,"
                                + " :receipt)")
                .bind("receipt", receipt.substring(0, Math.min(receipt.length(), LONGEST_RECEIPT)))
                .bind("id", id)
                .bind("way", way)
                .bind("now", utc(now))
                .execute();
    }

    /** Notes that what one way had accepted has not arrived. */
    static void notAccepted(Handle handle, long id, String way) {
        var unused = handle.createUpdate("DELETE FROM outbox_delivery WHERE outbox_id = :id AND way = :way")
                .bind("id", id)
                .bind("way", way)
                .execute();
    }

    /** Ends a message: sent, skipped or dead. */
    static void end(Handle handle, long id, String state, Optional<String> error, Instant now) {
        var unused = handle.createUpdate("UPDATE outbox SET state = :state, last_error = :error,"
                        + " sent_at = CASE WHEN :state = 'sent' THEN :now ELSE sent_at END WHERE id = :id")
                .bind("state", state)
                .bindByType("error", error.map(Outbox::shortened).orElse(null), String.class)
                .bind("now", utc(now))
                .bind("id", id)
                .execute();
    }

    /** Tries a message again later. */
    static void later(Handle handle, long id, Instant next, String error) {
        var unused = handle.createUpdate(
                        "UPDATE outbox SET next_attempt_at = :next, last_error = :error WHERE id = :id")
                .bind("next", utc(next))
                .bind("error", shortened(error))
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

    private static Set<String> accepted(Handle handle, long id) {
        return Set.copyOf(handle.createQuery("SELECT way FROM outbox_delivery WHERE outbox_id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .list());
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
        Map<String, String> receipts = new HashMap<>();
        handle.createQuery("SELECT d.way, d.receipt FROM outbox o JOIN outbox_delivery d ON d.outbox_id = o.id"
                        + " WHERE o.about = :about AND o.receiver = :receiver AND o.id < :id AND o.created_at >= :since"
                        + (alarm ? " AND o.occurrence = :occurrence" : "") + " ORDER BY o.id")
                .bind("about", row.getString("about"))
                .bind("receiver", row.getString("receiver"))
                .bind("id", row.getLong("id"))
                .bind("since", row.getObject("created_at", OffsetDateTime.class).minus(ONE_STORY))
                .bind("occurrence", row.getInt("occurrence"))
                .map((found, context) -> Map.entry(found.getString("way"), found.getString("receipt")))
                .forEach(it -> receipts.put(it.getKey(), it.getValue()));
        return receipts;
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
                        + " step, receiver, channel, members, created_at, state, attempts, next_attempt_at) SELECT"
                        + " CAST(:key AS VARCHAR(800)), about, subject, alarm_id, occurrence, kind, step, receiver,"
                        + " CAST(:channel AS VARCHAR(32)), members, created_at, 'pending', 0,"
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

    /** A list of SQL has something in it; the empty text is no queue. */
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
