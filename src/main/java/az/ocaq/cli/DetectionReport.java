package az.ocaq.cli;

import az.ocaq.alarm.backtest.Occurrence;
import az.ocaq.alarm.kpi.AlarmFigures.Spread;
import az.ocaq.cli.FaultPlan.Planned;
import az.ocaq.simulation.fault.Fault;
import az.ocaq.simulation.fault.FaultKind;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/** How well rules find faults that are known: precision, recall and time, as a table of Markdown. */
final class DetectionReport {
    private final FaultPlan plan;
    private final List<Occurrence> alarms;
    private final Set<Planned> hidden;
    private final WeatherTruth weather;

    /**
     * @param alarms of a run in which the planned faults were there
     * @param hidden faults that changed no reading of their device, which no rule can find: a rack at a turbine that stands
     * @param weather what the weather was, for rules that tell of it
     */
    DetectionReport(FaultPlan plan, List<Occurrence> alarms, Set<Planned> hidden, WeatherTruth weather) {
        this.plan = plan;
        this.alarms = List.copyOf(alarms);
        this.hidden = Set.copyOf(hidden);
        this.weather = weather;
    }

    /**
     * One kind of fault.
     *
     * @param faults how many there were that showed
     * @param found how many of them some rule found; of a kind at which nothing may be raised, at how many it was
     * @param covered how many of the found ones an alarm at their place had told of before they began; they have no minutes
     * @param precision share of the alarms of these rules that have a fault; absent without alarms
     * @param minutes from the fault's beginning to the first alarm
     */
    record Line(FaultKind kind, int faults, int found, int covered, OptionalDouble precision, Spread minutes) {}

    List<Line> lines() {
        Map<FaultKind, List<Planned>> byKind = new LinkedHashMap<>();
        plan.all().stream()
                .filter(it -> !hidden.contains(it))
                .forEach(it -> byKind.computeIfAbsent(it.fault().kind(), kind -> new ArrayList<>())
                        .add(it));
        return byKind.entrySet().stream()
                .map(it -> line(it.getKey(), it.getValue()))
                .toList();
    }

    private Line line(FaultKind kind, List<Planned> faults) {
        if (faults.get(0).expected().quiet()) {
            int raised = (int) faults.stream()
                    .filter(fault -> alarms.stream().anyMatch(fault::isAt))
                    .count();
            return new Line(kind, faults.size(), raised, 0, OptionalDouble.empty(), Spread.of(List.of()));
        }
        List<Double> minutes = new ArrayList<>();
        for (Planned fault : faults) {
            first(fault).ifPresent(it -> minutes.add(minutes(fault, it)));
        }
        int covered = (int) faults.stream()
                .filter(it -> first(it).isEmpty() && standing(it).isPresent())
                .count();
        List<Occurrence> ofRules = alarms.stream()
                .filter(it -> faults.get(0).expected().rules().contains(it.rule()))
                .toList();
        long explained = ofRules.stream().filter(this::hasAFault).count();
        return new Line(
                kind,
                faults.size(),
                minutes.size() + covered,
                covered,
                ofRules.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of((double) explained / ofRules.size()),
                Spread.of(minutes));
    }

    /** The alarm that found a fault. */
    private Optional<Occurrence> first(Planned fault) {
        return alarms.stream().filter(fault::explains).min(Comparator.comparing(Occurrence::from));
    }

    /** The alarm that stood at a fault's place before it began and was not over while it lasted: who goes there finds both. */
    private Optional<Occurrence> standing(Planned fault) {
        return alarms.stream().filter(fault::isCoveredBy).findFirst();
    }

    private static double minutes(Planned fault, Occurrence found) {
        return Duration.between(fault.fault().from(), found.from()).toSeconds() / 60.0;
    }

    private boolean isQuiet(FaultKind kind) {
        return plan.all().stream()
                .anyMatch(it -> it.fault().kind() == kind && it.expected().quiet());
    }

    private boolean hasAFault(Occurrence alarm) {
        return weather.explains(alarm)
                || plan.all().stream().anyMatch(it -> it.explains(alarm) || it.bringsAbout(alarm));
    }

