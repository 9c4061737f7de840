package az.ocaq;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a watcher outside that this server is well: asks an address as long as the server is ready, and says nothing
 * otherwise, so that the watcher notices a server that is dead, cut off or in trouble and could not tell anybody itself. To be
 * used on one context; a beat that is not over yet is not begun again.
 */
final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final int PATIENCE_SECONDS = 10;

    private final HttpClient client;
    private final URI address;
    private final BooleanSupplier ready;
    private volatile boolean closed;
    private boolean asking;
    private boolean heard = true;

    Heartbeat(Vertx vertx, URI address, BooleanSupplier ready) {
        // a connection of its own for each beat: one that is kept may be dead by the next
        this.client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
        this.address = address;
        this.ready = ready;
    }

    /** One beat, when the server is ready. */
    void beat() {
        if (closed || asking || !ready.getAsBoolean()) {
            return;
        }
        asking = true;
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(address.toString())
                .setConnectTimeout(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        var unused = client.request(request)
                .compose(it -> it.send().compose(answer -> answer.body().map(answer.statusCode())))
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .compose(status -> status >= 200 && status < 300
                        ? Future.<Void>succeededFuture()
                        : Future.failedFuture("it answers " + status))
                .onComplete(it ->
                        over(it.succeeded() ? "" : String.valueOf(it.cause().getMessage())));
    }

    Future<Void> close() {
        closed = true;
        return client.close();
    }

    /** Says what is new, without the address's path, which is the watcher's secret. */
    private void over(String trouble) {
        asking = false;
        if (!closed && trouble.isEmpty() != heard) {
            heard = trouble.isEmpty();
            if (heard) {
                LOG.info("the watcher hears this server again host={}", address.getHost());
            } else {
                LOG.warn(
                        "the watcher does not hear this server, it will take it for dead: {} host={}",
                        trouble,
                        address.getHost());
            }
        }
    }
}
