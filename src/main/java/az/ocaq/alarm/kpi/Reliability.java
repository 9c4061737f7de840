package az.ocaq.alarm.kpi;

import az.ocaq.alarm.Interruptions;
import az.ocaq.alarm.Interruptions.Step;
import az.ocaq.alarm.rule.Condition;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.measurement.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Supply interruptions after IEEE 1366, by settlement and month, from the outages that the alarm rules inferred: a rule that
 * counts devices that are not heard ({@code group_fraction} of {@code offline}). A customer is a member of such a rule. An
 * interruption begins for all its customers when the first of them was last heard, and ends for each of them when it is heard
 * again: every one is a step of the restoration. It counts in the month in which it began. A device that is silent without an
 * outage of its group is no interruption. Planned is what was announced beforehand (IEEE 1366): the outage began in a
 * maintenance window that had been planned before supply failed. Immutable; any thread.
 */
public final class Reliability {
    /** How far apart the silence of a member and the outage of its group may begin and still be one. */
    private static final Duration NEAR = Duration.ofMinutes(30);

    /**
     * A settlement's supply in a period, as a rule a month.
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
            String settlement,
            YearMonth month,
            Instant from,
            int customers,
            Interruptions unplanned,
            Interruptions ordinary,
            Interruptions planned,
            int interruptions,
            int majorDays,
            boolean provisional) {}

    private record Pair(Rule outage, Condition.Offline offline, Set<DeviceId> members) {}

    private record Incident(Instant start, boolean planned, boolean open, List<Step> steps) {}

    private final DeviceRegistry registry;
    private final List<Pair> pairs = new ArrayList<>();

    public Reliability(DeviceRegistry registry, Rules rules) {
        this.registry = registry;
        for (Rule rule : rules.all()) {
            if (rule.condition() instanceof Condition.GroupFraction fraction) {
                rules.rule(fraction.of()).map(Rule::condition).ifPresent(of -> {
                    if (of instanceof Condition.Offline offline && !explainsOutages(rule, fraction.of(), rules)) {
                        pairs.add(new Pair(rule, offline, members(fraction)));
                    }
                });
            }
        }
    }

    /** Whether a rule stands for several outages of the same kind, which are counted one by one. */
    private static boolean explainsOutages(Rule rule, String of, Rules rules) {
        return rule.inhibits().stream()
                .flatMap(it -> rules.rule(it.rule()).stream())
                .anyMatch(it -> it.condition() instanceof Condition.GroupFraction fraction
                        && fraction.of().equals(of));
    }

    /** The rules whose journal tells of interruptions. */
    public Set<String> rules() {
        Set<String> ids = new LinkedHashSet<>();
        pairs.forEach(it -> {
            ids.add(it.outage().id());
            ids.add(((Condition.GroupFraction) it.outage().condition()).of());
        });
        return ids;
    }

    /**
     * The days of every settlement, {@code first <= day < end} in its zone, as far as they were monitored and have begun.
     *
     * @param spans of {@link #rules}, from some days before to some days after
     * @param since when monitoring began
     */
    public List<SupplyDay> days(List<ConditionSpan> spans, Instant since, LocalDate first, LocalDate end, Instant now) {
        List<SupplyDay> days = new ArrayList<>();
        for (Settlement settlement : registry.settlements()) {
            int served = served(settlement.id());
            if (served == 0) {
                continue;
            }
            ZoneId zone = settlement.zone();
            Map<LocalDate, List<Incident>> incidents = new HashMap<>();
            pairs.forEach(pair -> incidents(settlement.id(), pair, spans, now)
                    .forEach(it -> incidents
                            .computeIfAbsent(LocalDate.ofInstant(it.start(), zone), day -> new ArrayList<>())
                            .add(it)));
            LocalDate watched = LocalDate.ofInstant(since, zone);
            LocalDate last = LocalDate.ofInstant(now, zone);
            for (LocalDate day = watched.isAfter(first) ? watched : first;
                    day.isBefore(end) && !day.isAfter(last);
                    day = day.plusDays(1)) {
                days.add(day(settlement.id(), day, served, incidents.getOrDefault(day, List.of())));
            }
        }
        days.sort(Comparator.comparing(SupplyDay::day).thenComparing(SupplyDay::settlement));
        return days;
    }

