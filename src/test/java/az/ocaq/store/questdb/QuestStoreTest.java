package az.ocaq.store.questdb;

import az.ocaq.store.TimeSeriesStore;
import az.ocaq.store.TimeSeriesStoreContract;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class QuestStoreTest implements TimeSeriesStoreContract {
    private final Vertx vertx = Vertx.vertx();
    private TimeSeriesStore store;

    @TempDir
    Path directory;

    @BeforeEach
    void open() {
        store = QuestStore.open(vertx, directory, Set.of("aghali"), true);
    }

    @AfterEach
    void close() throws Exception {
        store.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Override
    public TimeSeriesStore store() {
        return store;
    }

    @Override
    public TimeSeriesStore reopened() throws Exception {
        store.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        open();
        return store;
    }
}
