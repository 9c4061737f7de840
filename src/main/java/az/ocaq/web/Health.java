package az.ocaq.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code /health} and {@code /metrics}, which need nobody to sign in and tell of nobody. */
final class Health {
    private final WebParts parts;

    Health(WebParts parts) {
        this.parts = parts;
    }

    void addTo(Router router) {
        WebServer.read(router, "/health/live")
                .handler(context -> answer(context, 200, new JsonObject().put("status", "UP")));
        WebServer.read(router, "/health/ready").handler(this::ready);
        WebServer.read(router, "/metrics").handler(context -> {
            var unused = context.response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .putHeader("Cache-Control", "no-store")
                    .end(parts.metrics().get());
        });
    }

    private void ready(RoutingContext context) {
        ServerStatus status = parts.status().get();
        JsonArray checks = new JsonArray()
                .add(check("store", status.storeUp()))
                .add(check("database", status.databaseUp()))
                .add(check("mqtt", status.mqttConnected()));
        JsonObject body =
                new JsonObject().put("status", status.ready() ? "UP" : "DOWN").put("checks", checks);
        answer(context, status.ready() ? 200 : 503, body);
    }

    private static JsonObject check(String id, boolean up) {
        return new JsonObject().put("id", id).put("status", up ? "UP" : "DOWN");
    }

    private static void answer(RoutingContext context, int status, JsonObject body) {
        var unused = context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(body.encode());
    }
}
