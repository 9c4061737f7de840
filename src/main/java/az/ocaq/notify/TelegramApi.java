package az.ocaq.notify;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Calls methods of Telegram's Bot API. Any thread. */
final class TelegramApi {
    private static final int TOO_MANY = 429;
    private static final int SERVER_FAULT = 500;

    private final Answers http;
    private final TelegramBot bot;

    /** @param limit after which there is no answer any more */
    TelegramApi(HttpClient client, TelegramBot bot, Duration limit, Clock clock) {
        this.http = new Answers(client, "telegram", limit, clock);
        this.bot = bot;
    }

    /** What a method answered, well or not. */
    record Result(Answers.Answer answer, JsonObject json) {
        boolean ok() {
            return Boolean.TRUE.equals(json.getValue("ok"));
        }

        int status() {
            return json.getValue("error_code") instanceof Number code ? code.intValue() : answer.status();
        }

        String description() {
            return json.getValue("description") instanceof String text ? text : "";
        }

        JsonObject parameters() {
            return json.getValue("parameters") instanceof JsonObject object ? object : new JsonObject();
        }

        /** How long the bot is to wait, when Telegram says so. */
        Optional<Duration> retryAfter() {
            return parameters().getValue("retry_after") instanceof Number seconds
                    ? Optional.of(Duration.ofSeconds(seconds.longValue()))
                    : answer.retryAfter();
        }

        <T> Future<T> refused() {
            // an answer that is none of Telegram's comes from something between
            boolean retryable = status() == TOO_MANY || status() >= SERVER_FAULT || !json.containsKey("ok");
            return new Answers.Answer(answer.way(), status(), answer.body(), retryAfter()).refused(retryable);
        }
    }

    /** Completes with any answer; fails with a {@link NotSent} when there is none. */
    Future<Result> call(String method, JsonObject body) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(bot.url() + "/bot" + bot.token() + "/" + method)
                .putHeader("Content-Type", "application/json");
        return http.ask(request, Buffer.buffer(body.encode())).map(it -> new Result(it, json(it)));
    }

    private static JsonObject json(Answers.Answer answer) {
        try {
            return answer.body().length() == 0 ? new JsonObject() : new JsonObject(answer.body());
        } catch (DecodeException e) {
            return new JsonObject();
        }
    }
}
