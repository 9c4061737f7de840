package az.ocaq.cli;

import az.ocaq.config.Problems;
import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.mqtt.PublisherSettings;
import az.ocaq.simulation.LiveSimulation;
import az.ocaq.simulation.Simulation;
import az.ocaq.simulation.fault.FaultSchedule;
import io.vertx.core.Vertx;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ocaq simulate}: a village that is not there. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Publishes the telemetry of a simulated fleet, or prints it (--dry-run) as JSON lines.")
public final class SimulateCommand implements Callable<Integer> {
    private static final int BUFFER = 1 << 16;
    private static final long PATIENCE_SECONDS = 30;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private FleetChoice choice = new FleetChoice();

    @Option(
            names = "--broker",
            paramLabel = "URL",
            description = "Where to publish: tcp://host:port or ssl://host:port.")
    private @Nullable String broker;

    @Option(
            names = "--speed",
            paramLabel = "N",
            description = "Village seconds per second (default: ${DEFAULT-VALUE}).")
    private double speed = 1;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Another seed, another village (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--dry-run", description = "Prints {\"topic\",\"payload\"} lines of the time from --from to --to.")
    private boolean dryRun;

    @Option(names = "--from", paramLabel = "T", description = "First time, ISO 8601 (with --broker default: now).")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "T", description = "Time to stop before.")
    private @Nullable String to;

    @Option(
            names = "--step",
            paramLabel = "S",
            description = "Seconds between two reports of a device, at least its interval.")
    private long step;

    @Option(names = "--faults", paramLabel = "FILE", description = "What goes wrong, and when (docs/simulation.md).")
    private @Nullable Path faults;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Where to write, as JSON lines, what a server must find of the faults.")
    private @Nullable Path labels;

    private final Clock clock = Clock.systemUTC();

    /** Publishes until the process is asked to end, or prints to the end of the time asked for. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        FleetChoice.Chosen chosen = choice.load();
        Simulation simulation = new Simulation(chosen.fleet(), chosen.types(), seed, schedule());
        if (dryRun) {
            print(
                    simulation,
                    time("--from", from).orElseThrow(),
                    time("--to", to).orElseThrow());
        } else {
            publish(simulation);
        }
        return 0;
    }

    private FaultSchedule schedule() throws IOException {
        if (faults == null) {
            return FaultSchedule.NONE;
        }
        Problems problems = new Problems();
        FaultSchedule schedule = FaultSchedule.load(faults, problems);
        problems.throwIfAny();
        if (labels != null) {
            Files.write(labels, schedule.labels());
        }
        return schedule;
    }

    private void check() {
        if (dryRun) {
            Optional<Instant> first = time("--from", from);
            Optional<Instant> end = time("--to", to);
            if (first.isEmpty() || end.isEmpty() || !first.get().isBefore(end.get())) {
                throw wrong("--dry-run needs --from and --to, the first before the second");
            }
        } else if (broker == null) {
            throw wrong("either --broker or --dry-run must be there");
        }
        if (!(speed > 0)) {
            throw wrong("--speed must be more than 0");
        }
        if (step < 0) {
            throw wrong("--step must not be negative");
        }
    }

    private void print(Simulation simulation, Instant first, Instant end) throws IOException {
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER)) {
            simulation.messages(first, end, Duration.ofSeconds(step), message -> {
                try {
                    out.write(("{\"topic\":\"" + message.topic() + "\",\"payload\":").getBytes(StandardCharsets.UTF_8));
                    out.write(message.payload());
                    out.write('}');
                    out.write('\n');
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void publish(Simulation simulation) throws InterruptedException {
        Vertx vertx = Vertx.vertx();
        String url = Optional.ofNullable(broker).orElse("");
        MqttPublisher publisher =
                Publishing.connect(vertx, PublisherSettings.of(url, "ocaq-simulate-" + seed), PATIENCE_SECONDS);
        LiveSimulation live = new LiveSimulation(vertx, simulation, publisher::publish, clock, speed);
        Instant start = time("--from", from).orElseGet(clock::instant);
        Publishing.await(live.start(start), 600, TimeUnit.SECONDS);
        System.out.println("The village publishes to " + url + "; Ctrl-C stops it.");
        Stop.await(() -> {
            live.close();
            Publishing.await(publisher.close(), 15, TimeUnit.SECONDS);
        });
    }

    private Optional<Instant> time(String option, @Nullable String text) {
        return Optional.ofNullable(text)
                .map(it -> Times.parse(it)
                        .orElseThrow(() -> wrong(option + ": '" + it + "' is no time such as 2026-01-31T12:00:00Z")));
    }

    private CommandLine.ParameterException wrong(String what) {
        return new CommandLine.ParameterException(
                Optional.ofNullable(spec).orElseThrow().commandLine(), what);
    }
}
