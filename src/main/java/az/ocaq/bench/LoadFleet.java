package az.ocaq.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The configuration of a server to which the devices of loads are registered meters of homes, that the usual rules watch. */
final class LoadFleet {
    private static final String RULE = """
            probe_power:
              kind: threshold
              devices: "%s/*"
              metric: active_power
              op: ">"
              threshold: 10000
              priority: critical
              title: {az: "Ölçü", ru: "Измерение", en: "Measurement"}
              response: {az: "Heç nə etməyin", ru: "Ничего не делать", en: "Do nothing"}
            """;

    private LoadFleet() {}

    /**
     * Writes device types, fleet and rules into a folder.
     *
     * @param probes how many further meters {@code bench-probe/home-N/meter} there are, from 1
     * @return the settings of a server that uses them
     */
    static Map<String, String> write(Path folder, List<Load> loads, int probes) throws IOException {
        Path home = Path.of(System.getProperty("ocaq.home", ""));
        Path devices = folder.resolve("devices");
        Path alarms = folder.resolve("alarms");
        for (String part : List.of("types", "dialects")) {
            copy(home.resolve("devices").resolve(part), devices.resolve(part));
        }
        copy(home.resolve("config/alarms"), alarms);
        Files.writeString(alarms.resolve("bench.yaml"), RULE.formatted(Probe.SETTLEMENT));
        Map<String, StringBuilder> settlements = new TreeMap<>();
        for (Load load : loads) {
            for (int device = 0; device < load.devices(); device++) {
                home(
                        settlements,
                        load.device(device).settlement(),
                        load.device(device).site());
            }
        }
        for (int probe = 1; probe <= probes; probe++) {
            home(settlements, Probe.SETTLEMENT, "home-" + probe);
        }
        Path fleets = Files.createDirectories(devices.resolve("fleets"));
        for (Map.Entry<String, StringBuilder> settlement : settlements.entrySet()) {
            Files.writeString(fleets.resolve(settlement.getKey() + ".yaml"), settlement.getValue());
        }
        return Map.of("OCAQ_DEVICES_DIR", devices.toString(), "OCAQ_ALARMS_DIR", alarms.toString());
    }

    private static void home(Map<String, StringBuilder> settlements, String settlement, String site) {
        settlements
                .computeIfAbsent(settlement, LoadFleet::head)
                .append(
                        "  %1$s: {kind: home, title: {az: %1$s, ru: %1$s, en: %1$s}, devices: {meter: household_meter}}%n"
                                .formatted(site));
    }

    private static StringBuilder head(String settlement) {
        return new StringBuilder("""
                title: {az: "%1$s", ru: "%1$s", en: "%1$s"}
                district: {az: "Ölçü", ru: "Измерение", en: "Measurement"}
                place: {latitude: 39.18, longitude: 46.76, altitude: 330}
                zone: Asia/Baku
                people: 1
                commissioned: 2026-01-01
                sites:
                """.formatted(settlement));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }
}
