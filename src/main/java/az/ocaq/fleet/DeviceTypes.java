package az.ocaq.fleet;

import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.device.DeviceType;
import az.ocaq.measurement.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The device types of {@code devices/types/}, with their examples and how they are simulated. Immutable; any thread. */
public final class DeviceTypes {
    private static final int MOST_SUGGESTED = 5;

    private final Map<String, TypeFile> files;

    private DeviceTypes(Map<String, TypeFile> files) {
        this.files = files;
    }

    /** No types. */
    public static DeviceTypes none() {
        return new DeviceTypes(Map.of());
    }

    /** Reads every {@code types/*.yaml} of a folder; what is wrong is noted, so that the caller can tell all of it. */
    public static DeviceTypes load(Path devices, Problems problems) {
        Map<String, TypeFile> files = new LinkedHashMap<>();
        for (Path file : yamlFiles(devices.resolve("types"), problems)) {
            String id = idOf(file);
            files.put(id, TypeFile.read(id, YamlFile.read(file, problems)));
        }
        return new DeviceTypes(files);
    }

    /** In the order of their ids. */
    public Collection<DeviceType> all() {
        return files.values().stream().map(TypeFile::type).toList();
    }

    /** The ids, in order. */
    public Collection<String> ids() {
        return Collections.unmodifiableSet(files.keySet());
    }

    public Optional<DeviceType> type(String id) {
        return Optional.ofNullable(files.get(id)).map(TypeFile::type);
    }

    /** How a type is simulated; {@link Behaviour#NONE} when its file does not say. */
    public Behaviour behaviour(String id) {
        return Optional.ofNullable(files.get(id)).map(TypeFile::behaviour).orElse(Behaviour.NONE);
    }

    /**
     * The types that a device may be of, the likeliest first: those whose {@code matches} fit, then those that know most of
     * its metrics. Where none fits, the names of its parts are looked past: {@code temperature_am2301} is a temperature.
     *
     * @param convention the decoder of its messages
     * @param device its own name
     * @param told the metrics that it tells
     */
    public List<DeviceType> suggest(String convention, String device, Set<String> told) {
        List<DeviceType> fitting = fitting(convention, device, told);
        return fitting.isEmpty()
                ? fitting(
                        convention,
                        device,
                        told.stream().map(it -> Metric.named(it).quantity()).collect(Collectors.toSet()))
                : fitting;
    }

    private List<DeviceType> fitting(String convention, String device, Set<String> told) {
        Map<DeviceType, Double> scores = new LinkedHashMap<>();
        for (TypeFile file : files.values()) {
            int matched = file.matches().stream()
                    .mapToInt(it -> it.score(convention, device, told))
                    .max()
                    .orElse(0);
            Set<String> own = file.type().metrics().keySet();
            long common = told.stream().filter(own::contains).count();
            double alike = (double) common / (told.size() + own.size() - common);
            if (matched > 0 || alike > 0.2) {
                scores.put(file.type(), matched + alike);
            }
        }
        return scores.entrySet().stream()
                .sorted(Map.Entry.<DeviceType, Double>comparingByValue().reversed())
                .limit(MOST_SUGGESTED)
                .map(Map.Entry::getKey)
                .toList();
    }

    public List<Example> examples(String id) {
        return Optional.ofNullable(files.get(id)).map(TypeFile::examples).orElse(List.of());
    }

    /** The YAML files of a folder in the order of their names; a folder that cannot be read is noted as a problem. */
    static List<Path> yamlFiles(Path folder, Problems problems) {
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(it -> it.getFileName().toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            problems.add(folder.toString(), "cannot be read: " + e.getMessage());
            return List.of();
        }
    }

    static String idOf(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".yaml") ? name.substring(0, name.length() - ".yaml".length()) : name;
    }
}
