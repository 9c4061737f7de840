package az.ocaq.cli;

import az.ocaq.Installation;
import az.ocaq.decode.Decoders;
import az.ocaq.tls.TlsFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Callable;
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
        installation.settings().certificates().forEach(CheckCommand::check);
        System.out.printf(
                "All is well: %d device types, %d settlements, %d devices.%n",
                installation.types().all().size(),
                installation.fleet().registry().settlements().size(),
                installation.fleet().registry().devices().size());
        return 0;
    }

    private static void check(TlsFiles files) {
        Instant end = files.check(Clock.systemUTC().instant());
        System.out.println(files.section() + ".tls_certificate is valid until " + end + ".");
    }
}
