package az.ocaq.cli;

import az.ocaq.alarm.rule.Rules;
import az.ocaq.alarm.scenario.Installed;
import az.ocaq.alarm.scenario.ScenarioFile;
import az.ocaq.config.Problems;
import az.ocaq.fleet.DeviceTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "JSON lines, a scenario each; a folder of *.jsonl, or - for what is piped in")
    private List<Path> files = List.of();

    private @Nullable Installed installed;

    /** Prints how each scenario went; 1 when one failed, 2 when a file cannot be read. */
    @Override
    public Integer call() {
        int passed = 0;
        int failed = 0;
        for (Path file : files) {
            try {
                List<ScenarioFile.Result> results = results(file);
                if (results.isEmpty()) {
                    System.err.println("there is no scenario in " + file);
                    return UNREADABLE;
                }
                for (ScenarioFile.Result result : results) {
                    print(result);
                    passed += result.passed() ? 1 : 0;
                    failed += result.passed() ? 0 : 1;
                }
            } catch (NoSuchFileException e) {
                System.err.println("there is no file " + file);
                return UNREADABLE;
            } catch (IOException e) {
                System.err.println("cannot read " + file + ": " + e.getMessage());
                return UNREADABLE;
            }
        }
        System.out.println(passed + " passed, " + failed + " failed");
        return failed == 0 ? 0 : 1;
    }

    private List<ScenarioFile.Result> results(Path file) throws IOException {
        if (file.toString().equals("-")) {
            return ScenarioFile.run(System.in, "-", this::installed);
        }
        if (!Files.isDirectory(file)) {
            return ScenarioFile.run(file, this::installed);
        }
        List<ScenarioFile.Result> results = new ArrayList<>();
        try (Stream<Path> found = Files.list(file)) {
            for (Path one : found.filter(it -> it.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList()) {
                results.addAll(ScenarioFile.run(one, this::installed));
            }
        }
        return results;
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
