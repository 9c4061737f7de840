package az.ocaq.web;

import az.ocaq.database.Database;
import az.ocaq.notify.PushSubscriptions;
import az.ocaq.notify.VapidKey;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;

/** {@code /push}: the browsers of an account that get push messages. */
final class PushResource {
    private final Database database;
    private final PushSubscriptions subscriptions;

    PushResource(Database database, Clock clock) {
        this.database = database;
        this.subscriptions = new PushSubscriptions(database, clock);
    }

    /** What a browser needs to subscribe. */
    Future<Reply> key(Request request) {
        return VapidKey.open(database).map(it -> Reply.ok(new JsonObject().put("key", it.publicKey())));
    }

    Future<Reply> subscribe(Request request) {
        PushSubscriptions.Subscription browser = new PushSubscriptions.Subscription(
                request.requiredText("endpoint"), request.requiredText("p256dh"), request.requiredText("auth"));
        if (!browser.endpoint().startsWith("https://")) {
            throw Problem.badRequest("endpoint must be an https address");
        }
        return subscriptions.add(request.actor().user(), browser).map(done -> Reply.nothing());
    }

    Future<Reply> unsubscribe(Request request) {
        return subscriptions
                .remove(request.actor().user(), request.requiredText("endpoint"))
                .map(done -> Reply.nothing());
    }
}
