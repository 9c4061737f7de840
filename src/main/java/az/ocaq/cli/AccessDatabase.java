package az.ocaq.cli;

import az.ocaq.Installation;
import az.ocaq.database.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The operational database while a command works with it. */
final class AccessDatabase implements AutoCloseable {
    private static final int LONGEST_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final Database database;

    AccessDatabase(Installation installation) {
        this.database = installation.openDatabase(vertx);
    }

    Vertx vertx() {
        return vertx;
    }

    Database database() {
        return database;
    }

    /** What a future brings; its {@link IllegalArgumentException} is thrown as it is. */
    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                throw wrong;
            }
            throw new IllegalStateException("the database cannot be used", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the database does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        database.close();
        await(vertx.close());
    }
}
