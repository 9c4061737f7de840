package az.ocaq.cli;

import az.ocaq.config.Problems;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.fleet.Fleets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the commands that work with a fleet alone, without a server's settings. */
final class FleetChoice {
    @Option(
            names = "--fleet",
            paramLabel = "F",
            split = ",",
            description = "Settlements of devices/fleets, or fleet files or folders (default: aghali).")
    private List<String> fleets = List.of("aghali");

    @Option(names = "--devices", paramLabel = "DIR", description = "Folder with types and fleets.")
    private @Nullable Path devices;

    /** A fleet and the types of its devices. */
    record Chosen(Fleet fleet, DeviceTypes types) {}

    /** Reads them; throws what is wrong with them as one exception that lists all of it. */
    Chosen load() {
        Problems problems = new Problems();
        Path folder = Optional.ofNullable(devices).orElse(Home.folder().resolve("devices"));
        DeviceTypes types = DeviceTypes.load(folder, problems);
        Fleet fleet = Fleets.load(folder, fleets, types, problems);
        problems.throwIfAny();
        return new Chosen(fleet, types);
    }
}
