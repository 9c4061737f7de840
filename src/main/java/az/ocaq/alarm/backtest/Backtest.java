package az.ocaq.alarm.backtest;

import az.ocaq.alarm.RegistryDirectory;
import az.ocaq.alarm.rule.Neighbours;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Reading;
import az.ocaq.store.Selection;
import az.ocaq.store.TimeSeriesStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/**
 * Runs one rule over what is stored. Reads as much time at once as fits a bounded number of readings, in the order of their
 * times, so that memory is bounded however long the time and however many the devices. Blocks; any thread but an event loop.
 */
public final class Backtest {
    private static final int COMFORTABLE = 250_000;
    private static final int MOST_AT_ONCE = 1_000_000;
    private static final long MOST_READINGS = 50_000_000;
    private static final int DEVICE_BY_DEVICE = 50;
    private static final Duration FIRST_STEP = Duration.ofHours(1);
    private static final Duration LONGEST_STEP = Duration.ofDays(30);

    /** More readings in one step than are held at once. */
    private static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMany() {
            super("too many readings at once", null, false, false);
        }
    }

    private final TimeSeriesStore store;
    private final DeviceRegistry registry;

    public Backtest(TimeSeriesStore store, DeviceRegistry registry) {
        this.store = store;
        this.registry = registry;
    }

    /**
     * Runs a rule over {@code from <= time < to}.
     *
     * @param companions the rules in service, of which one is needed where the rule counts another rule's alarms
     * @param tried the devices to look at
     * @throws IllegalArgumentException when there are more readings than one run may look at
     */
    public BacktestResult run(Rule rule, Rules companions, Predicate<Device> tried, Instant from, Instant to) {
        List<Rule> rules = new ArrayList<>(List.of(rule));
        if (rule.condition() instanceof Neighbours.GroupFraction fraction) {
            companions.rule(fraction.of()).ifPresent(rules::add);
        }
        Trial trial = new Trial(rules, RegistryDirectory.of(registry, tried), from);
        List<Selection> selections = selections(trial, tried);
        long readings = 0;
        Optional<Instant> first = Optional.empty();
        Duration step = FIRST_STEP;
        Instant start = from;
        while (start.isBefore(to)) {
            Instant end = start.plus(step).isBefore(to) ? start.plus(step) : to;
            try {
                List<Reading> gathered = gather(selections, start, end);
                gathered.forEach(trial::take);
                readings += gathered.size();
                first = first.or(() -> gathered.stream().map(Reading::time).min(Comparator.naturalOrder()));
                start = end;
                step = next(step, gathered.size());
            } catch (TooMany e) {
                step = step.dividedBy(4);
            }
            if (readings > MOST_READINGS) {
                throw new IllegalArgumentException("the rule looks at more than " + MOST_READINGS
                        + " readings in this time: choose a shorter time or fewer devices");
            }
        }
        List<Occurrence> occurrences = trial.finish(to).stream()
                .filter(it -> it.rule().equals(rule.id()))
                .toList();
        return new BacktestResult(rule.id(), rule.condition().unit(), from, to, readings, first, occurrences);
    }

    private static Duration next(Duration step, int gathered) {
        if (gathered > COMFORTABLE) {
            return step.dividedBy(2);
        }
        boolean few = gathered < COMFORTABLE / 4 && step.compareTo(LONGEST_STEP) < 0;
        return few ? step.multipliedBy(4) : step;
    }

    /** What to read: few devices one by one, many by their settlement. */
    private List<Selection> selections(Trial trial, Predicate<Device> tried) {
        Map<DeviceId, Set<String>> wanted = new LinkedHashMap<>();
        for (Device device : registry.devices()) {
            Set<String> metrics = tried.test(device) ? trial.metrics(device.id()) : Set.of();
            boolean heard = trial.hearsEverything() && tried.test(device);
            if (heard || !metrics.isEmpty()) {
                wanted.put(device.id(), heard ? Set.of() : metrics);
            }
        }
        if (wanted.size() <= DEVICE_BY_DEVICE) {
            return wanted.entrySet().stream()
                    .flatMap(it -> selections(Optional.empty(), Optional.of(it.getKey()), it.getValue()).stream())
                    .toList();
        }
        Map<String, Set<String>> bySettlement = new LinkedHashMap<>();
        wanted.forEach((device, metrics) -> bySettlement
                .computeIfAbsent(device.settlement(), it -> new TreeSet<>())
                .addAll(metrics));
        return bySettlement.entrySet().stream()
                .flatMap(it -> selections(Optional.of(it.getKey()), Optional.empty(), it.getValue()).stream())
                .toList();
    }

    private static List<Selection> selections(
            Optional<String> settlement, Optional<DeviceId> device, Set<String> metrics) {
        return metrics.isEmpty()
                ? List.of(new Selection(settlement, device, Optional.empty()))
                : metrics.stream()
                        .map(it -> new Selection(settlement, device, Optional.of(it)))
                        .toList();
    }

    private List<Reading> gather(List<Selection> selections, Instant from, Instant to) {
        List<Reading> gathered = new ArrayList<>();
        for (Selection selection : selections) {
            try {
                var unused = store.scan(selection, from, to, readings -> {
                            if (gathered.size() + readings.size() > MOST_AT_ONCE) {
                                throw new TooMany();
                            }
                            gathered.addAll(readings);
                        })
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
            } catch (CompletionException e) {
                boolean fewer = e.getCause() instanceof TooMany
                        && Duration.between(from, to).toMillis() > 1_000;
                throw fewer ? new TooMany() : e;
            }
        }
        gathered.sort(Comparator.comparing(Reading::time));
        return gathered;
    }
}
