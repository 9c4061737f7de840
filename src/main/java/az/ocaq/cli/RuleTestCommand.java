package az.ocaq.cli;

import az.ocaq.alarm.rule.Rules;
import az.ocaq.alarm.scenario.Installed;
import az.ocaq.alarm.scenario.ScenarioFile;
import az.ocaq.config.Problems;
import az.ocaq.fleet.DeviceTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ocaq rules test}: whether rules do what scenarios expect of them. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Runs alarm scenarios against the real engine in simulated time and prints what differs.")
public final class RuleTestCommand implements Callable<Integer> {
    private static final int UNREADABLE = 2;

    @Option(
            names = "--rules",
            paramLabel = "DIR",
            description = "Folder of the rules that scenarios name (default: config/alarms).")
    private @Nullable Path rules;

    @Option(names = "--devices", paramLabel = "DIR", description = "Folder with the types of their devices.")
    private @Nullable Path devices;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "JSON lines, a scenario each")
    private List<Path> files = List.of();

    private @Nullable Installed installed;

    /** Prints how each scenario went; 1 when one failed, 2 when a file cannot be read. */
    @Override
    public Integer call() {
        int passed = 0;
        int failed = 0;
        for (Path file : files) {
            try {
                for (ScenarioFile.Result result : ScenarioFile.run(file, this::installed)) {
                    print(result);
                    passed += result.passed() ? 1 : 0;
                    failed += result.passed() ? 0 : 1;
                }
            } catch (IOException e) {
                System.err.println("cannot read " + file + ": " + e.getMessage());
                return UNREADABLE;
            }
        }
        System.out.println(passed + " passed, " + failed + " failed");
        return failed == 0 ? 0 : 1;
    }

    /** Read once, when the first scenario names a rule: others do not need the installation to be in order. */
    private Installed installed() {
        if (installed == null) {
            Problems problems = new Problems();
            Rules all =
                    Rules.read(Optional.ofNullable(rules).orElse(Home.folder().resolve("config/alarms")), problems);
            DeviceTypes types = DeviceTypes.load(
                    Optional.ofNullable(devices).orElse(Home.folder().resolve("devices")), problems);
            problems.throwIfAny();
            installed = new Installed(all, List.copyOf(types.all()));
        }
        return installed;
    }

    private static void print(ScenarioFile.Result result) {
        if (result.passed()) {
            System.out.println("ok " + result.id());
            return;
        }
        System.out.println("FAIL " + result.id() + (result.id().equals(result.place()) ? "" : " " + result.place()));
        result.differences().forEach(it -> System.out.println("     " + it));
    }
}
