package az.ocaq;

import az.ocaq.cli.BackupCommand;
import az.ocaq.cli.BenchCommand;
import az.ocaq.cli.CheckCommand;
import az.ocaq.cli.DecodeCommand;
import az.ocaq.cli.DemoCommand;
import az.ocaq.cli.DeviceCommand;
import az.ocaq.cli.ExportCommand;
import az.ocaq.cli.FleetCommand;
import az.ocaq.cli.ReplayCommand;
import az.ocaq.cli.RestoreCommand;
import az.ocaq.cli.RulesCommand;
import az.ocaq.cli.ServeCommand;
import az.ocaq.cli.SimulateCommand;
import az.ocaq.cli.TokenCommand;
import az.ocaq.cli.UserCommand;
import az.ocaq.config.ConfigException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code ocaq}. */
@Command(
        name = "ocaq",
        description = "Monitoring server for smart villages",
        mixinStandardHelpOptions = true,
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            SimulateCommand.class,
            ReplayCommand.class,
            DecodeCommand.class,
            RulesCommand.class,
            CheckCommand.class,
            ExportCommand.class,
            UserCommand.class,
            TokenCommand.class,
            DeviceCommand.class,
            BenchCommand.class,
            FleetCommand.class,
            BackupCommand.class,
            RestoreCommand.class
        },
        versionProvider = Main.Version.class)
public final class Main implements Runnable {
    private Main() {}

    /** Runs one command and exits: 0 when it did its work, 1 when it failed, 2 on wrong input. */
    public static void main(String[] arguments) {
        CommandLine commands = new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure));
        System.exit(commands.execute(arguments));
    }

    /** Our own exceptions are sentences for people; any other is a fault of ours and comes with its trace. */
    private static int explain(Exception failure) {
        if (failure instanceof IOException && "Broken pipe".equals(failure.getMessage())) {
            return 1; // who reads the output has enough of it
        } else if (failure.getClass().getName().startsWith("az.ocaq.")) {
            System.err.println(failure.getMessage());
        } else {
            System.err.println("ocaq failed; please report this: " + failure);
            failure.printStackTrace(System.err);
        }
        return failure instanceof ConfigException ? 2 : 1;
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.err);
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"ocaq " + ProgramVersion.text()};
        }
    }
}
