package az.ocaq.notify;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.MailResult;
import io.vertx.ext.mail.SMTPException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Messages by mail. The Message-ID is made of the message's key, so that a mail that comes twice after a crash can be
 * recognised; messages of one occurrence form a thread.
 */
public final class MailNotifier implements Notifier {
    private static final int MOST_REFUSALS = 3;

    private final Vertx vertx;
    private final MailConfig config;
    private final Duration limit;
    private final String from;
    private final Wording wording;

    /**
     * @param config how the server is reached; its idle timeout is for a single command
     * @param limit of a whole conversation
     * @param from sender's address; what follows its @ is the domain of the message identifiers
     */
    public MailNotifier(Vertx vertx, MailConfig config, Duration limit, String from, Wording wording) {
        this.vertx = vertx;
        this.config = config;
        this.limit = limit;
        this.from = from;
        this.wording = wording;
    }

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public Duration limit() {
        return limit;
    }

    @Override
    public Future<String> send(Notice notice, Contact contact, String address) {
        MailMessage message = new MailMessage()
                .setFrom(from)
                .setTo(address)
                .setSubject(wording.subject(notice, contact))
                .setText(wording.body(notice, contact))
                .setHeaders(headers(notice, contact).set("To", String.join(", ", contact.of(name()))));
        return converse(message)
                .map(sent -> String.valueOf(sent.getMessageID()))
                .recover(failure -> Future.failedFuture(
                        isOfAddress(failure)
                                ? NotSent.ofAddress("mail: " + reason(failure), MOST_REFUSALS)
                                : new NotSent(isWorthRetrying(failure), "mail: " + reason(failure))));
    }

    /**
     * A conversation of its own, whose end closes the connection: a client by itself would go on with what is given up here,
     * as long as the server says something now and then, and the mail would come twice.
     */
    private Future<MailResult> converse(MailMessage message) {
        Promise<MailClient> client = Promise.promise();
        Deployable conversation = context -> {
            client.complete(MailClient.create(vertx, config));
            return Future.succeededFuture();
        };
        return vertx.deployVerticle(conversation)
                .compose(id -> client.future()
                        .compose(it -> it.sendMail(message))
                        .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                        .eventually(() -> vertx.undeploy(id)));
    }

    private MultiMap headers(Notice notice, Contact contact) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .set("Message-ID", id(notice.key()))
                .set("Auto-Submitted", "auto-generated")
                .set("X-Auto-Response-Suppress", "All");
        if (contact.isResident()) { // staff may not leave; a resident's wish goes to who sends the mail (RFC 2369)
            headers.set("List-Unsubscribe", "<mailto:" + from.replaceAll(".*<|>.*", "") + "?subject=unsubscribe>");
        }
        List<String> before = before(notice);
        if (!before.isEmpty()) {
            headers.set("In-Reply-To", before.get(before.size() - 1)).set("References", String.join(" ", before));
        }
        return headers;
    }

    /** The first message of the same occurrence, and the last one about the same, of which a group's are numbered. */
    private List<String> before(Notice notice) {
        String last = notice.earlier().getOrDefault(name(), "").split(" ", 2)[0];
        String first = notice.thread().equals(notice.key()) || notice.alarm().isEmpty() ? "" : id(notice.thread());
        return Stream.of(first, last)
                .filter(it -> it.startsWith("<") && it.endsWith(">"))
                .distinct()
                .toList();
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

    private String reason(Throwable failure) {
        return failure instanceof TimeoutException
                ? "the server did not take it within " + limit.toSeconds() + " s"
                : String.valueOf(failure.getMessage());
    }

    /** The server is well and does not want mail for this address. */
    private static boolean isOfAddress(Throwable failure) {
        return failure instanceof SMTPException smtp
                && smtp.isPermanent()
                && String.valueOf(smtp.getMessage()).startsWith("recipient address not accepted");
    }

    private static boolean isWorthRetrying(Throwable failure) {
        return !(failure instanceof SMTPException smtp) || !smtp.isPermanent();
    }
}
