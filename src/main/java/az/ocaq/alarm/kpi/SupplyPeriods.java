package az.ocaq.alarm.kpi;

import az.ocaq.alarm.Interruptions;
import az.ocaq.alarm.Interruptions.Step;
import az.ocaq.device.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The indices of IEEE 1366 by month and over twelve months, of a settlement, of the customers behind one feeder, and of several
 * settlements together. Immutable; any thread.
 */
public final class SupplyPeriods {
    private static final int YEAR = 12;
    private static final NavigableMap<LocalDate, Integer> NOBODY = Collections.emptyNavigableMap();

    private final Map<String, List<SupplyDay>> days;
    private final Map<String, List<CustomerInterruption>> bySettlement;
    private final Map<String, List<CustomerInterruption>> byPlace;
    private final Map<String, NavigableMap<LocalDate, Integer>> places = new HashMap<>();
    private final Set<LocalDate> major;
    private final Hard hard;
    private final Instant since;
    private final Instant now;

    /**
     * Who counts as hard hit.
     *
     * @param interruptions n of CEMI<sub>n</sub>
     * @param duration t of CELID<sub>t</sub>
     */
    public record Hard(int interruptions, Duration duration) {}

    /**
     * Some of a period's interruptions.
     *
     * @param cemi share of the customers with n sustained interruptions or more
     * @param celid share of the customers whose sustained interruptions add up to t or more
     */
    public record Part(Interruptions indices, double cemi, double celid) {}

    /**
     * Supply in a period, as a rule a month.
     *
     * @param customers served, averaged over the period
     * @param from its beginning, or when monitoring began in it
     * @param unplanned without announced work
     * @param ordinary the same without the days of major events
     * @param planned announced work: outages in a maintenance window that was planned before they began
     * @param majorDays how many days of major events there were
     * @param interruptions how many, unplanned
     * @param provisional whether an outage still goes on, which counts up to now
     */
    public record Period(
            YearMonth month,
            Instant from,
            int customers,
            Part unplanned,
            Part ordinary,
            Part planned,
            int interruptions,
            int majorDays,
            boolean provisional) {}

    /**
     * Customers whose supply is looked at together.
     *
     * @param days how many they were on each
     */
    public record Scope(ZoneId zone, List<SupplyDay> days, List<CustomerInterruption> interruptions) {}

    /**
     * @param major days that are left out of the ordinary indices
     * @param since when monitoring began: of the time before nothing is known, and the month counts from then on
     */
    public SupplyPeriods(Supply supply, Set<LocalDate> major, Hard hard, Instant since, Instant now) {
        this.days = supply.days().stream().collect(Collectors.groupingBy(SupplyDay::settlement));
        this.bySettlement =
                supply.interruptions().stream().collect(Collectors.groupingBy(CustomerInterruption::settlement));
        this.byPlace = supply.interruptions().stream().collect(Collectors.groupingBy(CustomerInterruption::place));
        supply.places()
                .forEach(it -> places.computeIfAbsent(it.place(), place -> new TreeMap<>())
                        .put(it.since(), it.customers()));
        this.major = Set.copyOf(major);
        this.hard = hard;
        this.since = since;
        this.now = now;
    }

    public Scope of(Settlement settlement) {
        return together(List.of(settlement));
    }

    /**
     * The customers behind a site.
     *
     * @param place {@code settlement/site}; of days before its customers were counted first, it had as many as then
     */
    public Scope of(Settlement settlement, String place) {
        NavigableMap<LocalDate, Integer> customers = places.getOrDefault(place, NOBODY);
        List<SupplyDay> own = days.getOrDefault(settlement.id(), List.of()).stream()
                .map(it -> new SupplyDay(it.settlement(), it.day(), customers(customers, it.day()), 0))
                .toList();
        return new Scope(settlement.zone(), own, byPlace.getOrDefault(place, List.of()));
    }

    private static int customers(NavigableMap<LocalDate, Integer> since, LocalDate day) {
        Map.Entry<LocalDate, Integer> then = since.floorEntry(day);
        Map.Entry<LocalDate, Integer> known = then == null ? since.firstEntry() : then;
        return known == null ? 0 : known.getValue();
    }

