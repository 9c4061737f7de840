package az.ocaq.alarm.kpi;

import az.ocaq.alarm.Interruptions;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.alarm.rule.Utility;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Settlement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Supply interruptions after IEEE 1366 from what the alarm rules found: of electricity by {@link SilentMeters}, of water and
 * heat by {@link MarkedAlarms}. An interruption counts on the day on which it began. Planned is what was announced beforehand
 * (IEEE 1366): the outage began in a maintenance window that had been planned before supply failed. Immutable; any thread.
 */
public final class Reliability {
    private final DeviceRegistry registry;
    private final Utility utility;
    private final Outages outages;

    public Reliability(DeviceRegistry registry, Rules rules, Utility utility) {
        this.registry = registry;
        this.utility = utility;
        this.outages = utility == Utility.ELECTRICITY
                ? new SilentMeters(registry, rules)
                : new MarkedAlarms(registry, rules, utility);
    }

    /** Whose supply this is about. */
    public Utility utility() {
        return utility;
    }

    /** The rules whose journal tells of interruptions. */
    public Set<String> rules() {
        return outages.rules();
    }

    /** How many customers of a settlement there are whose interruptions would be found. */
    public int served(String settlement) {
        return outages.served(settlement);
    }

    /** How many customers there are behind each of the sites of a settlement by which outages are counted. */
    public Map<String, Integer> customersBehind(String settlement) {
        return outages.behind(settlement);
    }

    /**
     * The days of every settlement, {@code first <= day < end} in its zone, as far as they were monitored and have begun, and
     * the interruptions that began on them.
     *
     * @param spans of {@link #rules}, from some days before to some days after
     * @param since when monitoring began
     */
    public Supply supply(List<ConditionSpan> spans, Instant since, LocalDate first, LocalDate end, Instant now) {
        List<SupplyDay> days = new ArrayList<>();
        List<CustomerInterruption> interruptions = new ArrayList<>();
        List<PlaceCustomers> places = new ArrayList<>();
        Map<String, List<ConditionSpan>> here =
                spans.stream().collect(Collectors.groupingBy(ConditionSpan::settlement));
        for (Settlement settlement : registry.settlements()) {
            int served = served(settlement.id());
            if (served == 0) {
                continue;
            }
            ZoneId zone = settlement.zone();
            Map<LocalDate, List<CustomerInterruption>> byDay =
                    outages.interruptions(settlement, here.getOrDefault(settlement.id(), List.of()), now).stream()
                            .collect(Collectors.groupingBy(CustomerInterruption::day));
            LocalDate watched = LocalDate.ofInstant(since, zone);
            LocalDate last = LocalDate.ofInstant(now, zone);
            LocalDate begin = watched.isAfter(first) ? watched : first;
            if (begin.isBefore(end) && !begin.isAfter(last)) {
                customersBehind(settlement.id())
                        .forEach((place, count) -> places.add(new PlaceCustomers(place, begin, count)));
            }
            for (LocalDate day = begin; day.isBefore(end) && !day.isAfter(last); day = day.plusDays(1)) {
                List<CustomerInterruption> began = byDay.getOrDefault(day, List.of());
                days.add(new SupplyDay(settlement.id(), day, served, minutes(began)));
                interruptions.addAll(began);
            }
        }
        days.sort(Comparator.comparing(SupplyDay::day).thenComparing(SupplyDay::settlement));
        interruptions.sort(
                Comparator.comparing(CustomerInterruption::began).thenComparing(CustomerInterruption::customer));
        return new Supply(days, interruptions, places);
    }

    private static double minutes(List<CustomerInterruption> interruptions) {
        List<CustomerInterruption> unplanned =
                interruptions.stream().filter(it -> !it.planned()).toList();
        return Interruptions.Sums.of(List.of(SupplyPeriods.steps(unplanned)), CustomerInterruption.MOMENTARY)
                .minutes();
    }
}
