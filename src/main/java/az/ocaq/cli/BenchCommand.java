package az.ocaq.cli;

import az.ocaq.alarm.rule.Rules;
import az.ocaq.bench.AlarmEngineBench;
import az.ocaq.bench.FirstPhaseBench;
import az.ocaq.bench.HistoryBench;
import az.ocaq.bench.IngestBench;
import az.ocaq.bench.NullSubscriber;
import az.ocaq.config.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
            @Option(
                            names = "--warm-up",
                            defaultValue = "60",
                            description = "Seconds of the same load before (default: 60).")
                    int warmUp,
            @Option(names = "--seconds", defaultValue = "30", description = "How long to measure (default: 30).")
                    int seconds)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("ocaq-bench");
        return new IngestBench(directory, System.out)
                .run(devices, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
    }

    /** Measures a server with the whole first phase. */
    @Command(
            name = "first-phase",
            mixinStandardHelpOptions = true,
            description = "Restart, memory, CPU and answers with 34,500 homes that publish in real time.")
    int firstPhase(
            @Option(names = "--settlements", defaultValue = "100", description = "How many (default: 100).")
                    int settlements,
            @Option(names = "--homes", defaultValue = "34500", description = "In all of them (default: 34500).")
                    int homes,
            @Option(names = "--seconds", defaultValue = "60", description = "How long to measure.") int seconds)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("ocaq-bench");
        new FirstPhaseBench(directory, System.out, Clock.systemUTC())
                .run(settlements, homes, Duration.ofSeconds(seconds));
        return 0;
    }

    /** Measures the alarm engine alone. */
    @Command(
            name = "alarms",
            mixinStandardHelpOptions = true,
            description = "Cost of a reading with 0, 10 and 100 rules, first samples, and memory per device.")
    int alarms(
            @Option(names = "--homes", defaultValue = "34500", description = "How many meters (default: 34500).")
                    int homes) {
        Problems problems = new Problems();
        Rules rules = Rules.read(Home.folder().resolve("config/alarms"), problems);
        problems.throwIfAny();
        new AlarmEngineBench(rules, System.out).run(homes);
        return 0;
    }

    /** Measures what is asked of long spans. */
    @Command(
            name = "history",
            mixinStandardHelpOptions = true,
            description = "Answers from the stored past of a simulated settlement.")
    int history(@Option(names = "--days", defaultValue = "365", description = "How much past (default: 365).") int days)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("ocaq-bench");
        new HistoryBench(directory, System.out, Clock.systemUTC()).run(days);
        return 0;
    }

    /** The process that {@code ingest} compares with. */
    @Command(name = "null-subscriber", hidden = true)
    int nullSubscriber(@Parameters Path directory) throws Exception {
        NullSubscriber.run(directory);
        return 0;
    }
}
