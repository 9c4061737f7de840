package az.ocaq;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.bench.Load;
import az.ocaq.bench.LoadGenerator;
import az.ocaq.bench.LoadResult;
import az.ocaq.bench.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The data directory on a small disk of its own, which another program fills while messages flow. */
@Timeout(600)
final class DiskFullTest {
    private static final String RESERVE = "100MB";
    private static final long LEFT = 40L << 20;

    private final ExecutorService background = Executors.newSingleThreadExecutor();
    private final List<LoadResult> loads = new ArrayList<>();

    private final List<ServerProcess> servers = new ArrayList<>();

    @RegisterExtension
    final SmallDisk disk = new SmallDisk("600m");

    @AfterEach
    void stop() throws Exception {
        background.shutdownNow();
        for (ServerProcess server : servers) {
            server.kill();
        }
    }

    @Test
    void full_nothingAcknowledgedIsLost_andItGoesOnOnceThereIsSpace() throws Exception {
        Path data = disk.path().resolve("data");
        ServerProcess server = start(data, RESERVE);
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> server.ready() == 200);

        fillDuringALoad(server, LEFT);

        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> server.ready() == 503);
        assertThat(server.metric("ocaq_part_up{part=\"disk\"}")).isZero();
        assertThat(load(server, 1, 3).acknowledged())
                .as("taken below the reserve")
                .isZero();
        disk.empty();
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> server.ready() == 200);
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> isTakenAgain(server));
        server.awaitBacklogTaken();
        server.close();
        Tally tally = StoredLoads.inDirectory(data, loads);
        assertThat(tally.lost()).isZero();
        assertThat(tally.twice()).isZero();
    }

    /** No reserve helps: the broker, the time series and the database all fail to write. */
    @Test
    void filledToTheLastByte_nothingAcknowledgedIsLost() throws Exception {
        Path data = disk.path().resolve("data");
        ServerProcess server = start(data, "0MB");
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> server.ready() == 200);

        fillDuringALoad(server, 0);

        disk.empty();
        ServerProcess last = recovered(server, data);
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> isTakenAgain(last));
        last.awaitBacklogTaken();
        last.close();
        Tally tally = StoredLoads.inDirectory(data, loads);
        assertThat(tally.lost()).isZero();
        assertThat(tally.twice()).isZero();
    }

    /** It goes on by itself, or it has ended, to be started again by whoever runs it. */
    private ServerProcess recovered(ServerProcess server, Path data) throws IOException {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(() -> !server.isAlive() || server.ready() == 200);
        return server.isAlive() ? server : start(data, "0MB");
    }

    /** Devices connect again in their own time; each try is counted. */
    private boolean isTakenAgain(ServerProcess server) throws Exception {
        LoadResult result = load(server, 1 + loads.size(), 1);
        loads.add(result);
        return result.acknowledged() > 0;
    }

    private ServerProcess start(Path data, String reserve) throws IOException {
        ServerProcess server = ServerProcess.start(data, Map.of("OCAQ_DATA_RESERVE", reserve));
        servers.add(server);
        return server;
    }

    private void fillDuringALoad(ServerProcess server, long left) throws Exception {
        Load load = new Load(loads.size() * 100 + 100_000, 100, 4, 2, 1_000, 200, Duration.ofSeconds(5));
        try (LoadGenerator generator = new LoadGenerator(load, server.mqttPort(), Clock.systemUTC())) {
            Future<LoadResult> running = background.submit(generator::run);
            Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> generator.acknowledged() > 500);
            disk.fill(left);
            loads.add(running.get(120, TimeUnit.SECONDS));
        }
    }

    private static LoadResult load(ServerProcess server, int number, int seconds) throws Exception {
        Load load = new Load(number * 1_000, 10, 1, 1, 200, 50, Duration.ofSeconds(seconds));
        try (LoadGenerator generator = new LoadGenerator(load, server.mqttPort(), Clock.systemUTC())) {
            return generator.run();
        }
    }
}
