package az.ocaq;

import az.ocaq.cli.DecodeCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code ocaq}. */
@Command(
        name = "ocaq",
        description = "Monitoring server for smart villages",
        mixinStandardHelpOptions = true,
        subcommands = DecodeCommand.class,
        versionProvider = Main.Version.class)
public final class Main implements Runnable {
    private Main() {}

    /** Runs one command and exits: 0 when it did its work, 1 when it failed, 2 on wrong input. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.err);
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"ocaq " + (version == null ? "development" : version)};
        }
    }
}
