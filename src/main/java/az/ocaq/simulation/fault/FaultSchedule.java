package az.ocaq.simulation.fault;

import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The faults of a simulation. A register can roll over once, because it must stand near its last digit before: a rollover
 * after another rollover or reset of the same device is left out. Immutable; any thread.
 */
public final class FaultSchedule {
    /** Nothing goes wrong. */
    public static final FaultSchedule NONE = new FaultSchedule(List.of());

    private final List<Fault> faults;
    private final Map<String, List<Fault>> byTarget;

    public FaultSchedule(List<Fault> faults) {
        this.faults = possible(faults);
        this.byTarget = this.faults.stream().collect(Collectors.groupingBy(Fault::device));
    }

    private static List<Fault> possible(List<Fault> faults) {
        Set<String> startedAgain = new HashSet<>();
        Set<Fault> impossible = Collections.newSetFromMap(new IdentityHashMap<>());
        faults.stream()
                .filter(it -> it.kind() == FaultKind.COUNTER_RESET || it.kind() == FaultKind.COUNTER_ROLLOVER)
                .sorted(Comparator.comparing(Fault::from))
                .forEach(it -> {
                    if (it.kind() == FaultKind.COUNTER_ROLLOVER && concernsAny(startedAgain, it)) {
                        impossible.add(it);
                    }
                    startedAgain.add(it.device());
                });
        return faults.stream().filter(it -> !impossible.contains(it)).toList();
    }

    private static boolean concernsAny(Set<String> devices, Fault fault) {
        return devices.contains(fault.device())
                || devices.stream()
                        .anyMatch(it -> fault.concerns(it) || fault.device().startsWith(it + '/'));
    }

    /**
     * Reads a schedule; what is wrong with it is noted as problems.
     *
     * @param origin what times such as {@code +90m} count from
     */
    public static FaultSchedule load(Path file, FaultTargets targets, Instant origin, Problems problems) {
        YamlMap map = YamlFile.read(file, problems);
        FaultReader reader = new FaultReader(targets, origin);
        List<Fault> faults = new ArrayList<>();
        map.maps("faults").forEach((id, fault) -> faults.add(reader.entry(id, fault)));
        map.finish();
        return new FaultSchedule(faults);
    }

    /** These faults and others. */
    public FaultSchedule and(List<Fault> others) {
        List<Fault> all = new ArrayList<>(faults);
        all.addAll(others);
        return new FaultSchedule(all);
    }

    /** In the order in which they were read. */
    public List<Fault> faults() {
        return faults;
    }

    /** Those that concern a device: its own, its site's, its settlement's. */
    public List<Fault> of(String deviceId) {
        List<Fault> found = new ArrayList<>();
        for (int end = deviceId.length(); end > 0; end = deviceId.lastIndexOf('/', end - 1)) {
            found.addAll(byTarget.getOrDefault(deviceId.substring(0, end), List.of()));
        }
        return found;
    }

    /** One JSON object for each fault that lasts into a time: what a monitoring server must find, where and when. */
    public List<String> labels(Instant from, Instant to) {
        return faults.stream()
                .filter(it -> it.from().isBefore(to) && it.to().isAfter(from))
                .map(Fault::label)
                .toList();
    }
}
