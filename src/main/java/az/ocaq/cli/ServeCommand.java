package az.ocaq.cli;

import az.ocaq.Settings;
import az.ocaq.Village;
import az.ocaq.device.DeviceRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
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
    public Integer call() throws InterruptedException {
        Settings settings = config.settings();
        DeviceRegistry registry = new DeviceRegistry(List.of(), List.of(), List.of());
        Village village = Village.start(settings, registry, Clock.systemUTC(), new SimpleMeterRegistry());
        System.out.println("Ocaq is running; Ctrl-C stops it.");
        Stop.await(village);
        return 0;
    }
}
