package az.ocaq.alarm.backtest;

import az.ocaq.alarm.AlarmState;
import az.ocaq.alarm.Priority;
import az.ocaq.alarm.engine.Directory;
import az.ocaq.alarm.engine.Engine;
import az.ocaq.alarm.engine.Instance;
import az.ocaq.alarm.engine.Policy;
import az.ocaq.alarm.engine.Sample;
import az.ocaq.alarm.engine.Transition;
import az.ocaq.alarm.rule.Absence;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rules on trial: the real engine over readings in the order of their times, as if each had arrived when it was measured and
 * nobody had done anything. Not thread-safe.
 */
public final class Trial {
    private final Engine engine;
    private final boolean hearsEverything;
    private final Set<DeviceId> devices = new HashSet<>();
    private final Map<DeviceId, Map<String, Boolean>> watched = new HashMap<>();
    private final Map<Instance, Occurrence> open = new LinkedHashMap<>();
    private final List<Occurrence> over = new ArrayList<>();
    private final List<Sample> together = new ArrayList<>();

    /** Rules that are in service at the devices of a directory from {@code start} on. */
    public Trial(Collection<Rule> rules, Directory directory, Instant start) {
        this.engine = new Engine(rules, Policy.NOBODY, directory, start.toEpochMilli());
        this.hearsEverything = rules.stream().anyMatch(it -> it.condition() instanceof Absence.Offline);
        directory.devices().forEach(it -> DeviceId.parse(it).ifPresent(devices::add));
    }

    /** The metrics of a device that some rule looks at; more than these change nothing, unless silence is looked for. */
    Set<String> metrics(DeviceId device) {
        Set<String> found = new HashSet<>();
        engine.metrics().stream().filter(it -> watches(device, it)).forEach(found::add);
        return found;
    }

    /** Whether a device that says anything at all is not silent, so that all of its metrics matter. */
    boolean hearsEverything() {
        return hearsEverything;
    }

    /**
     * Takes the next reading; none is older than the one before. Those of one instant are judged together, as a device's report
     * is: a charger that ends its session says so in the same breath as that it draws no power.
     */
    public void take(Reading reading) {
        DeviceId device = reading.series().device();
        if (!devices.contains(device)) {
            return;
        }
        String metric = reading.series().metric().name();
        boolean known = watches(device, metric);
        if (!known && !hearsEverything) {
            return;
        }
        long time = reading.time().toEpochMilli();
        if (time > engine.now()) {
            judge();
            engine.advance(time);
            collect();
        }
        if (known) {
            together.add(Sample.of(device.toString(), reading));
        } else {
            engine.heartbeat(device.toString());
            collect();
        }
    }

    private void judge() {
        engine.payload(List.copyOf(together));
        together.clear();
        collect();
    }

    /** Lets time pass up to {@code end}; every occurrence in the order of their beginnings. */
    public List<Occurrence> finish(Instant end) {
        judge();
        engine.settle(end.toEpochMilli());
        collect();
        List<Occurrence> all = new ArrayList<>(over);
        all.addAll(open.values());
        all.sort(Comparator.comparing(Occurrence::from)
                .thenComparing(Occurrence::rule)
                .thenComparing(Occurrence::device));
        return all;
    }

    private boolean watches(DeviceId device, String metric) {
        Map<String, Boolean> ofDevice = watched.computeIfAbsent(device, it -> new HashMap<>());
        Boolean known = ofDevice.get(metric);
        if (known == null) {
            known = engine.watches(device.toString(), metric);
            ofDevice.put(metric, known);
        }
        return known;
    }

    private void collect() {
        engine.drain().transitions().forEach(this::collect);
    }

    private void collect(Transition it) {
        Instant time = Instant.ofEpochMilli(it.eventTime().orElse(it.at()));
        Occurrence shown = open.get(it.alarm());
        if (shown == null && isShown(it.to())) {
            open.put(
                    it.alarm(),
                    new Occurrence(
                            it.alarm().rule().id(),
                            it.alarm().device(),
                            time,
                            Optional.empty(),
                            it.alarm().priority(),
                            it.value()));
        } else if (shown != null && !isShown(it.to())) {
            open.remove(it.alarm());
            over.add(ended(shown, Optional.of(time), shown.priority()));
        } else if (shown != null && it.alarm().priority().compareTo(shown.priority()) < 0) {
            open.put(it.alarm(), ended(shown, Optional.empty(), it.alarm().priority()));
        }
    }

    private static Occurrence ended(Occurrence it, Optional<Instant> to, Priority priority) {
        return new Occurrence(it.rule(), it.device(), it.from(), to, priority, it.value());
    }

    private static boolean isShown(AlarmState state) {
        return state == AlarmState.UNACK || state == AlarmState.ACKED;
    }
}
