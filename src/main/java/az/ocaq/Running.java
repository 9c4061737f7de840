package az.ocaq;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts that have been started, to be stopped in the opposite order. Not thread-safe. */
final class Running implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Running.class);

    private final Deque<Runnable> stops = new ArrayDeque<>();

    /** Takes note of a part and of how it is stopped. */
    <T> T with(T part, Consumer<T> stop) {
        stops.push(() -> stop.accept(part));
        return part;
    }

    /** Takes note of a part that is still being started: it is stopped once it has been, and not at all when it could not. */
    <T> Future<T> withStarting(Future<T> part, Consumer<T> stop) {
        stops.push(
                () -> await(part.map(Optional::of).otherwise(Optional.empty())).ifPresent(stop));
        return part;
    }

    /** Stops everything, the newest part first; one that fails does not keep the others running. */
    @Override
    public void close() {
        while (!stops.isEmpty()) {
            try {
                stops.pop().run();
            } catch (RuntimeException e) {
                LOG.warn("a part did not stop cleanly", e);
            }
        }
    }

    /** Waits for a future; not on an event loop. */
    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Does work on a context. */
    static <T> Future<T> on(Context context, Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(ignored -> work.get().onComplete(done));
        return done.future();
    }

    /** Does work on a context and waits for what it answers; not on an event loop. */
    static <T> T awaitOn(Context context, Supplier<Future<T>> work) {
        return await(on(context, work));
    }
}
