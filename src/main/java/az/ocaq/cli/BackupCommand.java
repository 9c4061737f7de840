package az.ocaq.cli;

import az.ocaq.Backup;
import az.ocaq.backup.Manifest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ocaq backup}: everything that a server keeps, in one file. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Copies everything that the server keeps into one file: time series, alarms, accounts, credentials, outbox,"
                    + " quarantine and configuration, of one moment, with checksums.",
            "The server may run: it goes on meanwhile. The journal of its embedded broker, which holds what is not yet"
                    + " stored and retained messages, is only copied when it is stopped.",
            "Whoever runs it must be able to use the data directory: the server's own user, or root."
        })
public final class BackupCommand implements Callable<Integer> {
    @Mixin
    private ConfigFile config = new ConfigFile();

    @Parameters(paramLabel = "FILE", description = "Where the backup goes; must not exist.")
    private Path file = Path.of("");

    /** Prints what was made. */
    @Override
    public Integer call() {
        Manifest made = Backup.make(config.load(), file.toAbsolutePath(), Clock.systemUTC());
        System.out.println("backup of " + made.time() + " with " + made.files().size() + " files: " + file
                + (made.running() ? "" : ", broker journal included"));
        return 0;
    }
}
