package az.ocaq.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import az.ocaq.SmallDisk;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** H2 closes itself at the first byte that it cannot write. */
@Timeout(120)
final class DatabaseDiskFullTest {
    @RegisterExtension
    private final SmallDisk disk = new SmallDisk("8m");

    @Test
    void transact_afterTheDiskWasFull_goesOnWithWhatWasCommitted() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (Database database = Database.openH2(vertx, disk.path().resolve("database"))) {
            var unused =
                    database.transactBlocking(handle -> handle.execute("CREATE TABLE line (text VARCHAR(100000))"));
            insert(database, "before");
            disk.fill(0);
            assertThatThrownBy(() -> insert(database, "x".repeat(100_000)));
            // each of the connections of the pool has learned it
            for (int again = 0; again < 4; again++) {
                assertThatThrownBy(() -> insert(database, "x".repeat(100_000)));
            }
            disk.empty();

            // the pool looks for a connection some seconds apart
            await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
                insert(database, "after");
                return true;
            });

            List<String> kept = database.transactBlocking(handle -> handle.createQuery("SELECT text FROM line")
                    .mapTo(String.class)
                    .list());
            assertThat(kept).containsExactly("before", "after");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void insert(Database database, String text) {
        var unused = database.transactBlocking(handle -> handle.execute("INSERT INTO line VALUES (?)", text));
    }
}
