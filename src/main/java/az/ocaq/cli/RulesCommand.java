package az.ocaq.cli;

import az.ocaq.alarm.scenario.ScenarioFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ocaq rules}: work with alarm rules. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        subcommands = {BacktestCommand.class, RuleReportCommand.class},
        description = "Works with alarm rules.")
public final class RulesCommand implements Runnable {
    /** Says what there is to do. */
    @Override
    public void run() {
        picocli.CommandLine.usage(this, System.err);
    }

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = "Runs alarm scenarios against the real engine in simulated time and prints what differs.")
    int test(
            @Parameters(paramLabel = "FILE", arity = "1..*", description = "JSON lines, a scenario each")
                    List<Path> files) {
        int passed = 0;
        int failed = 0;
        for (Path file : files) {
            try {
                for (ScenarioFile.Result result : ScenarioFile.run(file)) {
                    print(result);
                    passed += result.passed() ? 1 : 0;
                    failed += result.passed() ? 0 : 1;
                }
            } catch (IOException e) {
                System.err.println("cannot read " + file + ": " + e.getMessage());
                return 2;
            }
        }
        System.out.println(passed + " passed, " + failed + " failed");
        return failed == 0 ? 0 : 1;
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
