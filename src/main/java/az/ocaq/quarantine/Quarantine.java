package az.ocaq.quarantine;

import az.ocaq.database.Database;
import az.ocaq.decode.Decoded;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the messages that no decoder could use, at most so many and so many bytes; the oldest go first. Messages gather in
 * memory, off the hot path, until {@link #flush}; equal faults of one topic within that time are kept once, with a count.
 * Confined to the pipeline's event-loop context.
 */
public final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final int MOST_WAITING = 1_000;
    private static final int MOST_WAITING_BYTES = 8 << 20;
    private static final int LARGEST_PAYLOAD = 700_000;
    private static final int LONGEST_DETAIL = 1_000;
    private static final int LONGEST_TOPIC = 4_000;

    /** How much is kept. */
    public record Bounds(int messages, long bytes) {
        /** 10,000 messages, 100 MB. */
        public static final Bounds USUAL = new Bounds(10_000, 100L << 20);
    }

    /** What a message's fault is known by. */
    private record Fault(String topic, String decoder, Decoded.Reason reason, String detail) {}

    private static final class Waiting {
        private final Message message;
        private final Optional<DeviceId> device;
        private int times = 1;

        Waiting(Message message, Optional<DeviceId> device) {
            this.message = message;
            this.device = device;
        }
    }

    private final Database database;
    private final Bounds bounds;
    private final Function<Message, Future<Void>> replay;
    private Map<Fault, Waiting> waiting = new LinkedHashMap<>();
    private int waitingBytes;
    private long dropped;
    private boolean writing;

    /**
     * @param replay sends a message the usual way again; succeeds when it was taken, fails with an
     *     {@link IllegalArgumentException} when it was rejected again
     */
    public Quarantine(Database database, Bounds bounds, Function<Message, Future<Void>> replay) {
        this.database = database;
        this.bounds = bounds;
        this.replay = replay;
    }

    /** Takes a rejected message. Never fails: what does not fit any more is counted. */
    public void add(Message message, String decoder, Decoded.Rejected rejected) {
        Fault fault = new Fault(
                cut(message.topic(), LONGEST_TOPIC),
                decoder,
                rejected.reason(),
                cut(rejected.detail(), LONGEST_DETAIL));
        Waiting known = waiting.get(fault);
        if (known != null) {
            known.times++;
            return;
        }
        boolean full = waiting.size() >= MOST_WAITING || waitingBytes + message.payload().length > MOST_WAITING_BYTES;
        if (full) {
            dropped++;
            return;
        }
        waitingBytes += message.payload().length;
        waiting.put(fault, new Waiting(message, rejected.device()));
    }

    /** Writes what has gathered. To be called about once a second. What the database cannot take now is kept. */
    public Future<Void> flush() {
        if (waiting.isEmpty() || writing) {
            return Future.succeededFuture();
        }
        Map<Fault, Waiting> written = waiting;
        waiting = new LinkedHashMap<>();
        waitingBytes = 0;
        writing = true;
        return database.<Void>transact(handle -> write(handle, written))
                .onFailure(e -> {
                    dropped += written.size();
                    LOG.warn("the quarantine cannot be written now, lost messages={}", written.size(), e);
                })
                .eventually(() -> {
                    writing = false;
                    return Future.succeededFuture();
                });
    }

    /** Messages that were not kept because too many came at once or the database was away. */
    public long dropped() {
        return dropped;
    }

    /** Which messages; an empty text takes all, a device also the beginning of its identity or of a topic. */
    public record Filter(String device, String reason) {
        /** Every message. */
        public static final Filter ALL = new Filter("", "");
    }

    /** The newest messages before a number, the newest first. */
    public Future<List<Quarantined>> newest(Filter filter, long before, int limit) {
        return database.transact(handle ->
                new ArrayList<>(handle.createQuery("SELECT * FROM quarantine WHERE id < :before"
                                + " AND (:reason = '' OR reason = :reason)"
                                + " AND (:device = '' OR device LIKE :start OR topic LIKE :start)"
                                + " ORDER BY id DESC FETCH FIRST :limit ROWS ONLY")
                        .bind("before", before)
                        .bind("reason", filter.reason)
                        .bind("device", filter.device)
                        .bind("start", filter.device.replace("%", "").replace("_", "\\_") + "%")
                        .bind("limit", limit)
                        .map((row, ctx) -> Quarantined.of(row))
                        .list()));
    }

    public Future<Optional<Quarantined>> find(long id) {
        return database.transact(handle -> handle.createQuery("SELECT * FROM quarantine WHERE id = :id")
                .bind("id", id)
                .map((row, ctx) -> Quarantined.of(row))
                .findOne());
    }

    /**
     * Sends a message the usual way again and removes it when it is taken. Fails with an {@link IllegalArgumentException}
     * that says why when it is rejected again, and keeps it.
     */
    public Future<Void> replay(Quarantined message) {
        if (message.cut()) {
            return Future.failedFuture(
                    new IllegalArgumentException("only the beginning of this message was kept, it cannot be replayed"));
        }
        Message again = new Message(message.topic(), message.payload(), message.receivedAt(), false);
        return replay.apply(again).compose(done -> delete(message.id()).mapEmpty());
    }

    /** How many messages there are of each reason. */
    public Future<Map<String, Integer>> reasons() {
        return database.transact(handle -> {
            Map<String, Integer> counts = new LinkedHashMap<>();
            handle.createQuery("SELECT reason, count(*) AS messages FROM quarantine GROUP BY reason ORDER BY 2 DESC")
                    .map((row, ctx) -> counts.put(row.getString("reason"), row.getInt("messages")))
                    .list();
            return counts;
        });
    }

    /** Sends every message of a device the usual way again, the oldest first; succeeds with how many were taken. */
    public Future<Integer> replayAll(DeviceId device) {
        return database.transact(handle -> handle.createQuery(
                                "SELECT * FROM quarantine WHERE device = :device AND NOT cut ORDER BY id")
                        .bind("device", device.toString())
                        .map((row, ctx) -> Quarantined.of(row))
                        .list())
                .compose(messages -> {
                    Future<Integer> taken = Future.succeededFuture(0);
                    for (Quarantined message : messages) {
                        taken = taken.compose(count -> replay(message)
                                .map(done -> count + 1)
                                .recover(failure -> failure instanceof IllegalArgumentException
                                        ? Future.succeededFuture(count)
                                        : Future.failedFuture(failure)));
                    }
                    return taken;
                });
    }

    /** Removes a message; false when there is none of this number. */
    public Future<Boolean> delete(long id) {
        return database.transact(handle -> handle.createUpdate("DELETE FROM quarantine WHERE id = :id")
                        .bind("id", id)
                        .execute()
                > 0);
    }

    private Void write(Handle handle, Map<Fault, Waiting> messages) {
        PreparedBatch batch = handle.prepareBatch("INSERT INTO quarantine"
                + " (topic, payload, bytes, cut, received_at, decoder, device, reason, detail, times) VALUES"
                + " (:topic, :payload, :bytes, :cut, :receivedAt, :decoder, :device, :reason, :detail, :times)");
        messages.forEach((fault, waiting) -> {
            byte[] payload = waiting.message.payload();
            boolean cut =
                    payload.length > LARGEST_PAYLOAD || waiting.message.topic().length() > LONGEST_TOPIC;
            byte[] kept = payload.length > LARGEST_PAYLOAD ? Arrays.copyOf(payload, LARGEST_PAYLOAD) : payload;
            batch.bind("topic", fault.topic)
                    .bind("payload", Base64.getEncoder().encodeToString(kept))
                    .bind("bytes", kept.length)
                    .bind("cut", cut)
                    .bind("receivedAt", waiting.message.receivedAt())
                    .bind("decoder", fault.decoder)
                    .bind("device", waiting.device.map(DeviceId::toString).orElse(null))
                    .bind("reason", fault.reason.word())
                    .bind("detail", fault.detail)
                    .bind("times", waiting.times)
                    .add();
        });
        var unused = batch.execute();
        bound(handle);
        return null;
    }

    /** Removes the oldest until what is left is within the bounds. */
    private void bound(Handle handle) {
        Optional<Long> oldestKept = handle.createQuery(
                        "SELECT min(id) FROM (SELECT id, sum(bytes) OVER (ORDER BY id DESC) AS"
                                + " total, row_number() OVER (ORDER BY id DESC) AS place FROM quarantine) AS newest"
                                + " WHERE total <= :bytes AND place <= :messages")
                .bind("bytes", bounds.bytes)
                .bind("messages", bounds.messages)
                .mapTo(Long.class)
                .findOne();
        var unused = handle.createUpdate("DELETE FROM quarantine WHERE id < :oldest")
                .bind("oldest", oldestKept.orElse(Long.MAX_VALUE))
                .execute();
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
