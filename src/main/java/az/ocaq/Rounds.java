package az.ocaq;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** What a village does again and again, on the context of its pipeline. */
final class Rounds {
    private final Vertx vertx;
    private final Context context;
    private final Running running;

    Rounds(Vertx vertx, Context context, Running running) {
        this.vertx = vertx;
        this.context = context;
        this.running = running;
    }

    /** Until the parts that are there already are about to stop. */
    void every(long millis, Runnable work) {
        long timer =
                Running.awaitOn(context, () -> Future.succeededFuture(vertx.setPeriodic(millis, tick -> work.run())));
        // on the context, so that no tick is under way afterwards
        var unused = running.with(timer, it -> {
            boolean unusedCancelled = Running.awaitOn(context, () -> Future.succeededFuture(vertx.cancelTimer(it)));
        });
    }
}
