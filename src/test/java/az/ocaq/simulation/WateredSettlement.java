package az.ocaq.simulation;

import az.ocaq.config.Problems;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.fleet.Fleets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A settlement {@code town} of any size: nothing but homes with water meters, and a water works with the district's. */
public record WateredSettlement(DeviceTypes types, Fleet fleet) {
    /**
     * Writes and loads its fleet.
     *
     * @param homes how many it has
     * @param commissioned the day on which its registers start, of ISO 8601
     * @param folder to write to
     */
    public static WateredSettlement of(int homes, String commissioned, Path folder) throws IOException {
        Path file = folder.resolve("town.yaml");
        Files.writeString(file, """
                title: {az: a, ru: a, en: a}
                district: {az: a, ru: a, en: a}
                place: {latitude: 39.6, longitude: 46.5, altitude: 889}
                people: %d
                commissioned: %s
                step: 5m
                sites:
                  home:
                    kind: home
                    count: %d
                    title: {az: "Ev {n}", ru: "Ev {n}", en: "Ev {n}"}
                    devices:
                      water: water_meter
                  water-works:
                    kind: water_works
                    title: {az: a, ru: a, en: a}
                    devices:
                      outlet: district_water_meter
                """.formatted(homes * 5, commissioned, homes));
        Problems problems = new Problems();
        DeviceTypes types = DeviceTypes.load(Path.of("devices"), problems);
        Fleet fleet = Fleets.load(Path.of("devices"), List.of(file.toString()), types, problems);
        problems.throwIfAny();
        return new WateredSettlement(types, fleet);
    }
}
