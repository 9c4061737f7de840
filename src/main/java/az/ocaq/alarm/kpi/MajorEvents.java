package az.ocaq.alarm.kpi;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Major event days after the 2.5-beta method of IEEE 1366 (annex B): days on which the whole utility's SAIDI is beyond
 * {@code exp(alpha + 2.5 beta)}, alpha and beta being mean and standard deviation of the logarithms of the daily SAIDI of the
 * five years before, of as many as there are. Days without interruptions are left out of these. The limit of a year holds
 * for all of it; the first year has none.
 *
 * @param limits year → minutes
 * @param days those beyond
 */
public record MajorEvents(Map<Integer, Double> limits, Set<LocalDate> days) {
    private static final int YEARS = 5;
    /** A standard deviation of fewer days says nothing. */
    private static final int LEAST_DAYS = 10;

    private static final double BETAS = 2.5;

    public MajorEvents {
        limits = Map.copyOf(limits);
        days = Set.copyOf(days);
    }

    /** Of the days of all settlements together: what is a major event is decided for the whole utility. */
    public static MajorEvents of(Collection<SupplyDay> days) {
        TreeMap<LocalDate, Double> minutes = new TreeMap<>();
        TreeMap<LocalDate, Integer> customers = new TreeMap<>();
        for (SupplyDay it : days) {
            minutes.merge(it.day(), it.minutes(), Double::sum);
            customers.merge(it.day(), it.customers(), Integer::sum);
        }
        TreeMap<LocalDate, Double> saidi = new TreeMap<>();
        minutes.forEach((day, sum) -> saidi.put(day, sum / Math.max(1, customers.getOrDefault(day, 1))));
        TreeMap<Integer, Double> limits = new TreeMap<>();
        TreeSet<LocalDate> major = new TreeSet<>();
        saidi.keySet().stream().map(LocalDate::getYear).distinct().forEach(year -> {
            LocalDate first = LocalDate.of(year, 1, 1);
            limit(saidi.subMap(first.minusYears(YEARS), first).values()).ifPresent(limit -> {
                limits.put(year, limit);
                saidi.subMap(first, first.plusYears(1)).forEach((day, value) -> {
                    if (value > limit) {
                        major.add(day);
                    }
                });
            });
        });
        return new MajorEvents(limits, major);
    }

    /** T<sub>MED</sub>, minutes, of daily values of SAIDI; empty where too few days had an interruption. */
    static OptionalDouble limit(Collection<Double> dailySaidi) {
        double[] logarithms =
                dailySaidi.stream().filter(it -> it > 0).mapToDouble(Math::log).toArray();
        if (logarithms.length < LEAST_DAYS) {
            return OptionalDouble.empty();
        }
        double alpha = java.util.Arrays.stream(logarithms).average().orElseThrow();
        double squares = java.util.Arrays.stream(logarithms)
                .map(it -> (it - alpha) * (it - alpha))
                .sum();
        double beta = Math.sqrt(squares / (logarithms.length - 1));
        return OptionalDouble.of(Math.exp(alpha + BETAS * beta));
    }
}
