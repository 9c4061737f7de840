package az.ocaq;

import az.ocaq.alarm.Causes;
import az.ocaq.alarm.engine.Policy;
import az.ocaq.alarm.engine.PolicyReader;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.ConfigException;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.database.Database;
import az.ocaq.energy.Tariffs;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.fleet.Fleets;
import az.ocaq.notify.Contacts;
import az.ocaq.store.TimeSeriesStore;
import az.ocaq.store.influx.InfluxSettings;
import az.ocaq.store.influx.InfluxStore;
import az.ocaq.store.questdb.QuestStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Everything that is configured, read and checked together.
 *
 * @param settings of the server
 * @param types of devices
 * @param fleet what is monitored
 * @param tariffs what households pay
 * @param rules when an alarm is raised
 * @param policy how alarms become messages
 * @param contacts whom the messages reach
 * @param causes what alarms are closed with
 */
public record Installation(
        Settings settings,
        DeviceTypes types,
        Fleet fleet,
        Tariffs tariffs,
        Rules rules,
        Policy policy,
        Contacts contacts,
        Causes causes) {
    private static final String DATABASE = "database";

    /**
     * Reads the settings and every file that they name; the environment wins over the settings. Fails with a
     * {@link ConfigException} that lists everything wrong in all of them.
     */
    public static Installation load(Path configFile, Map<String, String> environment) {
        return load(configFile, environment, Fleets::load);
    }

    /** Like {@link #load(Path, Map)}, with the named fleets only. */
    public static Installation load(Path configFile, Map<String, String> environment, List<String> fleets) {
        return load(
                configFile, environment, (devices, types, problems) -> Fleets.load(devices, fleets, types, problems));
    }

    private interface FleetSource {
        Fleet load(Path devices, DeviceTypes types, Problems problems);
    }

    private static Installation load(Path configFile, Map<String, String> environment, FleetSource fleets) {
        Problems problems = new Problems();
        Settings settings = Settings.read(configFile, environment, problems);
        DeviceTypes types = DeviceTypes.load(settings.sources().devices(), problems);
        Fleet fleet = fleets.load(settings.sources().devices(), types, problems);
        Tariffs tariffs = Tariffs.read(YamlFile.read(settings.sources().tariffs(), problems));
        Rules rules = Rules.read(settings.sources().alarms(), problems);
        Policy policy = PolicyReader.read(YamlFile.read(settings.sources().crews(), problems));
        Path contactsFile = settings.sources().contacts();
        Contacts contacts =
                Contacts.read(YamlFile.read(contactsFile, problems), contactsFile.resolveSibling("."), environment);
        Path causesFile = settings.sources().causes();
        Causes causes = Files.exists(causesFile) ? Causes.read(YamlFile.read(causesFile, problems)) : Causes.NONE;
        problems.throwIfAny();
        return new Installation(settings, types, fleet, tariffs, rules, policy, contacts, causes);
    }

    /** What would keep alarms from people, a sentence each: nobody's contact, nobody on duty. */
    public List<String> unreachable(Instant now) {
        return Reachability.findings(policy, contacts, now);
    }

    /** What would keep rules from seeing a value, a sentence each. */
    public List<String> unwatched() {
        return rules.unwatched(types.all().stream()
                .flatMap(it -> it.metrics().keySet().stream())
                .collect(Collectors.toSet()));
    }

    /** The same with rules and crews read again; fails like {@link #load(Path, Map)}. */
    public Installation alarmsAgain() {
        Problems problems = new Problems();
        Rules again = Rules.read(settings.sources().alarms(), problems);
        Policy crews = PolicyReader.read(YamlFile.read(settings.sources().crews(), problems));
        problems.throwIfAny();
        return new Installation(settings, types, fleet, tariffs, again, crews, contacts, causes);
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
        return Database.openH2(vertx, settings.dataDir().resolve(DATABASE));
    }

    /** The time-series store of the settings. */
    TimeSeriesStore openStore(Vertx vertx, Clock clock) {
        Settings.Influx influx = settings.store().influx();
        return influx.url().isEmpty()
                ? QuestStore.open(
                        vertx,
                        settings.dataDir().resolve(BackupWriter.SERIES),
                        settings.store().sync(),
                        settings.store().rawRetention(),
                        clock)
                : new InfluxStore(
                        vertx,
                        new InfluxSettings(
                                influx.url(),
                                influx.organization(),
                                influx.database(),
                                influx.token(),
                                settings.store().rawRetention()),
                        clock);
    }

    /** Fills the empty operational database of the settings with the rows of a backup. */
    void restoreDatabase(InputStream rows) throws IOException {
        Settings.DatabaseAccess access = settings.database();
        if (access.url().isEmpty()) {
            Database.restoreH2(settings.dataDir().resolve(DATABASE), rows);
        } else {
            Database.restore(
                    access.url(),
                    access.credentials().user(),
                    access.credentials().password(),
                    rows);
        }
    }

    /** Where the server that uses this installation's data is reached; empty when none was started. */
    public Optional<URI> runningServer() {
        return DataDirectory.announced(settings.dataDir());
    }
}
