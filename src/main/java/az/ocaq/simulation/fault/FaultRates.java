package az.ocaq.simulation.fault;

import az.ocaq.device.Device;
import az.ocaq.device.MetricRange;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.measurement.Quantity;
import az.ocaq.simulation.Draw;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Faults that come by chance. What befalls a device on a day hangs on seed, device, kind and day alone: another rate of one
 * kind changes no other kind, another device no other device.
 */
public final class FaultRates {
    private static final double DAYS_OF_A_YEAR = 365.25;
    private static final double DAYS_OF_WINTER = 121.25;

    private final Map<FaultKind, Double> perDeviceYear = new EnumMap<>(FaultKind.class);

    /**
     * @param rates by the word of the kind, how many a device has in a year; throws an {@link IllegalArgumentException}
     *     that says what is wrong
     */
    public FaultRates(Map<String, Double> rates) {
        rates.forEach((word, rate) -> perDeviceYear.put(kind(word), checked(word, rate)));
    }

    private static FaultKind kind(String word) {
        for (FaultKind kind : FaultKind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("'" + word + "' is no kind of fault (docs/simulation.md lists them)");
    }

    private static double checked(String word, double rate) {
        if (!(rate >= 0 && rate <= 10_000)) {
            throw new IllegalArgumentException(word + ": the rate must be from 0 to 10000 per device and year");
        }
        return rate;
    }

    /** All that begin from the day of a time (UTC) up to another time. */
    public List<Fault> draw(Fleet fleet, DeviceTypes types, long seed, Instant from, Instant to) {
        List<Fault> faults = new ArrayList<>();
        long first = LocalDate.ofInstant(from, ZoneOffset.UTC).toEpochDay();
        long last = LocalDate.ofInstant(to, ZoneOffset.UTC).toEpochDay();
        long base = Draw.key(seed, "faults");
        for (Device device : fleet.registry().devices()) {
            for (Map.Entry<FaultKind, Double> rate : perDeviceYear.entrySet()) {
                FaultKind kind = rate.getKey();
                if (device.recorded()
                        || !kind.fits(types.behaviour(device.type().id()).model())) {
                    continue;
                }
                long key = Draw.key(base, device.id() + " " + kind.word());
                for (long day = first; day <= last; day++) {
                    Draw draw = new Draw(Draw.key(key, day));
                    for (int left = draw.count(rate.getValue() * share(kind, day)); left > 0; left--) {
                        one(device, kind, day, draw)
                                .filter(it -> it.from().isBefore(to))
                                .ifPresent(faults::add);
                    }
                }
            }
        }
        return faults;
    }

    /** What of a year's faults of a kind falls on a day: snow lies from December to March alone. */
    private static double share(FaultKind kind, long day) {
        if (kind != FaultKind.SNOW) {
            return 1 / DAYS_OF_A_YEAR;
        }
        int month = LocalDate.ofEpochDay(day).getMonthValue();
        return month <= 3 || month == 12 ? 1 / DAYS_OF_WINTER : 0;
    }

    private static Optional<Fault> one(Device device, FaultKind kind, long day, Draw draw) {
        LocalDate date = LocalDate.ofEpochDay(day);
        Instant start = date.atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds((long) draw.between(0, 86_400));
        double hours = draw.between(kind.shortestHours(), kind.longestHours());
        double place = draw.unit();
        String[] metrics = metrics(device, kind, place);
        if (metrics.length == 0) {
            return Optional.empty();
        }
        return Optional.of(new Fault(
                String.format(Locale.ROOT, "%s %s %s", kind.word(), device.id(), start),
                kind,
                device.id().toString(),
                start,
                start.plus(Duration.ofSeconds(Math.max(60, (long) (hours * 3600)))),
                metrics[0],
                metrics[1],
                kind.usualSize(),
                false));
    }

    /** Which metric is concerned, and which one is shown instead; nothing when the device has none that could be. */
    private static String[] metrics(Device device, FaultKind kind, double place) {
        if (!kind.namesMetric() && kind != FaultKind.STUCK) {
            return new String[] {"", ""};
        }
        List<MetricRange> gauges = new TreeMap<>(device.type().metrics())
                .values().stream()
                        .filter(it -> it.kind() == Quantity.Kind.GAUGE)
                        .toList();
        if (gauges.isEmpty()) {
            return new String[0];
        }
        MetricRange metric = gauges.get((int) (place * gauges.size()));
        if (kind != FaultKind.WRONG_CHANNEL) {
            return new String[] {metric.metric().name(), ""};
        }
        return gauges.stream()
                .filter(it -> !it.equals(metric)
                        && it.metric().unit() == metric.metric().unit())
                .findFirst()
                .map(it -> new String[] {metric.metric().name(), it.metric().name()})
                .orElse(new String[0]);
    }
}
