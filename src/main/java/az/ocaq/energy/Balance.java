package az.ocaq.energy;

import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.MetricRange;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.SeriesId;
import az.ocaq.store.Aggregation;
import az.ocaq.store.Point;
import az.ocaq.store.SeriesQuery;
import az.ocaq.store.Step;
import az.ocaq.store.TimeSeriesStore;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The energy balance of settlements and sites, from what counters counted. What is long over is remembered for a while, so
 * that a day that is still going on is its hours, of which only the last is read. Confined to one context.
 */
public final class Balance {
    /** Readings of a bucket may come this long after its end. */
    private static final Duration SETTLED_AFTER = Duration.ofMinutes(10);

    private static final Duration REMEMBERED = Duration.ofDays(1);
    private static final int MOST_REMEMBERED = 50_000;
    private static final int READS_AT_ONCE = 16;

    /**
     * Whose balance.
     *
     * @param site one site of the settlement; empty for all of it
     * @param consumers whether each consumer's meter is read; without it, and where the grid is metered, consumption is what
     *     was supplied, losses included, and comes much faster
     */
    public record Scope(String settlement, Optional<String> site, boolean consumers) {}

    /** Tells the time of the oldest reading of a settlement that came late, since it was last asked. */
    public interface LateReadings {
        Optional<Instant> take(String settlement);
    }

    private record Counter(DeviceId device, MetricRange range, EnergyCounter counter, boolean behindMeter) {}

    private record Key(Scope scope, Step step, Instant start) {}

    private record Remembered(EnergyTotals totals, Instant until) {}

    private final DeviceRegistry registry;
    private final TimeSeriesStore store;
    private final LateReadings late;
    private final Clock clock;
    private final Map<Scope, List<Counter>> counters = new HashMap<>();
    private final Map<Key, Remembered> remembered = new LinkedHashMap<>();

    public Balance(DeviceRegistry registry, TimeSeriesStore store, LateReadings late, Clock clock) {
        this.registry = registry;
        this.store = store;
        this.late = late;
        this.clock = clock;
    }

    /** The balance of each bucket that has data, by its start; {@code from} included, {@code to} not. The step is not raw. */
    public Future<Map<Instant, EnergyTotals>> read(Scope scope, Step step, Instant from, Instant to) {
        ZoneId zone = registry.settlement(scope.settlement())
                .map(Settlement::zone)
                .orElseThrow(() -> new IllegalArgumentException("no such settlement"));
        late.take(scope.settlement()).ifPresent(time -> forget(scope.settlement(), time, zone));
        Instant now = clock.instant();
        Map<Instant, EnergyTotals> found = new TreeMap<>();
        List<Instant> missing = new ArrayList<>();
        Optional<Instant> open = Optional.empty();
        Instant start = from;
        while (start.isBefore(to)) {
            Instant end = step.nextBucketStart(start, zone);
            boolean settled = !end.isAfter(to) && !end.plus(SETTLED_AFTER).isAfter(now);
            Optional<EnergyTotals> known = recall(new Key(scope, step, start), now);
            if (settled && known.isPresent()) {
                found.put(start, known.get());
            } else if (settled || finer(step).isEmpty()) {
                missing.add(start);
            } else if (open.isEmpty()) {
                open = Optional.of(start);
            }
            start = end;
        }
        Future<Void> whole = readMissing(scope, step, zone, missing, to, found);
        Optional<Instant> unsettled = open;
        return whole.compose(done -> unsettled.isEmpty()
                        ? Future.succeededFuture()
                        : readOpen(scope, step, zone, unsettled.get(), to, found))
                .map(done -> labelled(found, step, zone));
    }

    /** The buckets that are over but not remembered, in one go. */
    private Future<Void> readMissing(
            Scope scope, Step step, ZoneId zone, List<Instant> missing, Instant to, Map<Instant, EnergyTotals> found) {
        if (missing.isEmpty()) {
            return Future.succeededFuture();
        }
        Instant first = missing.get(0);
        Instant end = step.nextBucketStart(missing.get(missing.size() - 1), zone);
        Instant last = end.isAfter(to) ? to : end;
        return count(scope, step, zone, first, last).map(counted -> {
            Instant now = clock.instant();
            for (Instant start : missing) {
                // an unaligned first bucket is counted from where it begins
                EnergyTotals totals = counted.getOrDefault(step.bucketStart(start, zone), EnergyTotals.NONE);
                found.put(start, totals);
                Instant next = step.nextBucketStart(start, zone);
                boolean whole = step.bucketStart(start, zone).equals(start) && !next.isAfter(to);
                if (whole && !next.plus(SETTLED_AFTER).isAfter(now)) {
                    remember(new Key(scope, step, start), totals, now);
                }
            }
            return null;
        });
    }

