package az.ocaq.notify;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;

/** Messages as SMS, through whatever gateway the contacts describe. */
public final class SmsNotifier implements Notifier {
    private final Answers http;
    private final SmsGateway gateway;
    private final Wording wording;

    public SmsNotifier(HttpClient client, SmsGateway gateway, Wording wording, Clock clock) {
        this.http = new Answers(client, "sms", clock);
        this.gateway = gateway;
        this.wording = wording;
    }

    @Override
    public String name() {
        return "sms";
    }

    @Override
    public Duration limit() {
        return Answers.LIMIT;
    }

    @Override
    public Future<String> send(Notice notice, Contact contact, String number) {
        Map<String, String> values =
                Map.of("to", number, "text", wording.brief(notice, contact), "key", notice.key() + "/" + number);
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.valueOf(gateway.method()))
                .setAbsoluteURI(gateway.address(values))
                .putHeader("Content-Type", gateway.contentType())
                .putHeader("Idempotency-Key", notice.key() + "/" + number);
        gateway.headers().forEach((name, template) -> request.putHeader(name, gateway.header(template, values)));
        return http.ask(request, Buffer.buffer(gateway.body(values))).compose(this::judge);
    }

    /** A gateway may refuse with a status of success; only what it is known to say counts. */
    private Future<String> judge(Answers.Answer answer) {
        String text = answer.body().toString();
        boolean permanent =
                gateway.permanent().filter(it -> it.matcher(text).find()).isPresent();
        boolean taken = answer.isSuccess()
                && gateway.accepted().stream().allMatch(it -> it.matcher(text).find());
        if (taken && !permanent) {
            return Future.succeededFuture(gateway.receipt()
                    .map(it -> it.matcher(text))
                    .filter(Matcher::find)
                    .map(it -> it.group(1))
                    .orElse(""));
        }
        return answer.refused(!permanent && (answer.isSuccess() || answer.isWorthRetrying()));
    }
}