    private static SupplyDay day(String settlement, LocalDate day, int served, List<Incident> incidents) {
        return new SupplyDay(
                settlement,
                day,
                served,
                (int) incidents.stream().filter(it -> !it.planned()).count(),
                incidents.stream().anyMatch(Incident::open),
                Interruptions.Sums.of(steps(incidents, false), SupplyDay.SUSTAINED),
                Interruptions.Sums.of(steps(incidents, true), SupplyDay.SUSTAINED));
    }

    private int served(String settlement) {
        return (int) pairs.stream()
                .flatMap(it -> it.members().stream())
                .filter(it -> it.settlement().equals(settlement))
                .distinct()
                .count();
    }

    /**
     * The months of a settlement from the one of {@code from} to the one of {@code to}, as far as they were monitored: of the
     * time before nothing is known, and a month counts from then on.
     *
     * @param days {@link #days}, of other settlements too
     * @param major days that are left out of the ordinary indices
     */
    public static List<Period> months(
            Settlement settlement,
            List<SupplyDay> days,
            Set<LocalDate> major,
            Instant since,
            Instant from,
            Instant to,
            Instant now) {
        List<Period> months = new ArrayList<>();
        YearMonth last = YearMonth.from(to.minusMillis(1).atZone(settlement.zone()));
        for (YearMonth month = YearMonth.from(from.atZone(settlement.zone()));
                !month.isAfter(last);
                month = month.plusMonths(1)) {
            period(settlement, month, month.plusMonths(1), days, major, since, now)
                    .ifPresent(months::add);
        }
        return months;
    }

    /** The twelve months up to now, the present one included. */
    public static Optional<Period> lastYear(
            Settlement settlement, List<SupplyDay> days, Set<LocalDate> major, Instant since, Instant now) {
        YearMonth next = YearMonth.from(now.atZone(settlement.zone())).plusMonths(1);
        return period(settlement, next.minusMonths(12), next, days, major, since, now);
    }

    private static Optional<Period> period(
            Settlement settlement,
            YearMonth begin,
            YearMonth end,
            List<SupplyDay> days,
            Set<LocalDate> major,
            Instant since,
            Instant now) {
        Instant first = begin.atDay(1).atStartOfDay(settlement.zone()).toInstant();
        Instant start = since.isAfter(first) ? since : first;
        Instant over = end.atDay(1).atStartOfDay(settlement.zone()).toInstant();
        Instant until = over.isBefore(now) ? over : now;
        List<SupplyDay> within = days.stream()
                .filter(it -> it.settlement().equals(settlement.id()))
                .filter(it -> !it.day().isBefore(begin.atDay(1)) && it.day().isBefore(end.atDay(1)))
                .toList();
        double served = within.stream().mapToInt(SupplyDay::customers).average().orElse(0);
        if (served == 0 || !until.isAfter(start)) {
            return Optional.empty();
        }
        Duration period = Duration.between(start, until);
        List<SupplyDay> ordinary =
                within.stream().filter(it -> !major.contains(it.day())).toList();
        return Optional.of(new Period(
                settlement.id(),
                begin,
                start,
                (int) Math.round(served),
                sum(within, SupplyDay::unplanned).indices(served, period),
                sum(ordinary, SupplyDay::unplanned).indices(served, period),
                sum(within, SupplyDay::planned).indices(served, period),
                within.stream().mapToInt(SupplyDay::interruptions).sum(),
                within.size() - ordinary.size(),
                within.stream().anyMatch(SupplyDay::open)));
    }

    private static Interruptions.Sums sum(List<SupplyDay> days, Function<SupplyDay, Interruptions.Sums> part) {
        return days.stream().map(part).reduce(Interruptions.Sums.NONE, Interruptions.Sums::plus);
    }

    private static List<List<Step>> steps(Collection<Incident> incidents, boolean planned) {
        return incidents.stream()
                .filter(it -> it.planned() == planned)
                .map(Incident::steps)
                .toList();
    }

