package az.ocaq.cli;

import az.ocaq.Village;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ocaq serve}: the server alone. */
@Command(name = "serve", mixinStandardHelpOptions = true, description = "Runs the server until it is told to stop.")
public final class ServeCommand implements Callable<Integer> {
    @Mixin
    private ConfigFile config = new ConfigFile();

    /** Runs until the process is asked to end. */
    @Override
    public Integer call() {
        Village village = Village.start(config.load(), Clock.systemUTC());
        System.out.println("Ocaq is running; Ctrl-C stops it.");
        return Stop.await(village);
    }
}
