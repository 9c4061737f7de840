package az.ocaq.bench;

import az.ocaq.store.questdb.QuestStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
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
    private static final int WARM_RATE = 3_000;
    private static final int RUNS_OF_A_RATE = 3;
    private static final int PROBES = 2_000;
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration STEADY = Duration.ofSeconds(20);

    private final Path directory;
    private final PrintStream out;

    /** @param directory for the data of the run; it is left for a look */
    public IngestBench(Path directory, PrintStream out) {
        this.directory = directory;
        this.out = out;
    }

    /**
     * Runs and prints; 0 when nothing was lost and nothing is there twice, 1 otherwise.
     *
     * @param warmUp how long each subject is given the same load before it is measured, as Java compiles what runs
     * @param time how long to measure
     */
    public int run(int devices, Duration warmUp, Duration time) throws IOException, InterruptedException {
        List<Load> loads = List.of(steady(0, devices, 0, warmUp), steady(1, devices, 0, time));
        out.printf(
                "publishing %d values a message of %d devices, QoS 1, for %d s, after %d s to warm up%n",
                6, devices, time.toSeconds(), warmUp.toSeconds());
        Capacity nothing = last(nullSubscriber(loads));
        print("a subscriber that does nothing", nothing);
        List<Capacity> runs = server(loads);
        Capacity server = last(runs);
        print("Ocaq", server);
        out.printf(Locale.ROOT, "ratio %.0f %%%n", 100 * server.takenPerSecond() / nothing.takenPerSecond());
        Tally tally = tally(runs.stream().map(Capacity::messages).toList());
        out.printf(
                "in the store: %d acknowledged, %d stored, %d lost, %d twice%n",
                tally.acknowledged(), tally.stored(), tally.lost(), tally.twice());
        latencies(devices);
        return tally.lost() == 0 && tally.twice() == 0 ? 0 : 1;
    }

    private List<Capacity> nullSubscriber(List<Load> loads) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(directory.resolve("null"));
        try (Subject subject = Subject.start(
                List.of("bench", "null-subscriber", folder.toString()), Map.of(), directory.resolve("null.log"))) {
            int port = Integer.parseInt(subject.line());
            AtomicLong taken = new AtomicLong();
            subject.eachLine(line -> taken.set(Long.parseLong(line)));
            return new CapacityRun(subject, port, taken::get).run(loads);
        }
    }

    private List<Capacity> server(List<Load> loads) throws IOException, InterruptedException {
        Map<String, String> settings = LoadFleet.write(directory, loads, 0);
        try (MeasuredServer server = MeasuredServer.start(directory, settings)) {
            MetricsClient metrics = new MetricsClient(server.address());
            return new CapacityRun(server.subject(), server.mqttPort(), metrics::taken).run(loads);
        }
    }

    private void latencies(int devices) throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx();
        Path folder = Files.createDirectories(directory.resolve("latency"));
        List<Load> loads = new ArrayList<>();
        loads.add(steady(0, devices, WARM_RATE, WARM_UP));
        for (int rate : RATES) {
            for (int i = 0; i < RUNS_OF_A_RATE; i++) {
                loads.add(steady(loads.size(), devices, rate, STEADY));
            }
        }
        Iterator<Load> next = loads.iterator();
        Map<String, String> settings = LoadFleet.write(folder, loads, PROBES);
        try (MeasuredServer server = MeasuredServer.start(folder, settings)) {
            String token = server.token(vertx);
            Probe probe = new Probe(server.mqttPort(), vertx);
            // compiles the server's code, as it is after its first minutes
            var unused = Effort.of(server, next.next());
            while (next.hasNext()) {
                Load quiet = next.next();
                Effort effort = Effort.of(server, quiet);
                out.printf(
                        Locale.ROOT,
                        "at %d msg/s: %.3f CPU s per 1,000 messages, and %.3f of its compiler (and %.3f of the generator), %d MB%n",
                        quiet.rate(),
                        effort.server(),
                        effort.compiler(),
                        effort.generator(),
                        server.subject().usage().residentBytes() >> 20);
                print("readable by the API", probe.run(next.next(), new ReadableValues(server.address(), token)));
                print(
                        "alarm on the live page and in the outbox",
                        probe.run(next.next(), new RaisedAlarms(server.address(), token)));
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** Each with devices of its own: a meter that counts from the start again would raise alarms. */
    private static Load steady(int number, int devices, int rate, Duration time) {
        return new Load(number * devices, devices, settlements(devices), CONNECTIONS, rate, WINDOW, time);
    }

    private void print(String end, Latency latency) {
        out.printf(
                Locale.ROOT,
                "at %d msg/s: publish to %s p50 %.0f ms, p99 %.0f ms (%d values)%n",
                latency.rate(),
                end,
                latency.p50(),
                latency.p99(),
                latency.samples());
    }

    private static Capacity last(List<Capacity> runs) {
        return runs.get(runs.size() - 1);
    }

    private Tally tally(List<LoadResult> results) {
        Vertx vertx = Vertx.vertx();
        QuestStore store = QuestStore.open(vertx, data().resolve("timeseries"), false);
        try {
            return Tally.count(store, results)
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
