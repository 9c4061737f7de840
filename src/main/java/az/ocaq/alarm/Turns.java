package az.ocaq.alarm;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** One thing after the other: the engine must not move while what it said is being kept. Confined to one event loop. */
final class Turns {
    private Future<?> previous = Future.succeededFuture();

    /** Starts work once all before it is done, however that ended. */
    <T> Future<T> next(Supplier<Future<T>> work) {
        // transform() makes a failed turn of what is thrown; without that nothing would ever be in turn again
        Future<?> before = previous.isComplete() ? Future.succeededFuture() : previous;
        Future<T> turn = before.transform(done -> work.get());
        previous = turn;
        return turn;
    }
}