    private List<Incident> incidents(String settlement, Pair pair, List<ConditionSpan> all, Instant now) {
        Condition.GroupFraction fraction =
                (Condition.GroupFraction) pair.outage().condition();
        List<ConditionSpan> outages = of(all, pair.outage().id());
        List<ConditionSpan> silences = of(all, fraction.of());
        List<Incident> incidents = new ArrayList<>();
        for (ConditionSpan outage : outages) {
            if (isOf(outage.device(), settlement)) {
                incident(pair, fraction, outage, silences, now).ifPresent(incidents::add);
            }
        }
        return incidents;
    }

    private static List<ConditionSpan> of(List<ConditionSpan> all, String rule) {
        return all.stream().filter(it -> it.rule().equals(rule)).toList();
    }

    private Optional<Incident> incident(
            Pair pair,
            Condition.GroupFraction fraction,
            ConditionSpan outage,
            List<ConditionSpan> silences,
            Instant now) {
        Instant end = outage.to().orElse(now);
        List<ConditionSpan> customers = silences.stream()
                .filter(it -> isMember(pair, fraction, outage, it.device()))
                .filter(it -> !it.from().isAfter(end)
                        && !it.to().orElse(now).isBefore(outage.from().minus(NEAR)))
                .filter(it -> !it.from().isBefore(outage.from().minus(NEAR)))
                .toList();
        Optional<Instant> start =
                customers.stream().map(it -> lastHeard(pair, it)).min(Instant::compareTo);
        return start.map(first -> new Incident(
                first,
                outage.announced().filter(it -> it.isBefore(first)).isPresent(),
                outage.to().isEmpty(),
                customers.stream()
                        .map(it -> new Step(1, Duration.between(first, it.to().orElse(now))))
                        .toList()));
    }

    /** Silence is noticed late, a will message after its grace, a last gasp at once. */
    private Instant lastHeard(Pair pair, ConditionSpan silence) {
        if (silence.cause().startsWith("last gasp")) {
            return silence.from();
        }
        Duration late = silence.cause().startsWith("will")
                ? pair.offline().lwtGrace()
                : pair.offline().silenceAfter().orElseGet(() -> usualSilence(silence.device()));
        return silence.from().minus(late);
    }

    private Duration usualSilence(String device) {
        Duration three = DeviceId.parse(device)
                .flatMap(registry::device)
                .map(it -> it.type().interval().multipliedBy(3))
                .orElse(Duration.ZERO);
        Duration shortest = Duration.ofMinutes(10);
        return three.compareTo(shortest) > 0 ? three : shortest;
    }

    private boolean isMember(Pair pair, Condition.GroupFraction fraction, ConditionSpan outage, String device) {
        Optional<DeviceId> id = DeviceId.parse(device).filter(pair.members()::contains);
        return id.isPresent()
                && (fraction.groupBy().isEmpty()
                        || isFedBy(id.get(), fraction.groupBy().get(), outage.device()));
    }

    /** Whether a site of a kind, {@code settlement/site}, supplies a device. */
    private boolean isFedBy(DeviceId device, String kind, String place) {
        Optional<Site> site = registry.site(device.settlement(), device.site());
        for (int depth = 0; site.isPresent() && depth < 16; depth++) {
            Site here = site.get();
            if (here.kind().word().equals(kind)) {
                return place.equals(here.settlement() + "/" + here.id());
            }
            site = here.fedBy().flatMap(it -> registry.site(here.settlement(), it));
        }
        return false;
    }

    private static boolean isOf(String place, String settlement) {
        return place.startsWith(settlement + "/");
    }

    private Set<DeviceId> members(Condition.GroupFraction fraction) {
        Set<DeviceId> members = new LinkedHashSet<>();
        for (Device device : registry.devices()) {
            Map<String, String> labels = Map.of("type", device.type().id());
            if (!device.recorded() && fraction.members().matches(device.id().toString(), labels)) {
                members.add(device.id());
            }
        }
        return members;
    }
}
