package az.ocaq.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/**
 * Ends connections that keep the server waiting: for the first request, or for the rest of a body. Who sends a byte now and
 * then would else hold a connection for ever. Confined to the web server's context.
 */
final class Patience {
    private static final long FIRST_REQUEST_MILLIS = 10_000;
    private static final long BODY_MILLIS = 10_000;
    private static final long LARGE_BODY_MILLIS = 180_000;

    private final Vertx vertx;
    private final Map<HttpConnection, Long> waiting = new HashMap<>();

    Patience(Vertx vertx) {
        this.vertx = vertx;
    }

    void opened(HttpConnection connection) {
        waiting.put(connection, vertx.setTimer(FIRST_REQUEST_MILLIS, late -> {
            waiting.remove(connection);
            var unused = connection.close();
        }));
        connection.closeHandler(closed -> heard(connection));
    }

    void heard(HttpConnection connection) {
        Long timer = waiting.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    /** Passes a request on and refuses it when its body does not come to its end in time. */
    void body(RoutingContext context) {
        body(context, BODY_MILLIS);
    }

    /** The same for a picture over a poor mobile network. */
    void largeBody(RoutingContext context) {
        body(context, LARGE_BODY_MILLIS);
    }

    private void body(RoutingContext context, long patience) {
        if (!context.request().isEnded()) {
            long timer = vertx.setTimer(patience, late -> {
                if (!context.request().isEnded() && !context.response().ended()) {
                    var unusedHeader = context.response().putHeader("Connection", "close");
                    Api.fail(context, Problem.of(408, "the body came too slowly"));
                    var unused = context.request().connection().close();
                }
            });
            context.addEndHandler(ended -> vertx.cancelTimer(timer));
        }
        context.next();
    }
}
