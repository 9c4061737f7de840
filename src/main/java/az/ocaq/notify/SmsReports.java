package az.ocaq.notify;

import az.ocaq.database.Database;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Takes what the gateway says about text messages after it has accepted them. What can never arrive goes the contact's
 * fallback ways, as if the gateway had refused it. Thread-safe.
 */
public final class SmsReports {
    private static final String WAY = "sms";
    private static final int LONGEST_ADDRESS = 200;

    private final Database database;
    private final Contacts contacts;
    private final Clock clock;

    public SmsReports(Database database, Contacts contacts, Clock clock) {
        this.database = database;
        this.contacts = contacts;
        this.clock = clock;
    }

    /** What became of a report. */
    public enum Taken {
        /** It is kept, or says nothing new. */
        KEPT,
        /** It is not of the gateway, or reports are not configured. */
        NOT_GENUINE,
        /** It lacks the fields that it should have. */
        NO_REPORT,
        /** There is no such message. */
        NO_MESSAGE
    }

    private record Message(long id, String receiver, String channel, String state) {}

    /**
     * Takes one report.
     *
     * @param header the request's header of a name
     * @param secret the parameter {@code secret} of the address
     */
    public Future<Taken> take(Function<String, Optional<String>> header, Optional<String> secret, byte[] body) {
        Optional<SmsReportFormat> format = contacts.sms().flatMap(SmsGateway::reports);
        if (format.filter(it -> it.isGenuine(header, secret, body)).isEmpty()) {
            return Future.succeededFuture(Taken.NOT_GENUINE);
        }
        Optional<SmsReportFormat.Report> report = format.get().report(new String(body, StandardCharsets.UTF_8));
        return report.isEmpty()
                ? Future.succeededFuture(Taken.NO_REPORT)
                : database.transact(handle -> take(handle, report.get()));
    }

    private Taken take(Handle handle, SmsReportFormat.Report report) {
        int at = report.key().lastIndexOf('/'); // what the gateway was given is the key and the number
        if (at < 0) {
            return Taken.NO_MESSAGE;
        }
        String key = report.key().substring(0, at);
        Optional<Message> message = handle.createQuery(
                        "SELECT id, receiver, channel, state FROM outbox WHERE message_key = :key FOR UPDATE")
                .bind("key", key)
                .map((row, context) -> new Message(
                        row.getLong("id"), row.getString("receiver"), row.getString("channel"), row.getString("state")))
                .findFirst();
        String number = report.key().substring(at + 1);
        message.filter(it -> isNews(handle, it, number, report))
                .filter(it -> report.fate() == SmsReportFormat.Fate.FAILED)
                .ifPresent(it -> failed(handle, it, key, number, report));
        return message.isEmpty() ? Taken.NO_MESSAGE : Taken.KEPT;
    }

    /** Keeps it, unless as much or more was told before. */
    private boolean isNews(Handle handle, Message message, String number, SmsReportFormat.Report report) {
        Optional<SmsReportFormat.Fate> known = handle.createQuery(
                        "SELECT state FROM outbox_report WHERE outbox_id = :id AND way = :way AND address = :address")
                .bind("id", message.id())
                .bind("way", WAY)
                .bind("address", number)
                .mapTo(String.class)
                .findFirst()
                .map(it -> SmsReportFormat.Fate.valueOf(it.toUpperCase(Locale.ROOT)));
        if (number.length() > LONGEST_ADDRESS
                || known.filter(it -> it.compareTo(report.fate()) >= 0).isPresent()) {
            return false;
        }
        var unused = handle.createUpdate(
                        known.isPresent()
                                ? "UPDATE outbox_report SET state = :state, detail = :detail, told_at = :now"
                                        + " WHERE outbox_id = :id AND way = :way AND address = :address"
                                : "INSERT INTO outbox_report (outbox_id, way, address, state, detail, told_at)"
                                        + " VALUES (:id, :way, :address, :state, :detail, :now)")
                .bind("id", message.id())
                .bind("way", WAY)
                .bind("address", number)
                .bind("state", report.fate().word())
                .bind("detail", report.status())
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .execute();
        return true;
    }

    /** What other ways have accepted, or still may, stays as it is. */
    private void failed(Handle handle, Message message, String key, String number, SmsReportFormat.Report report) {
        if (message.state().equals("sent")) {
            String error = "sms: the gateway reports " + report.status();
            Line line = new Line(WAY, number);
            int tries = Outbox.lines(handle, message.id(), key)
                    .getOrDefault(line, new Outbox.Progress(1, Optional.empty(), true, ""))
                    .tries();
            // who has it sent again has it sent to this number too
            Outbox.refused(handle, message.id(), line, new Outbox.Progress(tries, Optional.empty(), false, error));
            Outbox.end(handle, message.id(), "dead", Optional.of(error), clock.instant());
        }
        boolean more = !message.channel().equals(Outbox.FALLBACK)
                && contacts.of(message.receiver()).stream()
                        .anyMatch(it -> it.fallback().stream().anyMatch(way -> !way.equals(WAY)));
        if (more) {
            Outbox.fallBack(handle, message.id(), key, clock.instant());
        }
    }
}
