package az.ocaq.cli;

import java.nio.file.Path;

/** The folder that Ocaq is installed in, with {@code config}, {@code devices} and {@code dashboards}. */
final class Home {
    private Home() {}

    /** As the launcher says; the working directory without it. */
    static Path folder() {
        return Path.of(System.getProperty("ocaq.home", "")).toAbsolutePath();
    }
}
