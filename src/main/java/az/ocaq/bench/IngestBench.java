package az.ocaq.bench;

import az.ocaq.store.questdb.QuestStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures ingest as a whole server does it, against a subscriber that does nothing at the same broker, in one run. Blocks.
 */
public final class IngestBench {
    private static final int CONNECTIONS = 4;
    private static final int WINDOW = 500;
    private static final int[] RATES = {1_000, 3_500};
    private static final int WARM_RATE = 5_000;
    private static final Duration STEADY = Duration.ofSeconds(15);

    private final Path directory;
    private final PrintStream out;

    /** @param directory for the data of the run; it is left for a look */
    public IngestBench(Path directory, PrintStream out) {
        this.directory = directory;
        this.out = out;
    }

    /** Runs and prints; 0 when nothing was lost and nothing is there twice, 1 otherwise. */
    public int run(int devices, Duration time) throws IOException, InterruptedException {
        Load load = new Load(0, devices, settlements(devices), CONNECTIONS, 0, WINDOW, time);
        out.printf("publishing %d values a message of %d devices, QoS 1, for %d s%n", 6, devices, time.toSeconds());
        Capacity nothing = nullSubscriber(load);
        print("a subscriber that does nothing", nothing);
        Capacity server = server(load);
        print("Ocaq", server);
        out.printf(Locale.ROOT, "ratio %.0f %%%n", 100 * server.takenPerSecond() / nothing.takenPerSecond());
        Tally tally = tally(server.messages());
        out.printf(
                "in the store: %d acknowledged, %d stored, %d lost, %d twice%n",
                tally.acknowledged(), tally.stored(), tally.lost(), tally.twice());
        latencies(devices);
        return tally.lost() == 0 && tally.twice() == 0 ? 0 : 1;
    }

    private Capacity nullSubscriber(Load load) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(directory.resolve("null"));
        try (Subject subject = Subject.start(
                List.of("bench", "null-subscriber", folder.toString()), Map.of(), directory.resolve("null.log"))) {
            int port = Integer.parseInt(subject.line());
            AtomicLong taken = new AtomicLong();
            subject.eachLine(line -> taken.set(Long.parseLong(line)));
            return new CapacityRun(subject, port, taken::get).run(load);
        }
    }

    private Capacity server(Load load) throws IOException, InterruptedException {
        try (MeasuredServer server = MeasuredServer.start(directory)) {
            MetricsClient metrics = new MetricsClient(server.address());
            return new CapacityRun(
                            server.subject(),
                            server.mqttPort(),
                            () -> metrics.counter("ocaq_messages_acknowledged_total"))
                    .run(load);
        }
    }

    private void latencies(int devices) throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx();
        Path folder = Files.createDirectories(directory.resolve("latency"));
        try (MeasuredServer server = MeasuredServer.start(folder)) {
            LatencyRun run = new LatencyRun(server, vertx);
            run.warmUp(new Load(3 * devices, devices, settlements(devices), CONNECTIONS, WARM_RATE, WINDOW, STEADY));
            for (int rate : RATES) {
                Load quiet = new Load(devices, devices, settlements(devices), CONNECTIONS, rate, WINDOW, STEADY);
                Load probed = new Load(2 * devices, devices, settlements(devices), CONNECTIONS, rate, WINDOW, STEADY);
                Latency latency = run.run(rate, quiet, probed);
                out.printf(
                        Locale.ROOT,
                        "at %d msg/s: publish to readable p50 %.0f ms, p99 %.0f ms (%d values), %.3f CPU s per 1,000"
                                + " messages, %d MB%n",
                        rate,
                        latency.p50(),
                        latency.p99(),
                        latency.samples(),
                        latency.cpuSecondsPerThousand(),
                        server.subject().usage().residentBytes() >> 20);
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private Tally tally(LoadResult result) {
        Vertx vertx = Vertx.vertx();
        QuestStore store = QuestStore.open(vertx, data().resolve("timeseries"), false);
        try {
            return Tally.count(store, List.of(result))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } finally {
            store.close().toCompletionStage().toCompletableFuture().join();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private Path data() {
        return directory.resolve("data");
    }

    private void print(String who, Capacity capacity) {
        out.printf(
                Locale.ROOT,
                "%s: %.0f msg/s acknowledged, %.0f msg/s taken, %.2f CPU s per 1,000 messages, %d MB at most%n",
                who,
                capacity.acknowledgedPerSecond(),
                capacity.takenPerSecond(),
                capacity.cpuSecondsPerThousand(),
                capacity.peakBytes() >> 20);
    }

    private static int settlements(int devices) {
        return Math.min(devices, 10);
    }
}
