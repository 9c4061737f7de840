package az.ocaq.notify;

import az.ocaq.alarm.Priority;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Messages to browsers by Web Push (RFC 8030). Of several that a push service still holds about one alarm only the newest is
 * delivered. A browser that is gone is forgotten.
 */
public final class PushNotifier implements Notifier {
    private static final int TOPIC_LENGTH = 32;
    private static final int SALT_BYTES = 16;
    private static final String CRITICAL_SECONDS = "3600";
    private static final String USUAL_SECONDS = "14400";
    private static final Set<Integer> GONE = Set.of(404, 410);

    private final Answers http;
    private final VapidKey key;
    private final String subject;
    private final PushSubscriptions subscriptions;
    private final Wording wording;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** @param subject who is to be asked, {@code mailto:…} or {@code https:…} */
    public PushNotifier(
            HttpClient client,
            VapidKey key,
            String subject,
            PushSubscriptions subscriptions,
            Wording wording,
            Clock clock) {
        this.http = new Answers(client, "push", clock);
        this.key = key;
        this.subject = subject;
        this.subscriptions = subscriptions;
        this.wording = wording;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "push";
    }

    @Override
    public Duration limit() {
        return Answers.LIMIT;
    }

    /** Accepted when one browser's service has accepted it and none is worth another try. */
    @Override
    public Future<String> send(Notice notice, Contact contact, String account) {
        return subscriptions.of(account).compose(browsers -> {
            List<Future<Boolean>> each = browsers.stream()
                    .map(it -> send(notice, contact, account, it))
                    .toList();
            return Future.join(each).transform(done -> outcome(account, each));
        });
    }

    private static Future<String> outcome(String account, List<Future<Boolean>> each) {
        NotSent failure = NotSent.together(
                each.stream().filter(Future::failed).map(Future::cause).toList(),
                "push: no browser of " + account + " is subscribed");
        boolean accepted = each.stream().anyMatch(it -> Boolean.TRUE.equals(it.result()));
        return accepted && !failure.retryable() ? Future.succeededFuture("") : Future.failedFuture(failure);
    }

    private Future<Boolean> send(
            Notice notice, Contact contact, String account, PushSubscriptions.Subscription browser) {
        boolean critical = isAbout(notice, Priority.CRITICAL);
        boolean urgent = critical || isAbout(notice, Priority.HIGH);
        URI endpoint = URI.create(browser.endpoint());
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(browser.endpoint())
                .putHeader("TTL", critical ? CRITICAL_SECONDS : USUAL_SECONDS)
                .putHeader("Urgency", urgent ? "high" : "normal")
                .putHeader("Topic", topic(notice.about()))
                .putHeader("Content-Encoding", "aes128gcm")
                .putHeader("Content-Type", "application/octet-stream")
                .putHeader("Authorization", key.authorization(endpoint, subject, clock.instant()));
        return http.ask(request, Buffer.buffer(encrypted(notice, contact, browser)))
                .compose(answer -> {
                    if (GONE.contains(answer.status())) {
                        return subscriptions.remove(account, browser.endpoint()).map(done -> false);
                    }
                    return answer.isSuccess() ? Future.succeededFuture(true) : answer.refused(answer.isWorthRetrying());
                });
    }

    private static boolean isAbout(Notice notice, Priority priority) {
        return Stream.concat(notice.alarm().stream(), notice.alarms().stream())
                .anyMatch(it -> it.priority() == priority);
    }

    private byte[] encrypted(Notice notice, Contact contact, PushSubscriptions.Subscription browser) {
        JsonObject text = new JsonObject()
                .put("title", wording.subject(notice, contact))
                .put("body", wording.brief(notice, contact))
                .put("tag", topic(notice.about()))
                .put("url", wording.link(notice, contact));
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        try {
            return PushCrypto.encrypt(
                    text.encode().getBytes(StandardCharsets.UTF_8),
                    PushCrypto.decode(browser.key()),
                    PushCrypto.decode(browser.auth()),
                    PushCrypto.newKeys(),
                    salt);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the subscription's key was checked", e);
        }
    }

    /** A name of at most 32 characters for what a message is about. */
    private static String topic(String about) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(about.getBytes(StandardCharsets.UTF_8));
            return PushCrypto.encode(hash).substring(0, TOPIC_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
