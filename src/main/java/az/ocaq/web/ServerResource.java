package az.ocaq.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;

/** {@code /server}: how the server is. */
final class ServerResource {
    private final Supplier<ServerStatus> status;

    ServerResource(Supplier<ServerStatus> status) {
        this.status = status;
    }

    Future<Reply> read(Request request) {
        ServerStatus now = status.get();
        return Reply.ok(new JsonObject()
                        .put("id", "server")
                        .put("version", now.version())
                        .put("uptime", now.uptime().toMillis() / 1000.0)
                        .put("messages", now.messages())
                        .put("messages_per_second", now.messagesPerSecond())
                        .put("rejected", now.rejected())
                        .put("mqtt_connected", now.mqttConnected())
                        .put("store", upOrDown(now.storeUp()))
                        .put("database", upOrDown(now.databaseUp())))
                .now();
    }

    static String upOrDown(boolean up) {
        return up ? "up" : "down";
    }
}
