package az.ocaq.bench;

import az.ocaq.fleet.FirstPhase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Measures a server to which the whole first phase is registered, while its simulated devices publish in real time. Blocks. */
public final class FirstPhaseBench {
    private static final int PAGE = 5_000;

    private final Path directory;
    private final PrintStream out;
    private final Clock clock;

    /** @param directory for the data of the run; it is left for a look */
    public FirstPhaseBench(Path directory, PrintStream out, Clock clock) {
        this.directory = directory;
        this.out = out;
        this.clock = clock;
    }

    /** Runs and prints. */
    public void run(int settlements, int homes, Duration time) throws IOException, InterruptedException {
        Map<String, String> settings = LoadFleet.write(directory, List.of(), 0);
        Path fleets = directory.resolve("devices/fleets");
        new FirstPhase(
                        settlements,
                        homes,
                        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).withDayOfMonth(1))
                .write(fleets);
        Vertx vertx = Vertx.vertx();
        try {
            MeasuredServer.start(directory, settings).close();
            long start = System.nanoTime();
            try (MeasuredServer server = MeasuredServer.start(directory, settings)) {
                out.printf(Locale.ROOT, "restart to ready: %.1f s%n", (System.nanoTime() - start) / 1e9);
                simulated(server, fleets, time);
                Questions questions = new Questions(server.address(), server.token(vertx), out);
                questions.time("the region with every settlement's state", "/api/v1/settlements");
                questions.timePages(
                        "the power of every home",
                        "/api/v1/devices?kind=household_meter&values=true&metric=active_power&limit=" + PAGE);
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private void simulated(MeasuredServer server, Path fleets, Duration time) throws IOException, InterruptedException {
        List<String> command =
                List.of("simulate", "--fleet", fleets.toString(), "--broker", "tcp://127.0.0.1:" + server.mqttPort());
        MetricsClient metrics = new MetricsClient(server.address());
        try (Subject simulator = Subject.start(command, Map.of(), directory.resolve("simulator.log"))) {
            while (metrics.taken() == 0) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            TimeUnit.SECONDS.sleep(time.toSeconds()); // it is warm then
            Sample before = sample(server, simulator, metrics);
            TimeUnit.SECONDS.sleep(time.toSeconds());
            Sample after = sample(server, simulator, metrics);
            double seconds = (after.nanos - before.nanos) / 1e9;
            out.printf(
                    Locale.ROOT,
                    "%.0f msg/s of simulated devices, %d waiting: server %.0f %% of a core and %d MB, simulator %.0f %% and %d MB%n",
                    (after.messages - before.messages) / seconds,
                    metrics.backlog(),
                    100 * (after.server.cpuSeconds() - before.server.cpuSeconds()) / seconds,
                    after.server.peakBytes() >> 20,
                    100 * (after.simulator.cpuSeconds() - before.simulator.cpuSeconds()) / seconds,
                    after.simulator.peakBytes() >> 20);
        }
    }

    private record Sample(long nanos, long messages, Usage server, Usage simulator) {}

    private static Sample sample(MeasuredServer server, Subject simulator, MetricsClient metrics) throws IOException {
        return new Sample(System.nanoTime(), metrics.taken(), server.subject().usage(), simulator.usage());
    }
}
