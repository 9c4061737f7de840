package az.ocaq.notify;

import az.ocaq.database.Database;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Addresses of contacts that nothing is sent any more, because the other side refuses for good: a web address that says it is
 * gone, a mail address that is refused several times in a row. They are tried again when {@code contacts.yaml} has another
 * address instead, or when somebody says so. An accepted message ends the count. What takes a handle runs in the caller's
 * transaction.
 */
public final class GivenUpWays {
    private static final int LONGEST_REASON = 1_000;

    private GivenUpWays() {}

    /**
     * An address that is given up.
     *
     * @param reason what the other side said last
     */
    public record GivenUp(String receiver, String way, String address, String reason, Instant since) {
        Line line() {
            return new Line(way, address);
        }
    }

    /** All of them, by receiver. */
    public static Future<List<GivenUp>> list(Database database) {
        return database.transact(GivenUpWays::read);
    }

    /**
     * Has a way tried again; false when it was not given up.
     *
     * @param address the only one that is meant; without it all of the way's
     */
    public static Future<Boolean> forget(Database database, String receiver, String way, Optional<String> address) {
        return database.transact(handle -> read(handle).stream()
                        .filter(it -> it.receiver().equals(receiver) && it.way().equals(way))
                        .filter(it -> address.isEmpty() || it.address().equals(address.get()))
                        .mapToInt(it -> accepted(handle, receiver, it.line()))
                        .sum()
                > 0);
    }

    static List<GivenUp> read(Handle handle) {
        return handle.createQuery("SELECT receiver, way, address, reason, given_up_at FROM contact_way"
                        + " WHERE given_up_at IS NOT NULL ORDER BY receiver, way, address")
                .map((row, context) -> new GivenUp(
                        row.getString("receiver"),
                        row.getString("way"),
                        row.getString("address"),
                        row.getString("reason"),
                        row.getObject("given_up_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Forgets what was refused at addresses that contacts do not have any more. */
    static void prune(Handle handle, Contacts contacts) {
        read(handle).stream()
                .filter(it -> contacts.of(it.receiver())
                        .filter(contact -> contact.of(it.way()).contains(it.address()))
                        .isEmpty())
                .forEach(it -> {
                    int unused = accepted(handle, it.receiver(), it.line());
                });
    }

    /** Ends the count of an address that has accepted a message. */
    static int accepted(Handle handle, String receiver, Line line) {
        return handle.createUpdate(
                        "DELETE FROM contact_way WHERE receiver = :receiver AND way = :way AND address = :address")
                .bind("receiver", receiver)
                .bind("way", line.way())
                .bind("address", line.address())
                .execute();
    }

    /** Counts a refusal for good, and gives the address up when it is so manieth in a row. */
    static void refused(Handle handle, String receiver, Line line, int most, String reason, Instant now) {
        String shortened = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
        int known = handle.createUpdate("UPDATE contact_way SET refusals = refusals + 1, reason = :reason"
                        + " WHERE receiver = :receiver AND way = :way AND address = :address")
                .bind("reason", shortened)
                .bind("receiver", receiver)
                .bind("way", line.way())
                .bind("address", line.address())
                .execute();
        if (known == 0) {
            var unused = handle.createUpdate("INSERT INTO contact_way (receiver, way, address, refusals, reason)"
                            + " VALUES (:receiver, :way, :address, 1, :reason)")
                    .bind("receiver", receiver)
                    .bind("way", line.way())
                    .bind("address", line.address())
                    .bind("reason", shortened)
                    .execute();
        }
        var unused = handle.createUpdate("UPDATE contact_way SET given_up_at = :now WHERE receiver = :receiver"
                        + " AND way = :way AND address = :address AND refusals >= :most AND given_up_at IS NULL")
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("receiver", receiver)
                .bind("way", line.way())
                .bind("address", line.address())
                .bind("most", most)
                .execute();
    }

    /** Which of a contact's addresses are given up. */
    static Set<Line> of(List<GivenUp> all, Contact contact) {
        return all.stream()
                .filter(it -> it.receiver().equals(contact.receiver()))
                .map(GivenUp::line)
                .collect(Collectors.toUnmodifiableSet());
    }
}
