package az.ocaq.notify;

import az.ocaq.access.SignedLinks;
import az.ocaq.alarm.Acknowledger;
import az.ocaq.alarm.Alarm;
import az.ocaq.device.Title;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What happens when somebody presses the button of a message in Telegram. The account of the contact whose chat it is
 * acknowledges, under the rules of the links; in a group any member may press, and the journal names the member. The press
 * is answered at once, so that the phone stops waiting; what became of it is written into the message.
 */
final class TelegramButtons {
    private static final Title NOBODYS = new Title(
            "Bu söhbət heç kimin deyil: sorğu nəzərə alınmadı.",
            "Этот чат никому не принадлежит: нажатие не учтено.",
            "This chat is nobody's: nothing was done.");
    private static final Title NOTHING =
            new Title("Qəbul ediləsi bir şey yoxdur", "Принимать нечего", "Nothing to acknowledge");
    private static final int LONGEST_NAME = 100;

    private final TelegramApi api;
    private final Contacts contacts;
    private final TelegramChats chats;
    private final SignedLinks links;
    private final Acknowledger acknowledger;
    private final Clock clock;

    TelegramButtons(
            HttpClient client,
            Contacts contacts,
            TelegramChats chats,
            SignedLinks links,
            Acknowledger acknowledger,
            Clock clock) {
        this.api = new TelegramApi(client, contacts.telegram().orElseThrow(), Answers.LIMIT, clock);
        this.contacts = contacts;
        this.chats = chats;
        this.links = links;
        this.acknowledger = acknowledger;
        this.clock = clock;
    }

    /** One button under a message. */
    static JsonObject keyboard(Wording.Button button) {
        JsonObject key = new JsonObject().put("text", button.text()).put("callback_data", button.data());
        return new JsonObject().put("inline_keyboard", new JsonArray().add(new JsonArray().add(key)));
    }

    /**
     * A press, as the Bot API tells it.
     *
     * @param id by which it is answered
     * @param name of the chat, {@code @} and what follows, when it is public
     * @param sent when the message was sent; long ago when Telegram does not know any more
     * @param by who pressed, in a group
     */
    private record Press(
            String id,
            String chat,
            String name,
            long message,
            String text,
            Instant sent,
            String by,
            JsonObject keyboard) {
        static Press of(JsonObject query) {
            JsonObject message = object(query, "message");
            JsonObject chat = object(message, "chat");
            boolean alone = "private".equals(chat.getValue("type"));
            return new Press(
                    String.valueOf(query.getValue("id")),
                    String.valueOf(chat.getValue("id")),
                    "@" + chat.getValue("username"),
                    number(message, "message_id"),
                    message.getValue("text") instanceof String text ? text : "",
                    Instant.ofEpochSecond(number(message, "date")),
                    alone ? "" : "Telegram: " + person(object(query, "from")),
                    object(message, "reply_markup"));
        }

        private static String person(JsonObject from) {
            String name = Stream.of("first_name", "last_name", "username")
                    .filter(it -> from.getValue(it) instanceof String)
                    .map(it -> (it.equals("username") ? "@" : "") + from.getString(it))
                    .collect(Collectors.joining(" "));
            return name.isEmpty()
                    ? String.valueOf(from.getValue("id"))
                    : name.substring(0, Math.min(name.length(), LONGEST_NAME));
        }

        private static JsonObject object(JsonObject json, String key) {
            return json.getValue(key) instanceof JsonObject object ? object : new JsonObject();
        }

        private static long number(JsonObject json, String key) {
            return json.getValue(key) instanceof Number number ? number.longValue() : 0;
        }
    }

    /** Whose button it was, and what it asks for. */
    private record Asked(Contact contact, SignedLinks.Pressed what) {}

    /** Does what a {@code callback_query} asks for; completes, and never fails, when the message says what became of it. */
    Future<Void> pressed(JsonObject query) {
        Press press = Press.of(query);
        String data = query.getValue("data") instanceof String text ? text : "";
        Optional<Asked> asked = of(press)
                .flatMap(it -> it.account().flatMap(account -> links.pressed(data, account)).stream()
                        .map(what -> new Asked(it, what)))
                .findFirst();
        if (asked.isEmpty()) {
            return call(
                    "answerCallbackQuery",
                    answer(press)
                            .put(
                                    "text",
                                    NOBODYS.in(of(press)
                                            .map(Contact::language)
                                            .findFirst()
                                            .orElse("az"))));
        }
        // the answer need not have come for the act to begin: Telegram may be slower than this server
        Future<Void> answered = call("answerCallbackQuery", answer(press));
        return decided(press, asked.get()).compose(edit -> answered.transform(done -> call("editMessageText", edit)));
    }

    private static JsonObject answer(Press press) {
        return new JsonObject().put("callback_query_id", press.id());
    }

    /** The contacts whose chat it is; several may share one. */
    private Stream<Contact> of(Press press) {
        return contacts.byReceiver().values().stream()
                .filter(it -> it.of("telegram").stream()
                        .anyMatch(chat -> chats.now(chat).equals(press.chat()) || chat.equalsIgnoreCase(press.name())));
    }

    /** The message as it is after the press. */
    private Future<JsonObject> decided(Press press, Asked asked) {
        String language = asked.contact().language();
        if (!press.sent().plus(SignedLinks.GOOD_FOR).isAfter(clock.instant())) {
            return Future.succeededFuture(edit(press, Acknowledger.INVALID.in(language), false));
        }
        return acknowledger
                .acknowledge(
                        asked.what().alarm(),
                        asked.what().occurrence(),
                        asked.contact().account().orElseThrow(),
                        press.by())
                .map(alarm -> edit(press, done(alarm, language), false))
                .otherwise(failure -> {
                    Title why = Acknowledger.refusal(failure);
                    boolean over = why.equals(Acknowledger.NEWER) || why.equals(Acknowledger.INVALID);
                    return edit(press, why.in(language), !over);
                });
    }

    private static String done(Alarm alarm, String language) {
        return alarm.acknowledgedBy()
                .map(it -> "✔ " + Acknowledger.DONE.in(language) + ": " + it)
                .orElseGet(() -> NOTHING.in(language));
    }

    /** What cannot be done now may be possible later: then the button stays. */
    private static JsonObject edit(Press press, String word, boolean again) {
        String text = press.text().endsWith(word) ? press.text() : press.text() + "\n\n" + word;
        JsonObject edit = new JsonObject()
                .put("chat_id", press.chat())
                .put("message_id", press.message())
                .put("text", text.substring(Math.max(0, text.length() - TelegramNotifier.LONGEST_TEXT)))
                .put("link_preview_options", new JsonObject().put("is_disabled", true));
        return again && !press.keyboard().isEmpty() ? edit.put("reply_markup", press.keyboard()) : edit;
    }

    /** What Telegram does not take changes nothing any more: the act is in the journal. */
    private Future<Void> call(String method, JsonObject body) {
        return api.call(method, body).transform(done -> Future.succeededFuture());
    }
}
