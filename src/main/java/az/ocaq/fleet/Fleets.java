package az.ocaq.fleet;

import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the fleets of {@code devices/fleets/}: one settlement a file, whose name is the settlement's id. */
public final class Fleets {
    private Fleets() {}

    /** Reads every {@code fleets/*.yaml} of a folder; what is wrong is noted as problems. */
    public static Fleet load(Path devices, DeviceTypes types, Problems problems) {
        return read(DeviceTypes.yamlFiles(devices.resolve("fleets"), problems), types, problems);
    }

    /**
     * Reads the named fleets only.
     *
     * @param names each a settlement of {@code fleets/} or the path of a fleet file or of a folder of them
     */
    public static Fleet load(Path devices, List<String> names, DeviceTypes types, Problems problems) {
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                files.addAll(DeviceTypes.yamlFiles(path, problems));
            } else if (name.endsWith(".yaml")) {
                files.add(path);
            } else if (Files.isDirectory(devices.resolve("fleets").resolve(name))) {
                files.addAll(DeviceTypes.yamlFiles(devices.resolve("fleets").resolve(name), problems));
            } else {
                files.add(devices.resolve("fleets").resolve(name + ".yaml"));
            }
        }
        return read(files, types, problems);
    }

    private static Fleet read(List<Path> files, DeviceTypes types, Problems problems) {
        List<Settlement> settlements = new ArrayList<>();
        List<Site> sites = new ArrayList<>();
        List<Device> devices = new ArrayList<>();
        Map<String, LocalDate> commissioned = new LinkedHashMap<>();
        Map<String, Integer> stepMinutes = new LinkedHashMap<>();
        SortedMap<String, SortedMap<String, List<Double>>> stated = new TreeMap<>();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                problems.add(file.toString(), "there is no such fleet");
                continue;
            }
            FleetFile read = FleetFile.read(DeviceTypes.idOf(file), YamlFile.read(file, problems), types);
            settlements.add(read.settlement());
            sites.addAll(read.sites());
            devices.addAll(read.devices());
            commissioned.put(read.settlement().id(), read.commissioned());
            if (!read.stated().isEmpty()) {
                stated.put(read.settlement().id(), read.stated());
            }
            stepMinutes.put(read.settlement().id(), read.stepMinutes());
        }
        return new Fleet(new DeviceRegistry(settlements, sites, devices), commissioned, stepMinutes, stated);
    }
}
