package az.ocaq.simulation.fault;

import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The faults of a simulation. Immutable; any thread. */
public final class FaultSchedule {
    /** Nothing goes wrong. */
    public static final FaultSchedule NONE = new FaultSchedule(List.of());

    private final List<Fault> faults;
    private final Map<String, List<Fault>> byTarget;

    public FaultSchedule(List<Fault> faults) {
        this.faults = List.copyOf(faults);
        this.byTarget = faults.stream().collect(Collectors.groupingBy(Fault::device));
    }

    /** Reads a schedule; what is wrong with it is noted as problems. */
    public static FaultSchedule load(Path file, FaultTargets targets, Problems problems) {
        YamlMap map = YamlFile.read(file, problems);
        FaultReader reader = new FaultReader(targets, Instant.EPOCH);
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
