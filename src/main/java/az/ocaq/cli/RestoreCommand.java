package az.ocaq.cli;

import az.ocaq.Installation;
import az.ocaq.Restore;
import az.ocaq.backup.Manifest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ocaq restore}: puts a backup into an empty machine. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Puts a backup where the settings say: into their data directory and, where they name them, PostgreSQL and"
                    + " InfluxDB. All of these must be empty. Every checksum is seen to first.",
            "On a new machine, first: ocaq restore FILE --configuration /etc/ocaq",
            "then, once the settings in it are right: ocaq restore FILE --config /etc/ocaq/config/ocaq.yaml"
        })
public final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private ConfigFile config = new ConfigFile();

    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of("");

    @Option(
            names = "--configuration",
            paramLabel = "FOLDER",
            description = "Puts only the configuration, without passwords and keys, into this empty folder.")
    private @Nullable Path folder;

    /** Prints what was restored. */
    @Override
    public Integer call() {
        if (folder != null) {
            Manifest manifest = Restore.configuration(file, folder);
            System.out.println("configuration of " + manifest.time() + " is in " + folder);
            return 0;
        }
        Installation installation = config.load();
        Manifest manifest = Restore.data(installation, file, Clock.systemUTC());
        System.out.println("data of " + manifest.time() + " is in "
                + installation.settings().dataDir());
        return 0;
    }
}
