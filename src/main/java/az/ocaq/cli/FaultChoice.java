package az.ocaq.cli;

import az.ocaq.config.Problems;
import az.ocaq.simulation.fault.Fault;
import az.ocaq.simulation.fault.FaultRates;
import az.ocaq.simulation.fault.FaultReader;
import az.ocaq.simulation.fault.FaultSchedule;
import az.ocaq.simulation.fault.FaultTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what goes wrong in a simulation, and where it is written down. */
final class FaultChoice {
    private static final String STANDARD_INPUT = "-";

    @Option(names = "--faults", paramLabel = "FILE", description = "What goes wrong, and when (docs/simulation.md).")
    private @Nullable Path schedule;

    @Option(
            names = "--fault",
            paramLabel = "F",
            description = "One fault, \"kind target from to [size=…]\", times as in a schedule or +90m from the start; "
                    + "may be given often. With - more of them are read from standard input while the village runs.")
    private List<String> lines = List.of();

    @Option(
            names = "--fault-rate",
            paramLabel = "KIND=N",
            split = ",",
            description = "Faults that come by chance: so many of a kind that a device has in a year.")
    private Map<String, Double> rates = new LinkedHashMap<>();

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Where to write, as JSON lines, what a server must find of the faults.")
    private @Nullable Path labels;

    /** Whether more faults come by standard input. */
    boolean isRunning() {
        return lines.contains(STANDARD_INPUT);
    }

    /** All faults that are known beforehand; those that touch the time from {@code from} to {@code to} are labelled. */
    FaultSchedule schedule(FleetChoice.Chosen chosen, long seed, Instant from, Instant to) throws IOException {
        FaultTargets targets = new FaultTargets(chosen.fleet(), chosen.types());
        Problems problems = new Problems();
        FaultSchedule known =
                schedule == null ? FaultSchedule.NONE : FaultSchedule.load(schedule, targets, from, problems);
        problems.throwIfAny();
        List<Fault> more = new ArrayList<>();
        FaultReader reader = new FaultReader(targets, from);
        lines.stream().filter(it -> !it.equals(STANDARD_INPUT)).forEach(it -> more.add(reader.line(it)));
        Instant start = chosen.fleet().commissioned().values().stream()
                .min(LocalDate::compareTo)
                .map(it -> it.atStartOfDay(ZoneOffset.UTC).toInstant())
                .filter(from::isAfter)
                .orElse(from);
        try {
            more.addAll(new FaultRates(rates).draw(chosen.fleet(), chosen.types(), seed, start, to));
        } catch (IllegalArgumentException e) {
            throw new CommandException("--fault-rate: " + e.getMessage(), e);
        }
        FaultSchedule all = known.and(more);
        if (labels != null) {
            Files.write(labels, all.labels(from, to));
        }
        return all;
    }

    /** Writes the label of a fault that came while the village runs. */
    void label(Fault fault) throws IOException {
        for (Path file : Optional.ofNullable(labels).stream().toList()) {
            Files.write(file, List.of(fault.label()), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
