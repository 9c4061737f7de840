package az.ocaq;

import az.ocaq.config.ConfigException;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.database.Database;
import az.ocaq.energy.Tariffs;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.fleet.Fleets;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Everything that is configured, read and checked together.
 *
 * @param settings of the server
 * @param types of devices
 * @param fleet what is monitored
 * @param tariffs what households pay
 */
public record Installation(Settings settings, DeviceTypes types, Fleet fleet, Tariffs tariffs) {
    /**
     * Reads the settings and every file that they name; the environment wins over the settings. Fails with a
     * {@link ConfigException} that lists everything wrong in all of them.
     */
    public static Installation load(Path configFile, Map<String, String> environment) {
        Problems problems = new Problems();
        Settings settings = Settings.read(configFile, environment, problems);
        DeviceTypes types = DeviceTypes.load(settings.sources().devices(), problems);
        Fleet fleet = Fleets.load(settings.sources().devices(), types, problems);
        Tariffs tariffs = Tariffs.read(YamlFile.read(settings.sources().tariffs(), problems));
        problems.throwIfAny();
        return new Installation(settings, types, fleet, tariffs);
    }

    /**
     * Opens the operational database of the settings; a command may do so beside the running server. Fails with a
     * {@link StartException} that says what to do.
     */
    public Database openDatabase(Vertx vertx) {
        Settings.DatabaseAccess access = settings.database();
        if (!access.url().isEmpty()) {
            return Database.open(
                    vertx,
                    access.url(),
                    access.credentials().user(),
                    access.credentials().password());
        }
        try {
            DataDirectory.make(settings.dataDir());
        } catch (IOException e) {
            throw new StartException("cannot write to " + settings.dataDir() + ": choose another data directory", e);
        }
        return Database.openH2(vertx, settings.dataDir().resolve("database"));
    }
}
