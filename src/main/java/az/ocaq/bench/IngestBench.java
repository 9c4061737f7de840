package az.ocaq.bench;

import az.ocaq.store.questdb.QuestStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures ingest as a whole server does it, against a subscriber that does nothing at the same broker, in one run. Blocks.
 */
public final class IngestBench {
    private static final int CONNECTIONS = 4;
    private static final int WINDOW = 500;

    private final Path directory;
    private final PrintStream out;

    /** @param directory for the data of the run; it is left for a look */
    public IngestBench(Path directory, PrintStream out) {
        this.directory = directory;
        this.out = out;
    }

    /** Runs and prints; 0 when nothing was lost and nothing is there twice, 1 otherwise. */
    public int run(int devices, Duration time) throws IOException, InterruptedException {
        Load load = new Load(0, devices, Math.min(devices, 10), CONNECTIONS, 0, WINDOW, time);
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
        int mqttPort = freePort();
        int httpPort = freePort();
        Map<String, String> environment = Map.of(
                "OCAQ_DATA_DIR", data().toString(),
                "OCAQ_MQTT_PORT", Integer.toString(mqttPort),
                "OCAQ_MQTT_ANONYMOUS", "true",
                "OCAQ_HTTP_PORT", Integer.toString(httpPort));
        try (Subject subject = Subject.start(List.of("serve"), environment, directory.resolve("server.log"))) {
            var unused = subject.line();
            MetricsClient metrics = new MetricsClient(URI.create("http://127.0.0.1:" + httpPort));
            return new CapacityRun(subject, mqttPort, () -> metrics.counter("ocaq_messages_acknowledged_total"))
                    .run(load);
        }
    }

    private Tally tally(LoadResult result) {
        Vertx vertx = Vertx.vertx();
        QuestStore store = QuestStore.open(vertx, data().resolve("timeseries"), Set.of(), false);
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
