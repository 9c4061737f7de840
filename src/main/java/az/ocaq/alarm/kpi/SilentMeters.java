package az.ocaq.alarm.kpi;

import az.ocaq.alarm.rule.Absence;
import az.ocaq.alarm.rule.Neighbours;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.device.SiteKind;
import az.ocaq.measurement.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Outages of electricity, as the alarm rules inferred them: a rule that counts devices that are not heard ({@code
 * group_fraction} of {@code offline}) behind what supplies them. A customer is a member of such a rule. An interruption begins
 * for all its customers when the first of them was last heard, and ends for each of them when it is heard again: every one is
 * a step of the restoration. A device that is silent without an outage of its group is no interruption. Immutable; any thread.
 */
final class SilentMeters implements Outages {
    /** How far apart the silence of a member and the outage of its group may begin and still be one. */
    private static final Duration NEAR = Duration.ofMinutes(30);
    /** Groups that have no supply together. Those behind a gateway are silent together, in the light. */
    private static final Set<String> SUPPLIERS = Stream.of(
                    SiteKind.FEEDER, SiteKind.TRANSFORMER_STATION, SiteKind.SUBSTATION)
            .map(SiteKind::word)
            .collect(Collectors.toUnmodifiableSet());

    /** @param members by settlement */
    private record Pair(
            Rule outage,
            Neighbours.GroupFraction fraction,
            Absence.Offline offline,
            Map<String, Set<DeviceId>> members) {
        Set<DeviceId> of(String settlement) {
            return members.getOrDefault(settlement, Set.of());
        }
    }

    private final DeviceRegistry registry;
    private final List<Pair> pairs = new ArrayList<>();

    SilentMeters(DeviceRegistry registry, Rules rules) {
        this.registry = registry;
        for (Rule rule : rules.all()) {
            if (rule.condition() instanceof Neighbours.GroupFraction fraction) {
                rules.rule(fraction.of()).map(Rule::condition).ifPresent(of -> {
                    if (of instanceof Absence.Offline offline
                            && fraction.groupBy().stream().allMatch(SUPPLIERS::contains)
                            && !explainsOutages(rule, fraction.of(), rules)) {
                        pairs.add(new Pair(rule, fraction, offline, members(fraction)));
                    }
                });
            }
        }
    }

    /** Whether a rule stands for several outages of the same kind, which are counted one by one. */
    private static boolean explainsOutages(Rule rule, String of, Rules rules) {
        return rule.inhibits().stream()
                .flatMap(it -> rules.rule(it.rule()).stream())
                .anyMatch(it -> it.condition() instanceof Neighbours.GroupFraction fraction
                        && fraction.of().equals(of));
    }

    @Override
    public Set<String> rules() {
        Set<String> ids = new LinkedHashSet<>();
        pairs.forEach(it -> {
            ids.add(it.outage().id());
            ids.add(it.fraction().of());
        });
        return ids;
    }

    @Override
    public Map<String, Integer> behind(String settlement) {
        Map<String, Set<DeviceId>> behind = new TreeMap<>();
        for (Pair pair : pairs) {
            for (DeviceId member : pair.of(settlement)) {
                pair.fraction()
                        .groupBy()
                        .flatMap(kind -> supplier(member, kind))
                        .ifPresent(place -> behind.computeIfAbsent(place, it -> new LinkedHashSet<>())
                                .add(member));
            }
        }
        Map<String, Integer> counts = new TreeMap<>();
        behind.forEach((place, members) -> counts.put(place, members.size()));
        return counts;
    }

    @Override
    public int served(String settlement) {
        return (int) pairs.stream()
                .flatMap(it -> it.of(settlement).stream())
                .distinct()
                .count();
    }

    @Override
    public List<CustomerInterruption> interruptions(Settlement settlement, List<ConditionSpan> spans, Instant now) {
        return pairs.stream()
                .flatMap(pair -> interruptions(settlement, pair, spans, now).stream())
                .toList();
    }

