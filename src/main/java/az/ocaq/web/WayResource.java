package az.ocaq.web;

import az.ocaq.database.Database;
import az.ocaq.notify.GivenUpWays;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;

/** {@code /ways}: the ways of contacts that nothing is sent any more. */
final class WayResource {
    private final Database database;
    private final ReceiverNames names;

    WayResource(WebParts parts) {
        this.database = parts.database();
        this.names = new ReceiverNames(parts.alarms());
    }

    Future<Reply> list(Request request) {
        return GivenUpWays.list(database)
                .map(found -> Reply.ok(new JsonObject()
                        .put(
                                "items",
                                new JsonArray(found.stream().map(this::json).toList()))
                        .putNull("next")));
    }

    /** Messages go this way again. */
    Future<Reply> forget(Request request) {
        return GivenUpWays.forget(
                        database,
                        request.path().getOrDefault("receiver", ""),
                        request.path().getOrDefault("way", ""),
                        request.query().text("address"))
                .map(forgotten -> {
                    if (!forgotten) {
                        throw Problem.notFound("this way of this receiver is not given up");
                    }
                    return Reply.nothing();
                });
    }

    private JsonObject json(GivenUpWays.GivenUp it) {
        return new JsonObject()
                .put("receiver", it.receiver())
                .put("title", names.of(it.receiver()))
                .put("way", it.way())
                .put("address", shown(it))
                .put("reason", it.reason())
                .put("since", it.since().toEpochMilli());
    }

    /** A web address may hold a secret behind its host. */
    private static String shown(GivenUpWays.GivenUp it) {
        return it.way().equals("webhook") ? URI.create(it.address()).getHost() : it.address();
    }
}
