package az.ocaq.notify;

import az.ocaq.access.Hmac;
import az.ocaq.alarm.Alarm;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Messages as JSON to an HTTP address, signed: {@code Ocaq-Signature: t=<epoch seconds>,v1=<hex>} is the HMAC-SHA256 of
 * {@code <epoch seconds>.<body>}; {@code Idempotency-Key} is the message's key.
 */
public final class WebhookNotifier implements Notifier {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GONE = 410;

    private final Answers http;
    private final Wording wording;
    private final Clock clock;

    public WebhookNotifier(HttpClient client, Wording wording, Clock clock) {
        this.http = new Answers(client, name(), clock);
        this.wording = wording;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public Duration limit() {
        return Answers.LIMIT;
    }

    @Override
    public Future<String> send(Notice notice, Contact contact, String address) {
        Contact.Webhook target = contact.webhook().orElseThrow();
        byte[] body = body(notice, contact);
        long time = clock.instant().getEpochSecond();
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(target.url().toString())
                .putHeader("Content-Type", "application/json")
                .putHeader("Idempotency-Key", notice.key())
                .putHeader("Ocaq-Signature", "t=" + time + ",v1=" + sign(target.secret(), time, body));
        return http.ask(request, Buffer.buffer(body))
                .compose(answer -> answer.status() == GONE
                        ? Future.failedFuture(NotSent.ofAddress("webhook answers 410: it is gone", 1))
                        : answer.isSuccess() ? Future.succeededFuture("") : answer.refused(answer.isWorthRetrying()));
    }

    private byte[] body(Notice notice, Contact contact) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", 1);
        json.put("key", notice.key());
        json.put("kind", notice.kind());
        json.put("about", notice.about());
        json.put("occurrence", notice.occurrence());
        json.put("members", notice.members());
        json.put("published_t", notice.createdAt().toString());
        json.put("text", wording.subject(notice, contact));
        json.put("links", Map.of("page", wording.link(notice, contact)));
        notice.alarm().ifPresentOrElse(alarm -> describe(alarm, json), () -> json.put("group", notice.about()));
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can always be written", e);
        }
    }

    private static void describe(Alarm alarm, Map<String, Object> json) {
        json.put("alarm", alarm.id());
        json.put("state", alarm.state().name());
        json.put("event_t", alarm.raisedAt().toString());
        alarm.value().ifPresent(value -> json.put("value", value));
        json.put("unit", alarm.unit());
        json.put(
                "labels",
                Map.of(
                        "rule", alarm.rule(),
                        "device", alarm.device().toString(),
                        "settlement", alarm.device().settlement(),
                        "site",
                                alarm.device().settlement() + "/"
                                        + alarm.device().site(),
                        "utility", alarm.utility(),
                        "priority", alarm.priority().word()));
    }

    static String sign(String secret, long time, byte[] body) {
        byte[] begin = (time + ".").getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Hmac.sha256(secret.getBytes(StandardCharsets.UTF_8), begin, body));
    }
}
