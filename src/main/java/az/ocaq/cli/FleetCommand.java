package az.ocaq.cli;

import az.ocaq.fleet.FirstPhase;
import az.ocaq.simulation.Simulation;
import az.ocaq.simulation.YearBudget;
import az.ocaq.simulation.YearReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ocaq fleet}: writes large fleets, and tells what a simulated one uses in a year. */
@Command(
        name = "fleet",
        mixinStandardHelpOptions = true,
        description = "Writes fleets of the first phase's size; reports what a simulated fleet uses in a year.")
public final class FleetCommand {
    private final Clock clock = Clock.systemUTC();

    /** Writes a folder of fleet files for {@code --fleet DIR}. */
    @Command(
            name = "first-phase",
            mixinStandardHelpOptions = true,
            description = "Writes 100 settlements with 34,500 homes as fleet files into a folder.")
    int firstPhase(
            @Parameters(paramLabel = "DIR", description = "The folder.") Path folder,
            @Option(names = "--settlements", defaultValue = "100", description = "How many (default: 100).")
                    int settlements,
            @Option(names = "--homes", defaultValue = "34500", description = "In all of them (default: 34500).")
                    int homes,
            @Option(names = "--commissioned", description = "When the registers start (default: this month).") @Nullable
                    LocalDate commissioned)
            throws IOException {
        LocalDate start = Optional.ofNullable(commissioned)
                .orElseGet(() ->
                        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).withDayOfMonth(1));
        new FirstPhase(settlements, homes, start).write(folder);
        System.out.println(settlements + " fleet files are in " + folder);
        return 0;
    }

    /** Prints the year's energy and water of each kind of device as CSV. */
    @Command(
            name = "report",
            mixinStandardHelpOptions = true,
            description = "What the registers of a simulated fleet count in a year, as CSV.")
    int report(
            @Mixin FleetChoice choice,
            @Option(names = "--year", defaultValue = "2026", description = "The year (default: 2026).") int year,
            @Option(names = "--seed", defaultValue = "1", description = "Of the simulation (default: 1).") long seed,
            @Option(names = "--months", description = "Each month by itself, too.") boolean months) {
        FleetChoice.Chosen chosen = choice.load();
        Simulation simulation = new Simulation(chosen.fleet(), chosen.types(), seed);
        System.out.println("settlement,site_kind,device_type,metric,devices,value,unit");
        YearReport report = new YearReport(simulation, chosen.fleet());
        List<String> lines = report.of(year);
        lines.forEach(System.out::println);
        YearBudget stated = new YearBudget(chosen.fleet(), chosen.types());
        List<String> budget = stated.of(lines);
        if (!budget.isEmpty()) {
            System.out.println("\nsettlement,item,simulated,stated,unit,difference_percent");
            budget.forEach(System.out::println);
        }
        if (months) {
            System.out.println("\nsettlement,site_kind,device_type,metric,unit,1,2,3,4,5,6,7,8,9,10,11,12");
            List<String> rows = report.byMonth(year);
            rows.forEach(System.out::println);
            System.out.println("\nsettlement,item,of,1,2,3,4,5,6,7,8,9,10,11,12");
            stated.byMonth(rows).forEach(System.out::println);
        }
        return 0;
    }
}
