package az.ocaq;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/** Waits for what goes on elsewhere. */
public final class Futures {
    /** Longer than anything takes on a loaded machine: a test's own limit is below it. */
    private static final int PATIENCE_SECONDS = 300;

    private Futures() {}

    /** The result; a failure is the cause of what is thrown. */
    public static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
