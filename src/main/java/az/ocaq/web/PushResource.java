package az.ocaq.web;

import az.ocaq.database.Database;
import az.ocaq.notify.PushSubscriptions;
import az.ocaq.notify.VapidKey;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.util.regex.Pattern;

/** {@code /push}: the browsers of an account that get push messages. */
final class PushResource {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-]+(\\.[a-zA-Z0-9-]+)*\\.[a-zA-Z]{2,}");
    private static final Pattern INSIDE = Pattern.compile("(?i)\\.(local|localhost|internal|lan|home|arpa)$");

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
        if (!isPublic(URI.create(browser.endpoint()))) {
            throw Problem.badRequest("endpoint must be the https address of a push service in the internet");
        }
        return subscriptions.add(request.actor().user(), browser).map(done -> Reply.nothing());
    }

    /** A service with a name of several parts, so that nobody has the server knock at its neighbours by number. */
    private static boolean isPublic(URI endpoint) {
        String host = String.valueOf(endpoint.getHost());
        return "https".equals(endpoint.getScheme())
                && NAME.matcher(host).matches()
                && !INSIDE.matcher(host).find();
    }

    Future<Reply> unsubscribe(Request request) {
        return subscriptions
                .remove(request.actor().user(), request.requiredText("endpoint"))
                .map(done -> Reply.nothing());
    }
}
