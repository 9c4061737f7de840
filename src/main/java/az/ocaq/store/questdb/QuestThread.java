package az.ocaq.store.questdb;

import az.ocaq.store.StoreException;
import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.CairoError;
import io.questdb.cairo.CairoException;
import io.questdb.cairo.sql.TableReferenceOutOfDateException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** One thread for one kind of work, with its queries. What QuestDB throws comes out as a {@link StoreException}. */
final class QuestThread {
    /** Work that asks the tables for something. */
    interface Query<T> {
        T run(QuestSession session);
    }

    /** Work that returns nothing. */
    interface Task {
        void run(QuestSession session);
    }

    private static final long HOURS_BEFORE_WARNING = 24;

    private final WorkerExecutor worker;
    private final QuestSession session;

    QuestThread(Vertx vertx, String name, CairoEngine engine) {
        // Executors of the same name are shared; a second store has threads of its own.
        String own = name + '-' + Integer.toHexString(System.identityHashCode(engine));
        this.worker = vertx.createSharedWorkerExecutor(own, 1, HOURS_BEFORE_WARNING, TimeUnit.HOURS);
        this.session = new QuestSession(engine);
    }

    <T> Future<T> call(Query<T> query) {
        return submit(() -> query.run(session));
    }

    Future<Void> run(Task task) {
        return submit(() -> {
            task.run(session);
            return null;
        });
    }

    /** Ends the thread after the work that it was given before. */
    Future<Void> close() {
        return run(QuestSession::close).eventually(worker::close);
    }

    private <T> Future<T> submit(Callable<T> work) {
        try {
            return worker.executeBlocking(() -> guarded(work), false);
        } catch (RejectedExecutionException e) {
            return Future.failedFuture(new StoreException("the time-series store is closed", e));
        }
    }

    /** The exceptions of QuestDB are reused for the next failure: only their text is kept. */
    private static <T> T guarded(Callable<T> work) throws Exception {
        try {
            return work.call();
        } catch (CairoException | CairoError | TableReferenceOutOfDateException e) {
            throw failure(String.valueOf(e.getMessage()));
        }
    }

    private static StoreException failure(String reason) {
        return new StoreException(
                "the time-series store failed (" + reason + "): see that its disk is there, not full and writable");
    }
}
