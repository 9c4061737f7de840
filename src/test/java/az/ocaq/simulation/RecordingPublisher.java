package az.ocaq.simulation;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is published; acknowledges at once, or when told. */
public final class RecordingPublisher implements Publisher {
    private final List<String> published = new CopyOnWriteArrayList<>();
    private final List<Promise<Void>> waiting = new CopyOnWriteArrayList<>();
    private volatile boolean holding;

    @Override
    public Future<Void> publish(String topic, byte[] payload, boolean retained) {
        published.add(topic + ' ' + new String(payload, StandardCharsets.UTF_8));
        if (!holding) {
            return Future.succeededFuture();
        }
        Promise<Void> promise = Promise.promise();
        waiting.add(promise);
        return promise.future();
    }

    /** Acknowledges nothing from now on. */
    public void hold() {
        holding = true;
    }

    /** Acknowledges everything held, and what comes. */
    public void release() {
        holding = false;
        List<Promise<Void>> held = List.copyOf(waiting);
        waiting.removeAll(held);
        held.forEach(Promise::tryComplete);
    }

    /** Topic and payload of each, in order. */
    public List<String> published() {
        return published;
    }
}
