package az.ocaq.cli;

import az.ocaq.Installation;
import az.ocaq.access.Accounts;
import az.ocaq.access.Actor;
import az.ocaq.access.Role;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ocaq user}: who may sign in. Works beside the running server, which takes note within 15 seconds. */
@Command(name = "user", mixinStandardHelpOptions = true, description = "Lists, adds, changes and removes accounts.")
public final class UserCommand implements Runnable {
    @Mixin
    private ConfigFile config = new ConfigFile();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw wrong("say what to do: list, add, password or remove");
    }

    /** Prints every account on a line. */
    @Command(mixinStandardHelpOptions = true, description = "Prints all accounts.")
    int list() {
        List<Actor> all = with((accounts, installation) -> AccessDatabase.await(accounts.all()));
        for (Actor account : all) {
            System.out.println(String.join(
                    "\t",
                    account.user(),
                    account.role().word(),
                    account.home()
                            .orElse(account.settlements().isEmpty() ? "all" : String.join(",", account.settlements())),
                    account.utilities().isEmpty() ? "all" : String.join(",", account.utilities())));
        }
        return 0;
    }

    /** Makes an account. */
    @Command(mixinStandardHelpOptions = true, description = "Adds an account; the password is asked for.")
    int add(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--role", required = true, description = "admin, engineer, operator, crew or resident")
                    String role,
            @Option(names = "--settlement", split = ",", description = "only these settlements") @Nullable
                    Set<String> settlements,
            @Option(names = "--utility", split = ",", description = "only these utilities") @Nullable
                    Set<String> utilities,
            @Option(names = "--home", description = "settlement/site of a resident") @Nullable String home,
            @Option(names = "--password-file", description = "file whose first line is the password") @Nullable
                    Path passwordFile)
            throws IOException {
        Actor account = new Actor(
                name,
                role(role),
                settlements == null ? Set.of() : settlements,
                utilities == null ? Set.of() : utilities,
                Optional.ofNullable(home));
        return with((accounts, installation) -> {
            requireKnown(account, installation);
            AccessDatabase.await(accounts.create(account, password(passwordFile)));
            System.out.println("account " + name + " added");
            return 0;
        });
    }

    /** Replaces a password. */
    @Command(mixinStandardHelpOptions = true, description = "Replaces an account's password and ends its sessions.")
    int password(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--password-file", description = "file whose first line is the password") @Nullable
                    Path passwordFile) {
        return with((accounts, installation) -> {
            AccessDatabase.await(accounts.changePassword(name, password(passwordFile)));
            System.out.println("password of " + name + " replaced");
            return 0;
        });
    }

    /** Removes an account. */
    @Command(mixinStandardHelpOptions = true, description = "Removes an account with its tokens and sessions.")
    int remove(@Parameters(paramLabel = "NAME") String name) {
        return with((accounts, installation) -> {
            AccessDatabase.await(accounts.remove(name));
            System.out.println("account " + name + " removed");
            return 0;
        });
    }

    private interface Work<T> {
        T on(Accounts accounts, Installation installation);
    }

    private <T> T with(Work<T> work) {
        Installation installation = config.load();
        try (AccessDatabase database = new AccessDatabase(installation);
                Accounts accounts = new Accounts(database.vertx(), database.database(), Clock.systemUTC())) {
            return work.on(accounts, installation);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private static void requireKnown(Actor account, Installation installation) {
        var registry = installation.fleet().registry();
        account.settlements().stream()
                .filter(it -> registry.settlement(it).isEmpty())
                .findFirst()
                .ifPresent(it -> {
                    throw new IllegalArgumentException("there is no settlement '" + it + "'");
                });
        account.home().ifPresent(home -> {
            String[] parts = home.split("/", -1);
            if (parts.length != 2 || registry.site(parts[0], parts[1]).isEmpty()) {
                throw new IllegalArgumentException("there is no site '" + home + "'; a home is settlement/site");
            }
        });
    }

    private Role role(String word) {
        for (Role role : Role.values()) {
            if (role.word().equals(word.toLowerCase(Locale.ROOT))) {
                return role;
            }
        }
        throw wrong("--role must be one of admin, engineer, operator, crew, resident");
    }

    /** The first line of a file, or what somebody types, or the first line of standard input. */
    @SuppressWarnings("SystemConsoleNull") // where there is always a console it reads redirected input, too
    private String password(@Nullable Path file) {
        try {
            if (file != null) {
                return Files.readAllLines(file).stream().findFirst().orElse("");
            }
            Console console = System.console();
            if (console != null) {
                char[] typed = console.readPassword("Password: ");
                return typed == null ? "" : new String(typed);
            }
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw wrong("the password cannot be read: " + e.getMessage());
        }
    }

    private CommandLine.ParameterException wrong(String what) {
        CommandLine line = spec == null ? new CommandLine(this) : spec.commandLine();
        return new CommandLine.ParameterException(line, what);
    }
}