    /** At least one settlement. The months are those of the first one's zone. */
    public Scope together(Collection<Settlement> settlements) {
        List<SupplyDay> all = new ArrayList<>();
        List<CustomerInterruption> interruptions = new ArrayList<>();
        for (Settlement it : settlements) {
            all.addAll(days.getOrDefault(it.id(), List.of()));
            interruptions.addAll(bySettlement.getOrDefault(it.id(), List.of()));
        }
        return new Scope(settlements.iterator().next().zone(), all, interruptions);
    }

    /** The months from the one of {@code from} to the one of {@code to}, as far as they were monitored. */
    public List<Period> months(Scope scope, Instant from, Instant to) {
        List<Period> months = new ArrayList<>();
        YearMonth last = YearMonth.from(to.minusMillis(1).atZone(scope.zone()));
        for (YearMonth month = YearMonth.from(from.atZone(scope.zone()));
                !month.isAfter(last);
                month = month.plusMonths(1)) {
            period(scope, month, month.plusMonths(1)).ifPresent(months::add);
        }
        return months;
    }

    /** The twelve months up to a time, its own one included. */
    public Optional<Period> lastYear(Scope scope, Instant to) {
        YearMonth next = YearMonth.from(to.minusMillis(1).atZone(scope.zone())).plusMonths(1);
        return period(scope, next.minusMonths(YEAR), next);
    }

    private Optional<Period> period(Scope scope, YearMonth begin, YearMonth end) {
        Instant first = begin.atDay(1).atStartOfDay(scope.zone()).toInstant();
        Instant start = since.isAfter(first) ? since : first;
        Instant over = end.atDay(1).atStartOfDay(scope.zone()).toInstant();
        Instant until = over.isBefore(now) ? over : now;
        double served = served(scope, begin.atDay(1), end.atDay(1));
        if (served == 0 || !until.isAfter(start)) {
            return Optional.empty();
        }
        Duration length = Duration.between(start, until);
        List<CustomerInterruption> all = scope.interruptions().stream()
                .filter(it -> isWithin(it.day(), begin.atDay(1), end.atDay(1)))
                .toList();
        List<CustomerInterruption> unplanned =
                all.stream().filter(it -> !it.planned()).toList();
        return Optional.of(new Period(
                begin,
                start,
                (int) Math.round(served),
                part(unplanned, served, length),
                part(unplanned.stream().filter(it -> !major.contains(it.day())).toList(), served, length),
                part(all.stream().filter(CustomerInterruption::planned).toList(), served, length),
                (int) unplanned.stream()
                        .map(it -> it.place() + it.began())
                        .distinct()
                        .count(),
                (int) major.stream()
                        .filter(it -> isWithin(it, begin.atDay(1), end.atDay(1)))
                        .filter(it -> !it.isBefore(LocalDate.ofInstant(since, scope.zone())))
                        .count(),
                all.stream().anyMatch(CustomerInterruption::open)));
    }

    private static boolean isWithin(LocalDate day, LocalDate first, LocalDate end) {
        return !day.isBefore(first) && day.isBefore(end);
    }

    /** Customers served, averaged over the days. */
    private static double served(Scope scope, LocalDate first, LocalDate end) {
        Map<LocalDate, Integer> each = new HashMap<>();
        scope.days().stream()
                .filter(it -> isWithin(it.day(), first, end))
                .forEach(it -> each.merge(it.day(), it.customers(), Integer::sum));
        return each.values().stream().mapToInt(it -> it).average().orElse(0);
    }

    private Part part(List<CustomerInterruption> interruptions, double served, Duration length) {
        Map<String, List<CustomerInterruption>> sustained = interruptions.stream()
                .filter(CustomerInterruption::isSustained)
                .collect(Collectors.groupingBy(CustomerInterruption::customer));
        return new Part(
                Interruptions.Sums.of(List.of(steps(interruptions)), CustomerInterruption.MOMENTARY)
                        .indices(served, length),
                sustained.values().stream()
                                .filter(it -> it.size() >= hard.interruptions())
                                .count()
                        / served,
                sustained.values().stream()
                                .filter(it -> total(it).compareTo(hard.duration()) >= 0)
                                .count()
                        / served);
    }

    private static Duration total(List<CustomerInterruption> interruptions) {
        return interruptions.stream().map(CustomerInterruption::duration).reduce(Duration.ZERO, Duration::plus);
    }

    static List<Step> steps(List<CustomerInterruption> interruptions) {
        return interruptions.stream().map(it -> new Step(1, it.duration())).toList();
    }
}