    private List<CustomerInterruption> interruptions(
            Settlement settlement, Pair pair, List<ConditionSpan> all, Instant now) {
        // after a storm there are thousands of both: each outage looks at the silences of its own group alone
        Map<String, List<ConditionSpan>> byGroup = new HashMap<>();
        of(all, pair.fraction().of())
                .forEach(silence -> group(pair, silence.device())
                        .ifPresent(group -> byGroup.computeIfAbsent(group, it -> new ArrayList<>())
                                .add(silence)));
        return of(all, pair.outage().id()).stream()
                .flatMap(it ->
                        interruptions(settlement, pair, it, byGroup.getOrDefault(it.device(), List.of()), now).stream())
                .toList();
    }

    private static List<ConditionSpan> of(List<ConditionSpan> all, String rule) {
        return all.stream().filter(it -> it.rule().equals(rule)).toList();
    }

    /** @param silences of members of the outage's group */
    private List<CustomerInterruption> interruptions(
            Settlement settlement, Pair pair, ConditionSpan outage, List<ConditionSpan> silences, Instant now) {
        Instant end = outage.to().orElse(now);
        List<ConditionSpan> customers = silences.stream()
                .filter(it -> !it.from().isAfter(end)
                        && !it.to().orElse(now).isBefore(outage.from().minus(NEAR)))
                .filter(it -> !it.from().isBefore(outage.from().minus(NEAR)))
                .toList();
        Optional<Instant> start =
                customers.stream().map(it -> lastHeard(pair, it)).min(Instant::compareTo);
        if (start.isEmpty()) {
            return List.of();
        }
        Instant began = start.get();
        boolean planned = outage.announced().filter(it -> it.isBefore(began)).isPresent();
        // Who was back for a moment was not restored: the last end counts.
        Map<String, Optional<Instant>> restored = new TreeMap<>();
        customers.forEach(it -> restored.merge(it.device(), it.to(), SilentMeters::later));
        List<CustomerInterruption> each = new ArrayList<>();
        restored.forEach((customer, back) -> each.add(new CustomerInterruption(
                settlement.id(),
                LocalDate.ofInstant(began, settlement.zone()),
                outage.device(),
                customer,
                began,
                Duration.between(began, back.orElse(now)),
                planned,
                outage.to().isEmpty() || back.isEmpty())));
        return each;
    }

    private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
        return one.isEmpty() || (other.isPresent() && one.get().isAfter(other.get())) ? one : other;
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

    /** The place of the group that counts a device; absent where none does. */
    private Optional<String> group(Pair pair, String device) {
        return DeviceId.parse(device)
                .filter(it -> pair.of(it.settlement()).contains(it))
                .flatMap(it -> pair.fraction()
                        .groupBy()
                        .map(kind -> supplier(it, kind))
                        .orElseGet(() -> Optional.of(pair.fraction().group())));
    }

    /** The site of a kind, {@code settlement/site}, that supplies a device. */
    private Optional<String> supplier(DeviceId device, String kind) {
        Optional<Site> site = registry.site(device.settlement(), device.site());
        for (int depth = 0; site.isPresent() && depth < 16; depth++) {
            Site here = site.get();
            if (here.kind().word().equals(kind)) {
                return Optional.of(here.settlement() + "/" + here.id());
            }
            site = here.fedBy().flatMap(it -> registry.site(here.settlement(), it));
        }
        return Optional.empty();
    }

    private Map<String, Set<DeviceId>> members(Neighbours.GroupFraction fraction) {
        Map<String, Set<DeviceId>> members = new HashMap<>();
        for (Device device : registry.devices()) {
            Map<String, String> labels = Map.of("type", device.type().id());
            if (!device.recorded() && fraction.members().matches(device.id().toString(), labels)) {
                members.computeIfAbsent(device.id().settlement(), it -> new LinkedHashSet<>())
                        .add(device.id());
            }
        }
        return members;
    }
}
