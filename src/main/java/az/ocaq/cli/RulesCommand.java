package az.ocaq.cli;

import picocli.CommandLine.Command;

/** {@code ocaq rules}: work with alarm rules. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        subcommands = {RuleTestCommand.class, BacktestCommand.class, RuleReportCommand.class},
        description = "Works with alarm rules.")
public final class RulesCommand implements Runnable {
    /** Says what there is to do. */
    @Override
    public void run() {
        picocli.CommandLine.usage(this, System.err);
    }
}
