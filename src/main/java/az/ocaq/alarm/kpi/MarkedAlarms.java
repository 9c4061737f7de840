package az.ocaq.alarm.kpi;

import az.ocaq.alarm.RegistryDirectory;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.alarm.rule.Utility;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Interruptions of water or heat: while the condition of a rule with {@code interrupts} is true at a device, nobody behind it is
 * supplied. Customers are sites with a device of the utility. A device at a customer's speaks of that customer alone, one at a
 * part of the network of all that are behind its site: those with a fact that names the site ({@code water_works: works-1}),
 * and those without one where no other site of the settlement could supply them. What overlaps is one interruption.
 * Immutable; any thread.
 */
final class MarkedAlarms implements Outages {
    private final Map<String, Rule> rules = new TreeMap<>();
    /** Settlement → site by whose alarms interruptions are found → customers behind it, both {@code settlement/site}. */
    private final Map<String, Map<String, Set<String>>> customers = new TreeMap<>();
    /** Places that are customers themselves. */
    private final Set<String> own = new LinkedHashSet<>();

    MarkedAlarms(DeviceRegistry registry, Rules all, Utility utility) {
        all.all().stream()
                .filter(it -> it.traits().interrupts().filter(utility::equals).isPresent())
                .forEach(it -> rules.put(it.id(), it));
        if (rules.isEmpty()) {
            return;
        }
        RegistryDirectory directory = RegistryDirectory.of(
                registry, it -> !it.recorded() && it.type().utility().equals(utility.word()));
        for (Settlement settlement : registry.settlements()) {
            Map<String, Set<String>> places = places(registry, settlement, directory);
            if (!places.isEmpty()) {
                customers.put(settlement.id(), places);
            }
        }
    }

    private Map<String, Set<String>> places(
            DeviceRegistry registry, Settlement settlement, RegistryDirectory directory) {
        Map<String, List<Device>> homes = new TreeMap<>();
        Map<String, Site> works = new TreeMap<>();
        Map<String, Set<String>> places = new TreeMap<>();
        for (Device device : registry.devices(settlement.id())) {
            String name = device.id().toString();
            Optional<Site> site = registry.site(settlement.id(), device.id().site());
            if (site.isEmpty() || !directory.devices().contains(name)) {
                continue;
            }
            String place = settlement.id() + "/" + site.get().id();
            boolean watched =
                    rules.values().stream().anyMatch(it -> it.devices().matches(name, directory.labels(name)));
            if (site.get().kind().isCustomer()) {
                homes.computeIfAbsent(place, it -> new ArrayList<>()).add(device);
                if (watched) {
                    own.add(place);
                    places.put(place, Set.of(place));
                }
            } else if (watched) {
                works.put(place, site.get());
            }
        }
        works.forEach((place, site) -> places.put(
                place,
                homes.entrySet().stream()
                        .filter(it -> site.supplies(it.getValue(), works.size()))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toCollection(LinkedHashSet::new))));
        return places;
    }

    @Override
    public Set<String> rules() {
        return rules.keySet();
    }

    @Override
    public int served(String settlement) {
        return (int)
                of(settlement).values().stream().flatMap(Set::stream).distinct().count();
    }

    @Override
    public Map<String, Integer> behind(String settlement) {
        Map<String, Integer> counts = new TreeMap<>();
        of(settlement).forEach((place, behind) -> {
            if (!own.contains(place)) {
                counts.put(place, behind.size());
            }
        });
        return counts;
    }

    private Map<String, Set<String>> of(String settlement) {
        return customers.getOrDefault(settlement, Map.of());
    }

    private record Lack(String place, Instant began, Optional<Instant> ended, boolean planned) {
        /** One that begins before this one is over goes on with it. */
        boolean reaches(Lack next) {
            return ended.map(it -> !next.began().isAfter(it)).orElse(true);
        }

        Lack with(Lack next) {
            Optional<Instant> later = ended.flatMap(end -> next.ended().map(other -> other.isAfter(end) ? other : end));
            return new Lack(place, began, later, planned);
        }
    }

    @Override
    public List<CustomerInterruption> interruptions(Settlement settlement, List<ConditionSpan> spans, Instant now) {
        Map<String, List<Lack>> lacks = new TreeMap<>();
        spans.stream()
                .flatMap(it -> Optional.ofNullable(rules.get(it.rule())).map(rule -> lack(rule, it)).stream())
                .sorted(Comparator.comparing(Lack::began))
                .forEach(lack -> of(settlement.id())
                        .getOrDefault(lack.place(), Set.of())
                        .forEach(customer -> join(lacks.computeIfAbsent(customer, it -> new ArrayList<>()), lack)));
        List<CustomerInterruption> each = new ArrayList<>();
        lacks.forEach((customer, theirs) -> theirs.forEach(it -> each.add(new CustomerInterruption(
                settlement.id(),
                LocalDate.ofInstant(it.began(), settlement.zone()),
                it.place(),
                customer,
                it.began(),
                Duration.between(it.began(), it.ended().orElse(now)),
                it.planned(),
                it.ended().isEmpty()))));
        return each;
    }

    private static void join(List<Lack> lacks, Lack next) {
        int last = lacks.size() - 1;
        if (last >= 0 && lacks.get(last).reaches(next)) {
            lacks.set(last, lacks.get(last).with(next));
        } else {
            lacks.add(next);
        }
    }

    /** An alarm comes and goes by its delays later than what it tells of. */
    private static Lack lack(Rule rule, ConditionSpan span) {
        Instant began = span.from().minus(rule.delays().on());
        Optional<Instant> ended =
                span.to().map(it -> it.minus(rule.delays().off())).map(it -> it.isBefore(began) ? began : it);
        boolean planned = span.announced().filter(it -> it.isBefore(began)).isPresent();
        int device = span.device().indexOf('/', span.device().indexOf('/') + 1);
        String place = device < 0 ? span.device() : span.device().substring(0, device);
        return new Lack(place, began, ended, planned);
    }
}
