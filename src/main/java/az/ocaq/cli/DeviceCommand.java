package az.ocaq.cli;

import az.ocaq.Installation;
import az.ocaq.access.Accounts;
import az.ocaq.database.Database;
import az.ocaq.measurement.DeviceId;
import az.ocaq.mqtt.CrewTopics;
import az.ocaq.mqtt.credential.Credential;
import az.ocaq.mqtt.credential.CredentialStore;
import az.ocaq.mqtt.credential.MosquittoFiles;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ocaq device}: what devices connect to the broker with. */
@Command(
        name = "device",
        mixinStandardHelpOptions = true,
        description = "Credentials of devices and gateways for the broker. A running server follows within 5 seconds.")
public final class DeviceCommand {
    private static final int WRONG_INPUT = 2;

    @Mixin
    private ConfigFile config = new ConfigFile();

    /** Adds a device or gateway and prints its password, once. */
    @Command(mixinStandardHelpOptions = true, description = "Adds a device and prints its password, which is not kept.")
    int create(
            @Parameters(paramLabel = "NAME", description = "User name: settlement/site/device, or any with --topic.")
                    String name,
            @Option(names = "--gateway", description = "May publish for every device of its site.") boolean gateway,
            @Option(names = "--child", paramLabel = "DEVICE", description = "May publish for this device as well.")
                    List<String> children,
            @Option(
                            names = "--topic",
                            paramLabel = "FILTER",
                            description = "May publish under this topic filter as well.")
                    List<String> topics) {
        List<String> all = new ArrayList<>(topics == null ? List.of() : topics);
        try {
            DeviceId.parse(name).ifPresent(it -> all.add(gateway ? site(it) : own(it)));
            for (String child : children == null ? List.<String>of() : children) {
                all.add(own(DeviceId.parse(child).orElseThrow(() -> wrong(child))));
            }
        } catch (IllegalArgumentException e) {
            return refuse(String.valueOf(e.getMessage()));
        }
        if (all.isEmpty()) {
            return refuse("'" + name + "' is not settlement/site/device: say with --topic what it may publish");
        }
        if (name.contains(":") || name.contains("\n") || name.isBlank()) {
            return refuse("a name must not be empty and has no colon");
        }
        return withStore(store -> show(store.create(name, all), name + " is there already: rotate or revoke it"));
    }

    /** Adds the credential by which a crew acknowledges and prints its password, once. */
    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Lets an account acknowledge alarms by MQTT: adds crew/ACCOUNT and prints its password, which is not"
                            + " kept.")
    int crew(@Parameters(paramLabel = "ACCOUNT", description = "An account of ocaq user.") String account) {
        List<String> heard = config.load().settings().mqtt().topics();
        if (!CrewTopics.heardBy(heard)) {
            return refuse("mqtt.topics has nothing that hears crews: add crew/+/ack and start the server again");
        }
        return withDatabase(database -> {
            boolean known = database.transactBlocking(handle -> Accounts.exists(handle, account));
            String name = CrewTopics.credential(account);
            return known
                    ? show(
                            new CredentialStore(database, Clock.systemUTC())
                                    .create(name, List.of(CrewTopics.ack(account))),
                            name + " is there already: rotate or revoke it")
                    : refuse("there is no account " + account + ": see ocaq user list");
        });
    }

    /** Gives a new password and prints it, once. */
    @Command(mixinStandardHelpOptions = true, description = "Gives a device a new password and prints it.")
    int rotate(@Parameters(paramLabel = "NAME") String name) {
        return withStore(store -> show(store.rotate(name), unknown(name)));
    }

    /** Refuses a device from now on. */
    @Command(mixinStandardHelpOptions = true, description = "Refuses a device from now on.")
    int revoke(@Parameters(paramLabel = "NAME") String name) {
        return withStore(store -> store.revoke(name) ? 0 : refuse(unknown(name)));
    }

    /** Lists names and topics. */
    @Command(mixinStandardHelpOptions = true, description = "Lists the devices and what they may publish.")
    int list() {
        return withStore(store -> {
            for (Credential it : store.all()) {
                System.out.println(it.name() + (it.revoked() ? " (revoked) " : " ") + String.join(" ", it.topics()));
            }
            return 0;
        });
    }

    /** Writes the files of an external broker. */
    @Command(mixinStandardHelpOptions = true, description = "Writes the files of an external broker.")
    int acl(
            @Option(
                            names = "--mosquitto",
                            required = true,
                            paramLabel = "FOLDER",
                            description = "Writes Mosquitto's password_file (passwords) and acl_file (acl) there.")
                    Path folder) {
        return withStore(store -> {
            try {
                MosquittoFiles.write(store.all(), folder);
                return 0;
            } catch (IOException e) {
                return refuse("cannot write to " + folder + ": " + e.getMessage());
            }
        });
    }

    private int withStore(ToIntFunction<CredentialStore> work) {
        return withDatabase(database -> work.applyAsInt(new CredentialStore(database, Clock.systemUTC())));
    }

    private int withDatabase(ToIntFunction<Database> work) {
        Installation installation = config.load();
        Vertx vertx = Vertx.vertx();
        try (Database database = installation.openDatabase(vertx)) {
            return work.applyAsInt(database);
        } finally {
            var unused = vertx.close();
        }
    }

    private static int show(Optional<String> secret, String otherwise) {
        if (secret.isEmpty()) {
            return refuse(otherwise);
        }
        System.out.println(secret.get());
        return 0;
    }

    private static int refuse(String why) {
        System.err.println(why);
        return WRONG_INPUT;
    }

    private static String unknown(String name) {
        return "there is no device " + name + ": see ocaq device list";
    }

    private static IllegalArgumentException wrong(String id) {
        return new IllegalArgumentException("'" + id + "' is not settlement/site/device");
    }

    private static String own(DeviceId id) {
        return "village/" + id + "/#";
    }

    private static String site(DeviceId id) {
        return "village/" + id.settlement() + "/" + id.site() + "/#";
    }
}
