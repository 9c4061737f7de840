package az.ocaq.cli;

import az.ocaq.Installation;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option {@code --config} of the commands that work with a server's settings. */
final class ConfigFile {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Settings of the server (default: config/ocaq.yaml of the installation).")
    private @Nullable Path file;

    /** Everything that is configured; the environment wins over the settings. */
    Installation load() {
        return Installation.load(path(), System.getenv());
    }

    Path path() {
        return Optional.ofNullable(file).orElse(Home.folder().resolve("config/ocaq.yaml"));
    }
}