    /** The buckets that still go on, from finer ones. */
    private Future<Void> readOpen(
            Scope scope, Step step, ZoneId zone, Instant start, Instant to, Map<Instant, EnergyTotals> found) {
        return read(scope, finer(step).orElseThrow(), start, to).map(parts -> {
            parts.forEach((time, totals) -> {
                Instant bucket = step.bucketStart(time, zone);
                found.merge(bucket.isBefore(start) ? start : bucket, totals, EnergyTotals::plus);
            });
            return null;
        });
    }

    private static Optional<Step> finer(Step step) {
        return switch (step) {
            case DAY -> Optional.of(Step.HOUR);
            case MONTH -> Optional.of(Step.DAY);
            default -> Optional.empty();
        };
    }

    /** A bucket carries its start, even when the balance begins within it; one without data is left out. */
    private static Map<Instant, EnergyTotals> labelled(Map<Instant, EnergyTotals> found, Step step, ZoneId zone) {
        Map<Instant, EnergyTotals> labelled = new TreeMap<>();
        found.forEach((start, totals) -> {
            if (totals != EnergyTotals.NONE) {
                labelled.put(step.bucketStart(start, zone), totals);
            }
        });
        return labelled;
    }

    private Future<Map<Instant, EnergyTotals>> count(Scope scope, Step step, ZoneId zone, Instant from, Instant to) {
        EnergyLedger ledger = new EnergyLedger(scope.site().isPresent());
        List<Counter> all = counters.computeIfAbsent(scope, this::counters);
        Future<Void> done = Future.succeededFuture();
        for (int i = 0; i < all.size(); i += READS_AT_ONCE) {
            List<Counter> some = all.subList(i, Math.min(all.size(), i + READS_AT_ONCE));
            done = done.compose(ready -> Future.all(some.stream()
                            .map(it -> count(it, step, zone, from, to, ledger))
                            .toList())
                    .mapEmpty());
        }
        return done.map(ready -> ledger.close());
    }

    private Future<Void> count(Counter counter, Step step, ZoneId zone, Instant from, Instant to, EnergyLedger ledger) {
        SeriesId series = new SeriesId(counter.device, counter.range.metric());
        SeriesQuery query = new SeriesQuery(
                series, from, to, step, Aggregation.DELTA, zone, Duration.ZERO, counter.range.modulus());
        return store.read(query).map(points -> {
            for (Point point : points) {
                ledger.add(point.time(), counter.counter, point.value(), counter.behindMeter);
            }
            return null;
        });
    }

    private List<Counter> counters(Scope scope) {
        Map<String, List<Device>> bySite = new LinkedHashMap<>();
        for (Device device : registry.devices(scope.settlement())) {
            bySite.computeIfAbsent(device.id().site(), key -> new ArrayList<>()).add(device);
        }
        List<Counter> found = new ArrayList<>();
        for (Site site : registry.sites(scope.settlement())) {
            if (scope.site().stream().allMatch(it -> it.equals(site.id()))) {
                add(site, bySite.getOrDefault(site.id(), List.of()), found);
            }
        }
        boolean gridMetered = found.stream().anyMatch(it -> it.counter.role() == EnergyRole.GRID);
        if (!scope.consumers() && gridMetered) {
            found.removeIf(it -> it.counter.role() == EnergyRole.CONSUMER);
        }
        return found;
    }

    private static void add(Site site, List<Device> devices, List<Counter> found) {
        Map<DeviceId, EnergyRole> roles = EnergyRoles.of(site, devices);
        boolean metered = roles.containsValue(EnergyRole.CONSUMER);
        for (Device device : devices) {
            EnergyRole role = roles.getOrDefault(device.id(), EnergyRole.NONE);
            for (EnergyCounter counter : EnergyCounter.of(role)) {
                Optional.ofNullable(device.type().metrics().get(counter.metric()))
                        .ifPresent(range -> found.add(
                                new Counter(device.id(), range, counter, metered && role != EnergyRole.CONSUMER)));
            }
        }
    }

    /** A late reading changes the bucket it belongs to, and the one of the counter's next reading, which may be any later. */
    private void forget(String settlement, Instant time, ZoneId zone) {
        remembered
                .keySet()
                .removeIf(key -> key.scope.settlement().equals(settlement)
                        && key.step.nextBucketStart(key.start, zone).isAfter(time));
    }

    private Optional<EnergyTotals> recall(Key key, Instant now) {
        Remembered known = remembered.get(key);
        return known != null && known.until.isAfter(now) ? Optional.of(known.totals) : Optional.empty();
    }

    private void remember(Key key, EnergyTotals totals, Instant now) {
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(key, new Remembered(totals, now.plus(REMEMBERED)));
    }
}
