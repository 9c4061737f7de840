package az.ocaq.notify;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Messages by a bot of Telegram, after its Bot API. News about what was told already edits the earlier message, so that a
 * chat shows each alarm once, in its newest state; what somebody must hear is a new message.
 */
public final class TelegramNotifier implements Notifier {
    static final int LONGEST_TEXT = 4096;

    private static final int BAD_REQUEST = 400;
    /** An edit, a message instead, and that to where the chat has moved. */
    private static final int MOST_CALLS = 3;

    private static final Set<String> EDITS = Set.of("cleared", "latched", "settled", "update");

    private final TelegramApi api;
    private final TelegramChats chats;
    private final Wording wording;

    public TelegramNotifier(HttpClient client, TelegramBot bot, TelegramChats chats, Wording wording, Clock clock) {
        this.chats = chats;
        this.api = new TelegramApi(client, bot, Answers.LIMIT, clock);
        this.wording = wording;
    }

    @Override
    public String name() {
        return "telegram";
    }

    @Override
    public Duration limit() {
        return Answers.LIMIT.multipliedBy(MOST_CALLS);
    }

    /** The receipt names the message of the chat: {@code chat:message}. */
    @Override
    public Future<String> send(Notice notice, Contact contact, String address) {
        String chat = chats.now(address);
        return send(notice, contact, chat, Optional.ofNullable(earlier(notice).get(chat)));
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
            return anew(body, notice, contact);
        }
        JsonObject edit = body.copy().put("message_id", Long.parseLong(message.get()));
        return api.call("editMessageText", edit)
                .compose(result ->
                        edited(result, chat + ":" + message.get()).orElseGet(() -> anew(body, notice, contact)));
    }

    /** With a button that acknowledges where there is something to; an edit takes it away. */
    private Future<String> anew(JsonObject body, Notice notice, Contact contact) {
        wording.button(notice, contact).ifPresent(it -> body.put("reply_markup", TelegramButtons.keyboard(it)));
        return api.call("sendMessage", body).compose(result -> created(result, body));
    }

    private Future<String> created(TelegramApi.Result result, JsonObject body) {
        if (result.ok()) {
            long id = result.json().getJsonObject("result", new JsonObject()).getLong("message_id", 0L);
            return Future.succeededFuture(body.getString("chat_id") + ":" + id);
        }
        Object moved = result.parameters().getValue("migrate_to_chat_id");
        if (moved instanceof Number number && !number.toString().equals(body.getString("chat_id"))) {
            chats.moved(body.getString("chat_id"), number.toString());
            JsonObject again = body.copy().put("chat_id", number.toString());
            return api.call("sendMessage", again).compose(next -> created(next, again));
        }
        return result.refused();
    }

    /** A message that cannot be edited any more is told anew; one that says the same already is well. */
    private static Optional<Future<String>> edited(TelegramApi.Result result, String receipt) {
        if (result.ok() || result.description().contains("message is not modified")) {
            return Optional.of(Future.succeededFuture(receipt));
        }
        return result.status() == BAD_REQUEST ? Optional.empty() : Optional.of(result.refused());
    }
}
