package az.ocaq.cli;

import az.ocaq.Installation;
import az.ocaq.Village;
import az.ocaq.fleet.Fleet;
import az.ocaq.measurement.Reading;
import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.mqtt.PublisherSettings;
import az.ocaq.simulation.LiveSimulation;
import az.ocaq.simulation.Simulation;
import az.ocaq.store.TimeSeriesStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ocaq demo}: everything in one process, with a simulated village. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Runs everything in one process on embedded parts, with a simulated village and its history.")
public final class DemoCommand implements Callable<Integer> {
    private static final String RECORDED = "recorded";
    private static final long SEED = 1;

    @Mixin
    private ConfigFile config = new ConfigFile();

    @Option(names = "--data-dir", paramLabel = "D", description = "Where its data is kept (default: data/demo).")
    private @Nullable Path dataDirectory;

    @Option(names = "--http-port", paramLabel = "P", defaultValue = "8080", description = "Port of the pages.")
    private int httpPort;

    @Option(names = "--mqtt-port", paramLabel = "Q", defaultValue = "1883", description = "Port of the broker.")
    private int mqttPort;

    @Option(names = "--history", paramLabel = "7d", defaultValue = "7d", description = "History to fill in at first.")
    private String history = "7d";

    @Option(
            names = "--fleet",
            paramLabel = "F",
            split = ",",
            defaultValue = "aghali,khidirli,shusha",
            description = "Settlements that are simulated (default: ${DEFAULT-VALUE}).")
    private List<String> fleets = List.of();

    @Option(
            names = "--until-ready",
            hidden = true,
            description = "Stops once it is ready: what a build learns starts from.")
    private boolean untilReady;

    private final Clock clock = Clock.systemUTC();

    /** Runs until the process is asked to end. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        Duration wanted = Durations.parse("--history", history);
        Path data = Optional.ofNullable(dataDirectory)
                .orElse(Home.folder().resolve("data/demo"))
                .toAbsolutePath();
        List<String> known = new ArrayList<>(fleets);
        known.add(RECORDED);
        Installation installation = Installation.load(config.path(), environment(data), known);
        System.out.println("Ocaq is starting");
        Past[] past = new Past[1];
        Village village =
                Village.start(installation, clock, store -> past[0] = past(store, installation, data, wanted));
        String password = new DemoAccounts(village.accounts(), data)
                .prepare(Optional.ofNullable(System.getenv("OCAQ_DEMO_PASSWORD")));
        Live live = live(village, past[0]);
        tell(village, password);
        if (untilReady) {
            close(live, village);
            return 0;
        }
        return Stop.await(() -> close(live, village));
    }

    private static void close(Live live, Village village) throws InterruptedException {
        live.close();
        village.close();
    }

    /**
     * When the registers of its devices started: with the month in which its history begins, because all that has been since
     * then is computed at each start. Kept in a file, for registers that go on.
     */
    private static LocalDate since(Path file, Instant history) throws IOException {
        if (Files.notExists(file)) {
            LocalDate since = LocalDate.ofInstant(history, ZoneOffset.UTC).withDayOfMonth(1);
            Files.writeString(file, since + System.lineSeparator());
            return since;
        }
        String kept = Files.readString(file).strip();
        try {
            return LocalDate.parse(kept);
        } catch (DateTimeParseException e) {
            throw new CommandException(
                    file + ": '" + kept + "' is no date: delete " + file.getParent() + " to begin a new village", e);
        }
    }

    private Map<String, String> environment(Path data) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("OCAQ_DATA_DIR", data.toString());
        environment.put("OCAQ_HTTP_PORT", Integer.toString(httpPort));
        environment.put("OCAQ_MQTT_PORT", Integer.toString(mqttPort));
        environment.put("OCAQ_MQTT_ANONYMOUS", "true");
        return environment;
    }

    /** The village, and the time up to which the store holds what it told: goes on from there, for as long as is asked for. */
    private Past past(TimeSeriesStore store, Installation installation, Path data, Duration wanted) {
        Instant now = clock.instant();
        Instant from = now.minus(wanted);
        Simulation simulation = simulation(installation, data.resolve("demo-since"), from);
        Optional<Instant> newest = installation.fleet().registry().settlements().stream()
                .filter(it -> !it.id().equals(RECORDED))
                .flatMap(it -> store.latest(it.id()).toCompletionStage().toCompletableFuture().join().stream())
                .map(Reading::time)
                .max(Instant::compareTo);
        Instant start = newest.filter(from::isBefore).orElse(from);
        if (start.isBefore(now)) {
            new History(simulation, System.out).fill(store, start, now);
        }
        return new Past(simulation, now);
    }

    private static Simulation simulation(Installation installation, Path since, Instant history) {
        try {
            Fleet fleet = installation.fleet().commissionedOn(since(since, history));
            return new Simulation(fleet, installation.types(), SEED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Live live(Village village, Past past) throws InterruptedException {
        Vertx vertx = Vertx.vertx();
        MqttPublisher publisher =
                Publishing.connect(vertx, PublisherSettings.of(village.brokerUrl(), "ocaq-demo-village"), 30);
        LiveSimulation live = new LiveSimulation(vertx, past.simulation(), publisher::publish, clock, 1);
        Publishing.await(live.start(past.reached()), 120, TimeUnit.SECONDS);
        return new Live(vertx, publisher, live);
    }

    private static void tell(Village village, String password) {
        System.out.printf(
                "%nOcaq is running; Ctrl-C stops it.%n%n  pages      %s%n  devices    %s (no password, this machine only)%n"
                        + "  accounts   admin, operator, resident (of aghali/home-017), crew%n  password   %s%n%n",
                village.address(), village.brokerUrl(), password);
    }

    /** The simulated village, and up to when it has told. */
    private record Past(Simulation simulation, Instant reached) {}

    /** The simulated village and its connection. */
    private record Live(Vertx vertx, MqttPublisher publisher, LiveSimulation simulation) {
        void close() throws InterruptedException {
            simulation.close();
            Publishing.await(publisher.close(), 15, TimeUnit.SECONDS);
            Publishing.await(vertx.close(), 15, TimeUnit.SECONDS);
        }
    }
}
