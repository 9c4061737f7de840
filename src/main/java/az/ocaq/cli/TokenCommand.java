package az.ocaq.cli;

import az.ocaq.access.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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

/** {@code ocaq token}: what scripts sign in with. Works beside the running server. */
@Command(name = "token", mixinStandardHelpOptions = true, description = "Lists, makes and removes API tokens.")
public final class TokenCommand implements Runnable {
    @Mixin
    private ConfigFile config = new ConfigFile();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw wrong("say what to do: list, add or remove");
    }

    /** Prints every token on a line, without its secret. */
    @Command(mixinStandardHelpOptions = true, description = "Prints all tokens.")
    int list() {
        List<Tokens.Token> all = with(tokens -> AccessDatabase.await(tokens.list(Optional.empty())));
        for (Tokens.Token token : all) {
            System.out.println(String.join(
                    "\t",
                    token.id(),
                    token.account(),
                    token.readOnly() ? "read" : "write",
                    token.settlements().isEmpty() ? "all" : String.join(",", token.settlements()),
                    token.expiresAt().toString(),
                    token.title()));
        }
        return 0;
    }

    /** Makes a token and prints its text, the only time. */
    @Command(mixinStandardHelpOptions = true, description = "Makes a token for an account and prints it, once.")
    int add(
            @Parameters(paramLabel = "ACCOUNT") String account,
            @Option(names = "--title", defaultValue = "", description = "what it is for") String title,
            @Option(names = "--days", defaultValue = "90", description = "until it expires (default: 90)") int days,
            @Option(names = "--write", description = "may change things, too") boolean write,
            @Option(names = "--settlement", split = ",", description = "only these settlements") @Nullable
                    Set<String> settlements) {
        Tokens.Wish wish = new Tokens.Wish(
                account, title, !write, settlements == null ? Set.of() : settlements, Duration.ofDays(days));
        Tokens.Made made = with(tokens -> AccessDatabase.await(tokens.create(wish)));
        System.out.println(made.text());
        return 0;
    }

    /** Removes a token. */
    @Command(mixinStandardHelpOptions = true, description = "Removes a token.")
    int remove(@Parameters(paramLabel = "ID") String id) {
        if (!with(tokens -> AccessDatabase.await(tokens.remove(id, Optional.empty())))) {
            throw wrong("there is no token '" + id + "'");
        }
        System.out.println("token " + id + " removed");
        return 0;
    }

    private interface Work<T> {
        T on(Tokens tokens);
    }

    private <T> T with(Work<T> work) {
        try (AccessDatabase database = new AccessDatabase(config.load())) {
            return work.on(new Tokens(database.database(), Clock.systemUTC()));
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private CommandLine.ParameterException wrong(String what) {
        CommandLine line = spec == null ? new CommandLine(this) : spec.commandLine();
        return new CommandLine.ParameterException(line, what);
    }
}
