package az.ocaq.notify;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Plays Telegram: keeps updates until they are confirmed, and a question open until there is one, as the Bot API says. */
final class BotApi {
    static final String TOKEN = "12:token";

    /** One call of a method. */
    record Call(String method, JsonObject body) {}

    private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<JsonObject> updates = new ArrayList<>();
    private final HttpServer server;
    private Optional<HttpServerRequest> open = Optional.empty();
    private JsonObject refusal = new JsonObject();
    private long last = 700;
    private int messages = 40;

    private BotApi(HttpServer server) {
        this.server = server;
    }

    static Future<BotApi> start(Vertx vertx) {
        HttpServer server = vertx.createHttpServer();
        BotApi api = new BotApi(server);
        return server.requestHandler(api::take).listen(0, "127.0.0.1").map(api);
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** Answers questions with an error from now on; without a code as usual again. */
    synchronized void refuse(JsonObject error) {
        refusal = error;
        answerOpen();
    }

    /** Somebody presses a button. */
    synchronized void press(JsonObject query) {
        last++;
        updates.add(new JsonObject().put("update_id", last).put("callback_query", query));
        answerOpen();
    }

    List<Call> calls(String method) {
        synchronized (calls) {
            return calls.stream().filter(it -> it.method().equals(method)).toList();
        }
    }

    /** The methods that were called, without the questions. */
    List<String> methods() {
        synchronized (calls) {
            return calls.stream()
                    .map(Call::method)
                    .filter(it -> !it.equals("getUpdates"))
                    .toList();
        }
    }

    synchronized int unconfirmed() {
        return updates.size();
    }

    synchronized boolean isAsked() {
        return open.isPresent();
    }

    private void take(HttpServerRequest request) {
        var unused = request.body().onSuccess(body -> {
            JsonObject json = new JsonObject(body);
            String method = request.path().replace("/bot" + TOKEN + "/", "");
            calls.add(new Call(method, json));
            if (method.equals("getUpdates")) {
                question(request, json.getLong("offset"));
            } else {
                answer(request, new JsonObject().put("ok", true).put("result", message()));
            }
        });
    }

    private synchronized JsonObject message() {
        messages++;
        return new JsonObject().put("message_id", messages);
    }

    private synchronized void question(HttpServerRequest request, long offset) {
        updates.removeIf(it -> it.getLong("update_id") < offset);
        open = Optional.of(request);
        request.connection().closeHandler(closed -> forget(request));
        answerOpen();
    }

    private synchronized void forget(HttpServerRequest request) {
        open = open.filter(it -> it != request);
    }

    private void answerOpen() {
        if (open.isEmpty()) {
            return;
        }
        if (!refusal.isEmpty()) {
            answer(open.get(), refusal);
        } else if (!updates.isEmpty()) {
            answer(open.get(), new JsonObject().put("ok", true).put("result", new JsonArray(List.copyOf(updates))));
        } else {
            return;
        }
        open = Optional.empty();
    }

    private static void answer(HttpServerRequest request, JsonObject body) {
        var unused = request.response()
                .setStatusCode(body.getInteger("error_code", 200))
                .end(body.encode());
    }
}
