package az.ocaq.cli;

import az.ocaq.bench.IngestBench;
import az.ocaq.bench.NullSubscriber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ocaq bench}: load and capacity measurements on this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures Ocaq under load on this machine, with processes and data of its own.")
public final class BenchCommand {
    /** Measures what a server takes, against a subscriber that does nothing at the same broker. */
    @Command(
            name = "ingest",
            mixinStandardHelpOptions = true,
            description = "Sustained messages per second, loss and duplicates counted from the store, CPU, memory.")
    int ingest(
            @Option(names = "--devices", defaultValue = "1000", description = "Devices that publish in turn.")
                    int devices,
            @Option(names = "--seconds", defaultValue = "15", description = "How long to publish.") int seconds)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("ocaq-bench");
        return new IngestBench(directory, System.out).run(devices, Duration.ofSeconds(seconds));
    }

    /** The process that {@code ingest} compares with. */
    @Command(name = "null-subscriber", hidden = true)
    int nullSubscriber(@Parameters Path directory) throws Exception {
        NullSubscriber.run(directory);
        return 0;
    }
}
