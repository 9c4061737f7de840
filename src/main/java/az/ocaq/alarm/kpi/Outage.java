package az.ocaq.alarm.kpi;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One outage as a report lists it: all customers whose supply failed at one place at one time.
 *
 * @param place whose outage it was, {@code settlement/site}
 * @param began when supply failed
 * @param duration until the last of them had supply again, or up to now
 * @param customers whose interruption was sustained
 * @param minutes of customers without supply, each step of the restoration apart
 * @param planned whether it was announced work
 * @param open whether it goes on
 */
public record Outage(
        String settlement,
        String place,
        Instant began,
        Duration duration,
        int customers,
        double minutes,
        boolean planned,
        boolean open) {
    private record Key(String place, Instant began) {}

    /** The outages behind interruptions, the longest first; momentary ones are none. */
    public static List<Outage> longestFirst(Collection<CustomerInterruption> interruptions) {
        return interruptions.stream()
                .filter(CustomerInterruption::isSustained)
                .collect(Collectors.groupingBy(it -> new Key(it.place(), it.began())))
                .values()
                .stream()
                .map(Outage::of)
                .sorted(Comparator.comparing(Outage::duration)
                        .thenComparing(Outage::minutes)
                        .reversed()
                        .thenComparing(Outage::began)
                        .thenComparing(Outage::place))
                .toList();
    }

    private static Outage of(List<CustomerInterruption> all) {
        CustomerInterruption longest = all.stream()
                .max(Comparator.comparing(CustomerInterruption::duration))
                .orElseThrow();
        return new Outage(
                longest.settlement(),
                longest.place(),
                longest.began(),
                longest.duration(),
                (int) all.stream()
                        .map(CustomerInterruption::customer)
                        .distinct()
                        .count(),
                all.stream().mapToLong(it -> it.duration().toMillis()).sum() / 60_000.0,
                longest.planned(),
                all.stream().anyMatch(CustomerInterruption::open));
    }

    /** When it was over, or how far it is known. */
    public Instant until() {
        return began.plus(duration);
    }
}
