package az.ocaq;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.bench.Load;
import az.ocaq.bench.LoadGenerator;
import az.ocaq.bench.LoadResult;
import az.ocaq.bench.Tally;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the whole process, broker and stores included, in the middle of a load. */
@Timeout(3_600)
final class KillTest {
    private static final int ROUNDS = Integer.getInteger("ocaq.test.kills", 3);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path data;

    @Test
    void acknowledgedMessages_serverKilledAgainAndAgain_areStoredExactlyOnce() throws Exception {
        List<LoadResult> loads = new ArrayList<>();
        ExecutorService background = Executors.newSingleThreadExecutor();
        for (int round = 0; round < ROUNDS; round++) {
            ServerProcess server = ServerProcess.start(data);
            Load load = new Load(round * 100, 100, 4, 4, 0, 200, Duration.ofSeconds(30));
            try (LoadGenerator generator = new LoadGenerator(load, server.mqttPort(), Clock.systemUTC())) {
                Future<LoadResult> running = background.submit(generator::run);
                int enough = 1_000 + round % 7 * 3_000;
                Awaitility.await().atMost(PATIENCE).until(() -> generator.acknowledged() > enough || running.isDone());
                server.kill();
                loads.add(running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            }
        }
        background.shutdown();
        try (ServerProcess last = ServerProcess.start(data)) {
            last.awaitBacklogTaken();
        }

        Tally tally = StoredLoads.inDirectory(data, loads);

        System.out.println(ROUNDS + " kills on embedded parts: " + tally);
        assertThat(tally.acknowledged()).isGreaterThan(1_000L * ROUNDS);
        assertThat(tally.lost()).isZero();
        assertThat(tally.twice()).isZero();
    }
}
