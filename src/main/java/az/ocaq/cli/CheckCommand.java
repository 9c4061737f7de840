package az.ocaq.cli;

import az.ocaq.Installation;
import az.ocaq.config.Problems;
import az.ocaq.decode.Decoders;
import az.ocaq.fleet.Fleets;
import az.ocaq.simulation.fault.FaultSchedule;
import az.ocaq.simulation.fault.FaultTargets;
import az.ocaq.simulation.replay.Mapping;
import az.ocaq.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ocaq check}: whether everything that is configured can be used. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Checks the settings and every file that they name; tells file, line and what is wrong.")
public final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigFile config = new ConfigFile();

    /** 0 when all is well; what is wrong is thrown as one exception that lists all of it. */
    @Override
    public Integer call() {
        Installation installation = config.load();
        Path dialects = installation.settings().sources().devices().resolve("dialects");
        var unused = Decoders.standard(dialects, ZoneId.of("Asia/Baku"));
        checkFolders(installation);
        installation.settings().certificates().forEach(CheckCommand::check);
        System.out.printf(
                "All is well: %d device types, %d settlements, %d devices.%n",
                installation.types().all().size(),
                installation.fleet().registry().settlements().size(),
                installation.fleet().registry().devices().size());
        Stream.concat(
                        installation.unwatched().stream(),
                        installation.unreachable(Clock.systemUTC().instant()).stream())
                .forEach(it -> System.out.println("Note: " + it + "."));
        return 0;
    }

    /** What other commands read of the devices' folder: fault schedules and mappings of recorded series. */
    private static void checkFolders(Installation installation) {
        Path devices = installation.settings().sources().devices();
        FaultTargets targets = new FaultTargets(installation.fleet(), installation.types());
        Problems problems = new Problems();
        for (Path file : yamlFiles(devices.resolve("faults"))) {
            var unused = FaultSchedule.load(file, targets, Instant.EPOCH, problems);
        }
        for (Path file : yamlFiles(devices.resolve("mappings"))) {
            Mapping.load(file, problems).check(file, installation.fleet().registry(), problems);
        }
        for (Path folder : folders(devices.resolve("fleets"))) {
            var unused = Fleets.load(devices, List.of(folder.toString()), installation.types(), problems);
        }
        problems.throwIfAny();
    }

    private static List<Path> yamlFiles(Path folder) {
        return list(folder, it -> it.toString().endsWith(".yaml"));
    }

    private static List<Path> folders(Path folder) {
        return list(folder, Files::isDirectory);
    }

    /** In the order of their names; none where there is no such folder. */
    private static List<Path> list(Path folder, Predicate<Path> which) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(which).sorted().toList();
        } catch (IOException e) {
            throw new CommandException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void check(TlsFiles files) {
        Instant end = files.check(Clock.systemUTC().instant());
        System.out.println(files.section() + ".tls_certificate is valid until " + end + ".");
    }
}
