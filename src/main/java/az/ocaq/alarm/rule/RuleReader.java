package az.ocaq.alarm.rule;

import az.ocaq.alarm.Priority;
import az.ocaq.config.YamlMap;
import az.ocaq.device.Title;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one rule of the grammar that rule files and scenario files share; what is wrong is noted with file and line. */
public final class RuleReader {
    /** Whether a rule must tell people in words what is wrong and what to do. */
    public enum Texts {
        REQUIRED,
        OPTIONAL
    }

    private RuleReader() {}

    /** Reads the rule of a map; {@link az.ocaq.config.Problems} says afterwards whether it can be used. */
    public static Rule read(String id, YamlMap map, Texts texts) {
        Priority priority = priority(map);
        int version = map.integer("version", 1, Integer.MAX_VALUE, 1);
        Title title = title(map, "title", id, texts);
        Title response = title(map, "response", "", texts);
        Optional<ResidentWords> resident = ResidentWords.read(map);
        Selector devices = selector(map, "devices");
        Condition condition = ConditionReader.read(map, priority);
        Delays delays = ConditionReader.delays(map);
        Traits traits = new Traits(
                map.flag("latch", false),
                map.flag("ack_required", true),
                map.duration("correlate", Duration.ZERO),
                realarm(map),
                map.optionalDuration("mean").filter(it -> !it.isZero()),
                Publicity.read(map),
                worse(map, condition, priority),
                interrupts(map, condition));
        List<Inhibition> inhibits = new ArrayList<>();
        map.list("inhibits").forEach(it -> inhibits.add(inhibition(it)));
        Optional<Schedule> schedule =
                map.has("schedule") ? Optional.of(schedule(map.map("schedule"))) : Optional.empty();
        map.finish();
        return new Rule(
                id, version, priority, devices, title, response, resident, condition, delays, traits, inhibits,
                schedule);
    }

    /** The devices under a key: one name, a list of names, or a map of labels; all when absent. */
    static Selector selector(YamlMap map, String key) {
        if (!map.isMap(key)) {
            List<String> names = map.stringOrStrings(key);
            try {
                return names.isEmpty() ? Selector.ALL : Selector.named(names);
            } catch (IllegalArgumentException e) {
                map.problem(key, String.valueOf(e.getMessage()));
                return Selector.ALL;
            }
        }
        YamlMap labels = map.map(key);
        Map<String, List<String>> wanted = new LinkedHashMap<>();
        labels.keys().forEach(label -> wanted.put(label, labels.stringOrStrings(label)));
        if (wanted.isEmpty()) {
            map.problem(key, "must name at least one label");
        }
        return new Selector(Set.of(), List.of(), wanted);
    }

    private static Priority priority(YamlMap map) {
        return map.has("severity")
                ? map.word("severity", Priority.class)
                : map.word("priority", Priority.class, Priority.MEDIUM);
    }

    private static List<Level> worse(YamlMap map, Condition condition, Priority priority) {
        List<Level> levels = new ArrayList<>();
        boolean grows = condition instanceof EnergyLoss || condition instanceof Leakage.NightFlow;
        for (YamlMap it : map.list("worse")) {
            Limit limit = new Limit(Operator.GREATER, it.number("threshold", 0, ConditionReader.WIDE), 0);
            levels.add(new Level(priority(it), limit));
            it.finish();
        }
        if (!levels.isEmpty() && !grows) {
            map.problem("worse", "is for energy_balance, feeder_loss and mnf; other kinds have 'levels'");
        } else if (levels.stream().anyMatch(it -> it.priority().compareTo(priority) >= 0)) {
            map.problem("worse", "must be of a higher priority than the rule itself");
        }
        levels.sort((a, b) -> b.priority().compareTo(a.priority()));
        return levels;
    }

    private static Optional<Utility> interrupts(YamlMap map, Condition condition) {
        if (!map.has("interrupts")) {
            return Optional.empty();
        }
        Utility utility = map.word("interrupts", Utility.class);
        if (utility == Utility.ELECTRICITY) {
            map.problem(
                    "interrupts",
                    "'electricity' must be water or heat: who has no electricity is found by group_fraction of offline");
        } else if (condition instanceof Neighbours.GroupFraction || condition instanceof Absence.Offline) {
            map.problem("interrupts", "is for what is measured: a device that is silent may be supplied");
        }
        return Optional.of(utility);
    }

    private static Title title(YamlMap map, String key, String otherwise, Texts texts) {
        return texts == Texts.REQUIRED || map.has(key) ? map.title(key) : new Title(otherwise, otherwise, otherwise);
    }

    private static Inhibition inhibition(YamlMap map) {
        Inhibition inhibition =
                new Inhibition(map.string("rule"), selector(map, "devices"), map.optionalString("same"));
        map.finish();
        return inhibition;
    }

    /** After how long an acknowledged alarm is brought up again: {@code realarm}, or re-alarm as ISA-18.2 writes it. */
    public static Optional<Duration> realarm(YamlMap map) {
        return map.optionalDuration("realarm")
                .or(() -> map.optionalDuration("re_alarm"))
                .or(() -> map.optionalDuration("realarm_after"));
    }

    /** Windows of local time, see {@link Schedule}. */
    public static Schedule schedule(YamlMap map) {
        List<Schedule.Window> windows = new ArrayList<>();
        map.list("windows").forEach(it -> windows.add(window(it)));
        if (windows.isEmpty()) {
            map.problem("windows", "must have at least one window");
        }
        String outside = map.string("outside", "suppress");
        if (!outside.equals("suppress")) {
            map.problem("outside", "'" + outside + "' must be suppress");
        }
        Schedule schedule = new Schedule(CalendarReader.zone(map), windows, holidays(map));
        map.finish();
        return schedule;
    }

    private static Set<LocalDate> holidays(YamlMap map) {
        Set<LocalDate> days = new LinkedHashSet<>();
        for (String text : map.strings("holidays")) {
            try {
                days.add(LocalDate.parse(text));
            } catch (DateTimeException e) {
                map.problem("holidays", "'" + text + "' is not a date such as 2026-03-20");
            }
        }
        return days;
    }

    private static Schedule.Window window(YamlMap map) {
        Schedule.Window window = new Schedule.Window(
                CalendarReader.days(map),
                CalendarReader.time(map, "start", LocalTime.MIDNIGHT),
                CalendarReader.time(map, "end", LocalTime.MIDNIGHT));
        map.finish();
        return window;
    }
}
