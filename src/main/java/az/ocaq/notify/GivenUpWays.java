package az.ocaq.notify;

import az.ocaq.database.Database;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Ways of contacts that nothing is sent any more, because the other side refuses for good: a web address that says it is gone,
 * a mail address that is refused several times in a row. They are tried again when the address in {@code contacts.yaml} is
 * another, or when somebody says so. An accepted message ends the count. What takes a handle runs in the caller's transaction.
 */
public final class GivenUpWays {
    private static final int LONGEST_ADDRESS = 2_000;
    private static final int LONGEST_REASON = 1_000;

    private GivenUpWays() {}

    /**
     * A way that is given up.
     *
     * @param address where messages went, as {@code contacts.yaml} had it then
     * @param reason what the other side said last
     */
    public record GivenUp(String receiver, String way, String address, String reason, Instant since) {}

    /** All of them, by receiver. */
    public static Future<List<GivenUp>> list(Database database) {
        return database.transact(GivenUpWays::read);
    }

    /** Has a way tried again; false when it was not given up. */
    public static Future<Boolean> forget(Database database, String receiver, String way) {
        return database.transact(handle -> accepted(handle, receiver, way) > 0);
    }

    static List<GivenUp> read(Handle handle) {
        return handle.createQuery("SELECT receiver, way, address, reason, given_up_at FROM contact_way"
                        + " WHERE given_up_at IS NOT NULL ORDER BY receiver, way")
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
                        .filter(contact -> it.address().equals(address(contact, it.way())))
                        .isEmpty())
                .forEach(it -> {
                    int unused = accepted(handle, it.receiver(), it.way());
                });
    }

    /** Ends the count of a way that has accepted a message. */
    static int accepted(Handle handle, String receiver, String way) {
        return handle.createUpdate("DELETE FROM contact_way WHERE receiver = :receiver AND way = :way")
                .bind("receiver", receiver)
                .bind("way", way)
                .execute();
    }

    /** Counts a refusal for good, and gives the way up when it is so manieth in a row at this address. */
    static void refused(Handle handle, Contact contact, String way, int most, String reason, Instant now) {
        String address = address(contact, way);
        int known = handle.createUpdate("UPDATE contact_way SET refusals = refusals + 1, reason = :reason"
                        + " WHERE receiver = :receiver AND way = :way AND address = :address")
                .bind("reason", reason.substring(0, Math.min(reason.length(), LONGEST_REASON)))
                .bind("receiver", contact.receiver())
                .bind("way", way)
                .bind("address", address)
                .execute();
        if (known == 0) {
            int unusedEarlier = accepted(handle, contact.receiver(), way);
            var unused = handle.createUpdate("INSERT INTO contact_way (receiver, way, address, refusals, reason)"
                            + " VALUES (:receiver, :way, :address, 1, :reason)")
                    .bind("receiver", contact.receiver())
                    .bind("way", way)
                    .bind("address", address)
                    .bind("reason", reason.substring(0, Math.min(reason.length(), LONGEST_REASON)))
                    .execute();
        }
        var unused = handle.createUpdate("UPDATE contact_way SET given_up_at = :now WHERE receiver = :receiver"
                        + " AND way = :way AND refusals >= :most AND given_up_at IS NULL")
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("receiver", contact.receiver())
                .bind("way", way)
                .bind("most", most)
                .execute();
    }

    /** Which of a contact's ways are given up at the addresses that it has now. */
    static Set<String> of(List<GivenUp> all, Contact contact) {
        return all.stream()
                .filter(it ->
                        it.receiver().equals(contact.receiver()) && it.address().equals(address(contact, it.way())))
                .map(GivenUp::way)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String address(Contact contact, String way) {
        String address = way.equals("webhook")
                ? contact.webhook().map(Contact.Webhook::toString).orElse("")
                : String.join(" ", contact.of(way));
        return address.substring(0, Math.min(address.length(), LONGEST_ADDRESS));
    }
}
