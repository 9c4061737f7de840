package az.ocaq.notify;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import java.nio.charset.StandardCharsets;

/**
 * Messages by mail. The Message-ID is made of the message's key, so that a mail that comes twice after a crash can be
 * recognised; messages of one occurrence form a thread.
 */
public final class MailNotifier implements Notifier {
    private final MailClient client;
    private final String from;
    private final Wording wording;

    /** @param from sender's address; what follows its @ is the domain of the message identifiers */
    public MailNotifier(MailClient client, String from, Wording wording) {
        this.client = client;
        this.from = from;
        this.wording = wording;
    }

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public boolean reaches(Contact contact) {
        return !contact.of(name()).isEmpty();
    }

    @Override
    public Future<String> send(Notice notice, Contact contact) {
        MailMessage message = new MailMessage()
                .setFrom(from)
                .setTo(contact.of(name()))
                .setSubject(wording.subject(notice, contact.language()))
                .setText(wording.body(notice, contact))
                .setHeaders(headers(notice));
        return client.sendMail(message)
                .map(sent -> String.valueOf(sent.getMessageID()))
                .recover(failure -> Future.failedFuture(
                        new NotSent(isWorthRetrying(failure), "mail: " + String.valueOf(failure.getMessage()))));
    }

    private MultiMap headers(Notice notice) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .set("Message-ID", id(notice.key()))
                .set("Auto-Submitted", "auto-generated")
                .set("X-Auto-Response-Suppress", "All");
        if (!notice.thread().equals(notice.key())) {
            headers.set("In-Reply-To", id(notice.thread())).set("References", id(notice.thread()));
        }
        return headers;
    }

    /** A key in the characters of RFC 5322's dot-atom. */
    private String id(String key) {
        StringBuilder left = new StringBuilder();
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "#/_-".indexOf(c) >= 0);
            left.append(plain ? String.valueOf(c) : "=" + String.format("%02X", (int) c));
        }
        return "<" + left + "@" + from.substring(from.indexOf('@') + 1).replace(">", "") + ">";
    }

    private static boolean isWorthRetrying(Throwable failure) {
        return !(failure instanceof SMTPException smtp) || !smtp.isPermanent();
    }
}
