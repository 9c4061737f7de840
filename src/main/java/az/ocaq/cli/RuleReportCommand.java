package az.ocaq.cli;

import az.ocaq.alarm.RegistryDirectory;
import az.ocaq.alarm.backtest.Occurrence;
import az.ocaq.alarm.backtest.Trial;
import az.ocaq.alarm.engine.Directory;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import az.ocaq.device.Place;
import az.ocaq.measurement.Reading;
import az.ocaq.simulation.Simulation;
import az.ocaq.simulation.fault.FaultSchedule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ocaq rules report}: how well the rules find what is wrong in a simulated village. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description =
                "Runs rules over a simulated fleet with known faults: precision, recall, time to detect, false alarms.")
public final class RuleReportCommand implements Callable<Integer> {
    @Mixin
    private FleetChoice choice = new FleetChoice();

    @Option(names = "--days", paramLabel = "N", description = "How long (default: ${DEFAULT-VALUE}).")
    private int days = 7;

    @Option(names = "--seed", paramLabel = "S", description = "Another seed, other faults (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--each", paramLabel = "N", description = "Faults of each kind (default: ${DEFAULT-VALUE}).")
    private int each = 3;

    @Option(names = "--step", paramLabel = "S", description = "Seconds between reports (default: ${DEFAULT-VALUE}).")
    private int step = 300;

    @Option(names = "--from", paramLabel = "T", description = "First time (default: ${DEFAULT-VALUE}).")
    private String from = "2026-06-01T00:00:00+04:00";

    @Option(names = "--rules", paramLabel = "DIR", description = "Folder of the rules (default: config/alarms).")
    private @Nullable Path rulesFolder;

    @Option(names = "--expected", paramLabel = "FILE", description = "Which rules find which fault.")
    private @Nullable Path expectedFile;

    @Option(
            names = "--list",
            description = "List each fault and each alarm without a fault, with device, times and value.")
    private boolean list;

    /** Prints a table, and then what was raised without any fault. */
    @Override
    public Integer call() {
        FleetChoice.Chosen chosen = choice.load();
        Problems problems = new Problems();
        Rules rules =
                Rules.read(Optional.ofNullable(rulesFolder).orElse(Home.folder().resolve("config/alarms")), problems);
        problems.throwIfAny();
        Instant start = Times.parse(from).orElseThrow(() -> new CommandException("--from: '" + from + "' is no time"));
        Instant end = start.plus(Duration.ofDays(days));
        Path expected = Optional.ofNullable(expectedFile).orElse(Home.folder().resolve("config/detection.yaml"));
        FaultPlan plan =
                FaultPlan.make(FaultPlan.expected(expected), chosen.fleet().registry(), start, end, each, seed);
        Traces with = new Traces(plan);
        Traces without = new Traces(plan);
        WeatherTruth weather = WeatherTruth.read(expected);
        List<Occurrence> withFaults = run(chosen, rules, plan.schedule(), start, end, with::see);
        List<Occurrence> withoutFaults = run(chosen, rules, FaultSchedule.NONE, start, end, reading -> {
            without.see(reading);
            weather.see(reading);
        });
        DetectionReport report = new DetectionReport(plan, withFaults, with.sameAs(without), weather);
        report.print(System.out);
        if (list) {
            report.list(System.out);
        }
        DetectionReport.printFalse(withoutFaults, weather, days, System.out);
        if (list) {
            DetectionReport.listFalse(withoutFaults, weather, System.out);
        }
        return 0;
    }

    private List<Occurrence> run(
            FleetChoice.Chosen chosen,
            Rules rules,
            FaultSchedule faults,
            Instant start,
            Instant end,
            Consumer<Reading> witness) {
        Directory directory = new Coarse(
                RegistryDirectory.of(chosen.fleet().registry(), device -> !device.recorded()),
                Duration.ofSeconds(step));
        Trial trial = new Trial(rules.all(), directory, start);
        Simulation simulation = new Simulation(chosen.fleet(), chosen.types(), seed, faults);
        simulation.readings(start, end, Duration.ofSeconds(step), reading -> {
            witness.accept(reading);
            trial.take(reading);
        });
        return trial.finish(end);
    }

    /** What each fault's device told in the fault's time, so that two runs can be compared. */
    private static final class Traces {
        private final Map<String, List<FaultPlan.Planned>> byDevice;
        private final Map<FaultPlan.Planned, Long> hashes = new HashMap<>();

        Traces(FaultPlan plan) {
            byDevice = plan.all().stream()
                    .collect(Collectors.groupingBy(it -> it.fault().device()));
            plan.all().forEach(it -> hashes.put(it, 0L));
        }

        void see(Reading reading) {
            for (FaultPlan.Planned it :
                    byDevice.getOrDefault(reading.series().device().toString(), List.of())) {
                boolean during = !reading.time().isBefore(it.fault().from())
                        && reading.time().isBefore(it.fault().to());
                if (during) {
                    hashes.merge(it, (long) reading.hashCode(), (before, hash) -> 31 * before + hash);
                }
            }
        }

        /** The faults whose devices told the same in both runs. */
        Set<FaultPlan.Planned> sameAs(Traces other) {
            return hashes.entrySet().stream()
                    .filter(it -> it.getValue().equals(other.hashes.get(it.getKey())))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }
    }

    /** The devices as they are, reporting more seldom. */
    private record Coarse(Directory devicesAsTheyAre, Duration step) implements Directory {
        @Override
        public Collection<String> devices() {
            return devicesAsTheyAre.devices();
        }

        @Override
        public Map<String, String> labels(String device) {
            return devicesAsTheyAre.labels(device);
        }

        @Override
        public Optional<Duration> interval(String device) {
            return devicesAsTheyAre.interval(device).map(it -> it.compareTo(step) > 0 ? it : step);
        }

        @Override
        public OptionalDouble resolution(String device, String metric) {
            return devicesAsTheyAre.resolution(device, metric);
        }

        @Override
        public OptionalDouble modulus(String device, String metric) {
            return devicesAsTheyAre.modulus(device, metric);
        }

        @Override
        public OptionalDouble attribute(String device, String name) {
            return devicesAsTheyAre.attribute(device, name);
        }

        @Override
        public OptionalInt customers(String device) {
            return devicesAsTheyAre.customers(device);
        }

        @Override
        public Optional<Place> place(String device) {
            return devicesAsTheyAre.place(device);
        }
    }
}
