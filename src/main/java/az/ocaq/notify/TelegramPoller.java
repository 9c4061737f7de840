package az.ocaq.notify;

import az.ocaq.access.SignedLinks;
import az.ocaq.alarm.Acknowledger;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches from Telegram what was pressed under the bot's messages: a server without a public address must ask. Asks again as
 * soon as the last question, which Telegram keeps open until something is pressed, is answered; each question confirms what
 * came before it, so that a press which was not dealt with before a stop comes again after it. Only one server may ask for a
 * bot. Confined to one event-loop context.
 */
public final class TelegramPoller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TelegramPoller.class);
    private static final Duration OPEN = Duration.ofSeconds(50);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);
    private static final int CONFLICT = 409;

    private final Vertx vertx;
    private final HttpClient client;
    private final TelegramApi api;
    private final TelegramButtons buttons;
    private final Duration shortest;
    private final Duration longest;
    private Duration pause;
    private long offset;
    private String trouble = "";
    private boolean closed;
    private Optional<Long> timer = Optional.empty();

    /** @param contacts with a bot */
    public TelegramPoller(
            Vertx vertx,
            Contacts contacts,
            TelegramChats chats,
            SignedLinks links,
            Acknowledger acknowledger,
            Clock clock) {
        this(vertx, contacts, chats, links, acknowledger, clock, SHORTEST_PAUSE, LONGEST_PAUSE);
    }

    /**
     * @param shortest pause after a first failure, and least pause between questions that are answered without news
     * @param longest pause after many
     */
    TelegramPoller(
            Vertx vertx,
            Contacts contacts,
            TelegramChats chats,
            SignedLinks links,
            Acknowledger acknowledger,
            Clock clock,
            Duration shortest,
            Duration longest) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(); // its own: a question that is open takes no connection from messages
        this.api = new TelegramApi(client, contacts.telegram().orElseThrow(), OPEN.plus(Answers.LIMIT), clock);
        this.buttons = new TelegramButtons(client, contacts, chats, links, acknowledger, clock);
        this.shortest = shortest;
        this.longest = longest;
        this.pause = shortest;
    }

    /** Whether any message of these contacts has a button. */
    public static boolean isNeeded(Contacts contacts) {
        return contacts.telegram().isPresent()
                && contacts.byReceiver().values().stream()
                        .anyMatch(it ->
                                it.account().isPresent() && !it.of("telegram").isEmpty());
    }

    /** Asks from now on. To be called once, on the context. */
    public void start() {
        ask();
    }

    /** Ends the question that is open and asks no more; what was pressed and not dealt with comes after the next start. */
    @Override
    public void close() {
        closed = true;
        timer.ifPresent(vertx::cancelTimer);
        var unused = client.close();
    }

    private void ask() {
        if (closed) {
            return;
        }
        JsonObject question = new JsonObject()
                .put("offset", offset)
                .put("timeout", OPEN.toSeconds())
                .put("allowed_updates", new JsonArray().add("callback_query"));
        var unused = api.call("getUpdates", question).onSuccess(this::answered).onFailure(failure -> {
            failed(String.valueOf(failure.getMessage()), Optional.empty());
        });
    }

    private void answered(TelegramApi.Result result) {
        if (!result.ok() || !(result.json().getValue("result") instanceof JsonArray updates)) {
            failed(reason(result), result.retryAfter());
            return;
        }
        if (!trouble.isEmpty()) {
            LOG.info("telegram buttons state=recovered");
            trouble = "";
        }
        pause = shortest;
        if (updates.isEmpty()) {
            later(shortest);
            return;
        }
        Future<Void> dealt = Future.succeededFuture();
        for (Object each : updates) {
            if (each instanceof JsonObject update) {
                dealt = dealt.compose(done -> take(update));
            }
        }
        var unused = dealt.onComplete(done -> ask());
    }

    private Future<Void> take(JsonObject update) {
        if (closed) {
            return Future.failedFuture("closed");
        }
        Future<Void> dealt = update.getValue("callback_query") instanceof JsonObject query
                ? buttons.pressed(query)
                : Future.succeededFuture();
        Promise<Void> here = Promise.promise(); // the desk answers on its own context
        Context context = vertx.getOrCreateContext();
        var unused = dealt.onComplete(done -> context.runOnContext(back -> {
            if (update.getValue("update_id") instanceof Number id) {
                offset = Math.max(offset, id.longValue() + 1);
            }
            here.complete();
        }));
        return here.future();
    }

    private static String reason(TelegramApi.Result result) {
        if (result.status() == CONFLICT) {
            return result.description()
                    + ": another server asks for the same bot, or the bot has a webhook; only one of them gets what is"
                    + " pressed. Stop the other one, give it a bot of its own, or remove the webhook";
        }
        return ("answers " + result.status() + " " + result.description()).strip();
    }

    private void failed(String reason, Optional<Duration> atLeast) {
        if (closed) {
            return;
        }
        if (!reason.equals(trouble)) {
            LOG.warn("telegram buttons do not work, tried again reason=\"{}\"", reason);
            trouble = reason;
        }
        later(atLeast.filter(it -> it.compareTo(pause) > 0).orElse(pause));
        pause = pause.multipliedBy(2).compareTo(longest) > 0 ? longest : pause.multipliedBy(2);
    }

    private void later(Duration wait) {
        timer = Optional.of(vertx.setTimer(wait.toMillis(), fired -> ask()));
    }
}
