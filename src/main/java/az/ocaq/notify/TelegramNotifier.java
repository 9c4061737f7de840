package az.ocaq.notify;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Messages by a bot of Telegram, after its Bot API. News about what was told already edits the earlier message, so that a
 * chat shows each alarm once, in its newest state; what somebody must hear is a new message.
 */
public final class TelegramNotifier implements Notifier {
    private static final int LONGEST_TEXT = 4096;
    /** An edit, a message instead, and that to where the chat has moved. */
    private static final int MOST_CALLS = 3;

    private static final Set<String> EDITS = Set.of("cleared", "latched", "settled", "update");

    private final Answers http;
    private final TelegramBot bot;
    private final Wording wording;

    public TelegramNotifier(HttpClient client, TelegramBot bot, Wording wording) {
        this.http = new Answers(client, "telegram");
        this.bot = bot;
        this.wording = wording;
    }

    @Override
    public String name() {
        return "telegram";
    }

    @Override
    public boolean reaches(Contact contact) {
        return !contact.of(name()).isEmpty();
    }

    @Override
    public Duration limit() {
        return Answers.LIMIT.multipliedBy(MOST_CALLS);
    }

    /** The receipt names the message of every chat: {@code chat:message chat:message}. */
    @Override
    public Future<String> send(Notice notice, Contact contact) {
        Map<String, String> earlier = earlier(notice);
        List<Future<String>> each = contact.of(name()).stream()
                .map(chat -> send(notice, contact, chat, Optional.ofNullable(earlier.get(chat))))
                .toList();
        return Future.join(each).map(done -> each.stream().map(Future::result).collect(Collectors.joining(" ")));
    }

    private Map<String, String> earlier(Notice notice) {
        Map<String, String> messages = new HashMap<>();
        if (EDITS.contains(notice.kind())) {
            for (String pair : notice.earlier().getOrDefault(name(), "").split(" ", -1)) {
                int at = pair.lastIndexOf(':');
                if (at > 0) {
                    messages.put(pair.substring(0, at), pair.substring(at + 1));
                }
            }
        }
        return messages;
    }

    private Future<String> send(Notice notice, Contact contact, String chat, Optional<String> message) {
        String text = wording.body(notice, contact);
        JsonObject body = new JsonObject()
                .put("chat_id", chat)
                .put("text", text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT - 1) + "…" : text)
                .put("link_preview_options", new JsonObject().put("is_disabled", true));
        if (message.isEmpty()) {
            return call("sendMessage", body).compose(answer -> created(answer, body));
        }
        JsonObject edit = body.copy().put("message_id", Long.parseLong(message.get()));
        return call("editMessageText", edit).compose(answer -> edited(answer, chat, message.get(), body));
    }

    private Future<String> created(Answers.Answer answer, JsonObject body) {
        JsonObject json = json(answer);
        if (Boolean.TRUE.equals(json.getValue("ok"))) {
            long id = json.getJsonObject("result", new JsonObject()).getLong("message_id", 0L);
            return Future.succeededFuture(body.getString("chat_id") + ":" + id);
        }
        Object moved = parameters(json).getValue("migrate_to_chat_id");
        if (moved instanceof Number number && !number.toString().equals(body.getString("chat_id"))) {
            JsonObject again = body.copy().put("chat_id", number.toString());
            return call("sendMessage", again).compose(next -> created(next, again));
        }
        return refused(answer, json);
    }

    /** A message that cannot be edited any more is told anew; one that says the same already is well. */
    private Future<String> edited(Answers.Answer answer, String chat, String message, JsonObject body) {
        JsonObject json = json(answer);
        String description = json.getString("description", "");
        if (Boolean.TRUE.equals(json.getValue("ok")) || description.contains("message is not modified")) {
            return Future.succeededFuture(chat + ":" + message);
        }
        if (status(answer, json) == 400) {
            return call("sendMessage", body).compose(next -> created(next, body));
        }
        return refused(answer, json);
    }

    private static Future<String> refused(Answers.Answer answer, JsonObject json) {
        int status = status(answer, json);
        Optional<Duration> wait = parameters(json).getValue("retry_after") instanceof Number seconds
                ? Optional.of(Duration.ofSeconds(seconds.longValue()))
                : answer.retryAfter();
        // an answer that is none of Telegram's comes from something between
        boolean retryable = status == 429 || status >= 500 || !json.containsKey("ok");
        return new Answers.Answer("telegram", status, answer.body(), wait).refused(retryable);
    }

    private Future<Answers.Answer> call(String method, JsonObject body) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(bot.url() + "/bot" + bot.token() + "/" + method)
                .putHeader("Content-Type", "application/json");
        return http.ask(request, Buffer.buffer(body.encode()));
    }

    private static int status(Answers.Answer answer, JsonObject json) {
        return json.getValue("error_code") instanceof Number code ? code.intValue() : answer.status();
    }

    private static JsonObject parameters(JsonObject json) {
        return json.getValue("parameters") instanceof JsonObject object ? object : new JsonObject();
    }

    private static JsonObject json(Answers.Answer answer) {
        try {
            return answer.body().length() == 0 ? new JsonObject() : new JsonObject(answer.body());
        } catch (DecodeException e) {
            return new JsonObject();
        }
    }
}
