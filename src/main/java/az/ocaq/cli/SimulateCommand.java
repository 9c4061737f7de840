package az.ocaq.cli;

import az.ocaq.config.ConfigException;
import az.ocaq.measurement.Message;
import az.ocaq.simulation.LiveSimulation;
import az.ocaq.simulation.Simulation;
import az.ocaq.simulation.fault.Fault;
import az.ocaq.simulation.fault.FaultReader;
import az.ocaq.simulation.fault.FaultTargets;
import io.vertx.core.Vertx;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
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
    private static final byte[] TOPIC = "{\"topic\":\"".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PAYLOAD = "\",\"payload\":".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "}\n".getBytes(StandardCharsets.UTF_8);
    /** How far ahead faults that come by chance are drawn and labelled. */
    private static final Duration LABELLED = Duration.ofDays(366);

    private static final long PACE_SECONDS = 10;

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

    @Mixin
    private FaultChoice faults = new FaultChoice();

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "MQTT connections that the settlements share (default: ${DEFAULT-VALUE}).")
    private int connections = 4;

    private final Clock clock = Clock.systemUTC();

    /** Publishes until the process is asked to end, or prints to the end of the time asked for. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        FleetChoice.Chosen chosen = choice.load();
        if (dryRun) {
            Instant first = time("--from", from).orElseThrow();
            Instant end = time("--to", to).orElseThrow();
            print(simulation(chosen, first, end), first, end);
        } else {
            return publish(chosen);
        }
        return 0;
    }

    private Simulation simulation(FleetChoice.Chosen chosen, Instant first, Instant end) throws IOException {
        return new Simulation(chosen.fleet(), chosen.types(), seed, faults.schedule(chosen, seed, first, end));
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
        if (connections < 1 || connections > 1000) {
            throw wrong("--connections must be from 1 to 1000");
        }
        if (step < 0) {
            throw wrong("--step must not be negative");
        }
    }

    private void print(Simulation simulation, Instant first, Instant end) throws IOException {
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER)) {
            simulation.messages(first, end, Duration.ofSeconds(step), message -> {
                try {
                    line(message, out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The payload of JSON as it is; another convention's as {@code decode} takes it, with the time at which it arrives. */
    private static void line(Message message, OutputStream out) throws IOException {
        out.write(TOPIC);
        out.write(message.topic().getBytes(StandardCharsets.UTF_8));
        if (message.topic().startsWith("village/") && message.payload()[0] != 'o') {
            out.write(PAYLOAD);
            out.write(message.payload());
        } else {
            String rest = "\",\"payload_base64\":\"" + Base64.getEncoder().encodeToString(message.payload())
                    + "\",\"received_at\":\"" + message.receivedAt() + '"';
            out.write(rest.getBytes(StandardCharsets.UTF_8));
        }
        out.write(END);
    }

    private int publish(FleetChoice.Chosen chosen) throws IOException, InterruptedException {
        Instant start = time("--from", from).orElseGet(clock::instant);
        Simulation simulation = simulation(chosen, start, start.plus(LABELLED));
        Vertx vertx = Vertx.vertx();
        String url = Optional.ofNullable(broker).orElse("");
        int count = Math.min(
                connections, Math.max(1, chosen.fleet().registry().settlements().size()));
        Connections gateways = new Connections(vertx, url, "ocaq-simulate-" + seed, count);
        LiveSimulation live = new LiveSimulation(vertx, simulation, gateways, clock, speed);
        Publishing.await(live.start(start), 600, TimeUnit.SECONDS);
        System.out.println("The village publishes to " + url + "; Ctrl-C stops it.");
        long timer = vertx.setPeriodic(
                TimeUnit.SECONDS.toMillis(PACE_SECONDS), ignored -> System.err.println("simulate: " + live.pace()));
        if (faults.isRunning()) {
            Thread listener =
                    new Thread(() -> listen(live, new FaultTargets(chosen.fleet(), chosen.types())), "faults");
            listener.setDaemon(true);
            listener.start();
        }
        return Stop.await(() -> {
            live.close();
            boolean unused = vertx.cancelTimer(timer);
            gateways.close();
            System.err.printf("simulate: %s; %d messages published%n", live.pace(), live.published());
        });
    }

    /** Takes one fault a line until standard input ends. */
    private void listen(LiveSimulation live, FaultTargets targets) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    take(line, live, targets);
                }
            }
        } catch (IOException e) {
            System.err.println("No more faults can be read: " + e.getMessage());
        }
    }

    private void take(String line, LiveSimulation live, FaultTargets targets) throws IOException {
        try {
            Instant now = live.now();
            Fault fault = new FaultReader(targets, now).line(line);
            if (!fault.to().isAfter(now)) {
                System.err.println("fault \"" + line.strip() + "\": is over; in the village it is " + now);
                return;
            }
            faults.label(fault);
            var unused = live.add(fault);
            System.out.println(fault.label());
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
        }
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
