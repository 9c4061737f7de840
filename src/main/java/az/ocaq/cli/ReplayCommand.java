package az.ocaq.cli;

import az.ocaq.config.Problems;
import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.mqtt.PublisherSettings;
import az.ocaq.simulation.replay.Mapping;
import az.ocaq.simulation.replay.Recording;
import az.ocaq.simulation.replay.Replay;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ocaq replay}: recorded series as if their devices were there. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Publishes a recorded CSV, acknowledged, with its recorded times, as the devices of a mapping.")
public final class ReplayCommand implements Callable<Integer> {
    private static final long PATIENCE_SECONDS = 30;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The recorded table.")
    private Path file = Path.of("");

    @Option(
            names = "--mapping",
            required = true,
            paramLabel = "M",
            description = "A file, or the name of one of devices/mappings.")
    private String mapping = "";

    @Option(
            names = "--broker",
            required = true,
            paramLabel = "URL",
            description = "tcp://host:port or ssl://host:port.")
    private String broker = "";

    @Option(
            names = "--speed",
            paramLabel = "N",
            description = "Recorded seconds per second (default: as fast as the broker acknowledges).")
    private double speed;

    private final Clock clock = Clock.systemUTC();

    /** 0 once the broker has acknowledged the last message. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.isRegularFile(file) || speed < 0) {
            String what = speed < 0 ? "--speed must be more than 0" : "there is no file " + file;
            throw new CommandLine.ParameterException(
                    Optional.ofNullable(spec).orElseThrow().commandLine(), what);
        }
        Problems problems = new Problems();
        Mapping read = Mapping.load(mappingFile(), problems);
        problems.throwIfAny();
        Vertx vertx = Vertx.vertx();
        try (Recording recording = new Recording(file, read)) {
            MqttPublisher publisher = Publishing.connect(
                    vertx,
                    PublisherSettings.of(
                            broker, "ocaq-replay-" + ProcessHandle.current().pid()),
                    PATIENCE_SECONDS);
            Replay replay = new Replay(vertx, recording, publisher::publish, clock, speed);
            long messages = Publishing.await(replay.run(), Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            Publishing.await(publisher.close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
            System.out.println("The broker has acknowledged " + messages + " messages.");
        } finally {
            Publishing.await(vertx.close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return 0;
    }

    private Path mappingFile() {
        Path given = Path.of(mapping);
        return mapping.endsWith(".yaml") || Files.exists(given)
                ? given
                : Home.folder().resolve("devices/mappings").resolve(mapping + ".yaml");
    }
}