    void print(PrintStream out) {
        out.println("| fault | faults | found | recall | precision | median | p90 |");
        out.println("| --- | --- | --- | --- | --- | --- | --- |");
        for (Line line : lines()) {
            if (isQuiet(line.kind())) {
                out.printf(
                        Locale.ROOT,
                        "| %s | %d | raised at %d | must be 0 | | | |%n",
                        line.kind().word(),
                        line.faults(),
                        line.found());
                continue;
            }
            out.printf(
                    Locale.ROOT,
                    "| %s | %d | %d%s | %.0f %% | %s | %s | %s |%n",
                    line.kind().word(),
                    line.faults(),
                    line.found(),
                    line.covered() > 0 ? " (" + line.covered() + " stood)" : "",
                    100.0 * line.found() / line.faults(),
                    line.precision().isPresent()
                            ? String.format(
                                    Locale.ROOT,
                                    "%.0f %%",
                                    100 * line.precision().getAsDouble())
                            : "no alarm",
                    time(line.minutes().median()),
                    time(line.minutes().p90()));
        }
        if (!hidden.isEmpty()) {
            out.printf(
                    "%nnot counted, for no reading of their device was another than without them: %d%n", hidden.size());
        }
    }

    /** Every fault, with how it was found or that it was not, every alarm at a place that must stay quiet, and every alarm that no fault explains. */
    void list(PrintStream out) {
        out.println();
        for (Planned it : plan.all()) {
            Fault fault = it.fault();
            boolean quiet = it.expected().quiet();
            Optional<Occurrence> found = first(it);
            String where = fault.kind().word() + " " + fault.device() + " " + fault.from() + " " + fault.to();
            if (hidden.contains(it)) {
                out.printf("nothing shows: %s%n", where);
            } else if (found.isPresent()) {
                Occurrence by = found.get();
                out.printf(Locale.ROOT, "found: %s %s after %.0f min%n", where, by.rule(), minutes(it, by));
            } else if (!quiet && standing(it).isPresent()) {
                out.printf("found: %s %s stood%n", where, standing(it).get().rule());
            } else if (!quiet) {
                out.printf("missed: %s%n", where);
            }
            if (quiet) {
                alarms.stream()
                        .filter(it::isAt)
                        .forEach(alarm -> print("must be quiet: " + fault.kind().word(), alarm, out));
            }
        }
        alarms.stream().filter(it -> !hasAFault(it)).forEach(it -> print("unexplained:", it, out));
    }

    /** One line for each alarm of a run without faults that the weather does not explain. */
    static void listFalse(List<Occurrence> alarms, WeatherTruth weather, PrintStream out) {
        alarms.stream().filter(it -> !weather.explains(it)).forEach(it -> print("false:", it, out));
    }

    private static void print(String what, Occurrence alarm, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%s %s %s %s %s%s%n",
                what,
                alarm.rule(),
                alarm.device(),
                alarm.from(),
                alarm.to().map(Instant::toString).orElse("-"),
                alarm.value().isPresent() ? " " + alarm.value().getAsDouble() : "");
    }

    /** How often each rule raises where nothing is wrong, and how often it told of weather that there was. */
    static void printFalse(List<Occurrence> alarms, WeatherTruth weather, double days, PrintStream out) {
        List<Occurrence> wrong =
                alarms.stream().filter(it -> !weather.explains(it)).toList();
        Map<String, Integer> byRule = new TreeMap<>();
        wrong.forEach(it -> byRule.merge(it.rule(), 1, Integer::sum));
        out.printf(Locale.ROOT, "%nfalse alarms without faults: %.2f a day%n", wrong.size() / days);
        byRule.forEach((rule, count) -> out.printf(Locale.ROOT, "  %s: %.2f a day%n", rule, count / days));
        weather.rules()
                .forEach(rule -> out.printf(
                        Locale.ROOT,
                        "weather: %s told of %d of %d%n",
                        rule,
                        weather.times(rule) - weather.untold(rule, alarms),
                        weather.times(rule)));
    }

    private static String time(OptionalDouble minutes) {
        if (minutes.isEmpty()) {
            return "";
        }
        double value = minutes.getAsDouble();
        return value < 120
                ? String.format(Locale.ROOT, "%.0f min", value)
                : String.format(Locale.ROOT, "%.1f h", value / 60);
    }
}
