package az.ocaq.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.config.Problems;
import az.ocaq.device.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FleetsTest {
    private static final String TYPE = """
            title: {az: a, ru: b, en: c}
            utility: water
            interval: 30s
            metrics:
              flow: {unit: m3/h, kind: gauge, range: [0, 10], max_step: 2}
            examples:
              - payload: '{"flow":1}'
                readings: {flow: 1}
            """;
    private static final String FLEET = """
            title: {az: a, ru: b, en: c}
            district: {az: a, ru: b, en: c}
            place: {latitude: 40, longitude: 47, altitude: 100}
            people: 10
            sites:
              home:
                kind: home
                title: {az: "Ev {n}", ru: "Дом {n}", en: "Home {n}"}
                count: 10
                fed_by: [feeder-1, feeder-2]
                devices:
                  water: meter
                  garden: {type: meter, on: 3, rated_power: 5000}
              feeder-1: {kind: feeder, title: {az: a, ru: b, en: c}}
              feeder-2: {kind: feeder, title: {az: a, ru: b, en: c}, fed_by: [feeder-1]}
            """;

    @TempDir
    Path devices;

    private final Problems problems = new Problems();

    @BeforeEach
    void folders() throws IOException {
        Files.createDirectories(devices.resolve("types"));
        Files.createDirectories(devices.resolve("fleets"));
    }

    @Test
    void load_siteWithCount_isThereThatOftenAndSpreadOverItsFeeders() throws IOException {
        Fleet fleet = load(TYPE, FLEET);

        assertThat(problems.all()).isEmpty();
        assertThat(fleet.registry().sites("village")).hasSize(12);
        assertThat(fleet.registry().site("village", "home-003").orElseThrow().fedBy())
                .contains("feeder-1");
        assertThat(fleet.registry().site("village", "home-010").orElseThrow().fedBy())
                .contains("feeder-2");
        assertThat(fleet.registry()
                        .site("village", "home-010")
                        .orElseThrow()
                        .title()
                        .en())
                .isEqualTo("Home 10");
        assertThat(fleet.registry().devices("village").stream()
                        .filter(it -> it.id().device().equals("garden")))
                .hasSize(3)
                .allMatch(it -> "5000".equals(it.attributes().get("rated_power")));
    }

    @Test
    void load_criticalSites_areThoseThatAreNamedOrOfSuchAKind() throws IOException {
        Fleet fleet = load(
                TYPE,
                FLEET.replace("count: 10", "count: 10\n    critical: [home-003]")
                        + "  clinic: {kind: health_centre, title: {az: a, ru: b, en: c}}\n"
                        + "  well: {kind: water_works, title: {az: a, ru: b, en: c}, critical: false}\n");

        assertThat(problems.all()).isEmpty();
        assertThat(fleet.registry().sites("village"))
                .filteredOn(Site::critical)
                .extracting(Site::id)
                .containsExactlyInAnyOrder("home-003", "clinic");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            water: meter        | water: metre           | village.yaml:12 sites.home.devices.water: there is no device type 'metre'
            [feeder-1, feeder-2]| [feeder-1, feeder-9]   | village.yaml:10 sites.home.fed_by: there is no site 'feeder-9'
            fed_by: [feeder-1]  | fed_by: [feeder-2]     | village.yaml:15 sites.feeder-2.fed_by: supplies itself
            latitude: 40        | latitude: 140          | village.yaml:3 place.latitude: '140' must be from -90 to 90
            people: 10          | folk: 10               | village.yaml:4 folk: unknown key
            fed_by: [feeder-1, feeder-2]| critical: [home-3] | village.yaml:10 sites.home.critical: 'home-3' must be true, false, or sites of this entry: home-001 to home-010
            on: 3               | on: 11                 | village.yaml:13 sites.home.devices.garden.on: '11' must be from 1 to 10
            """)
    void load_wrongFleet_namesFileLineAndKey(String right, String wrong, String expected) throws IOException {
        Fleet ignored = load(TYPE, FLEET.replace(right, wrong));

        assertThat(ignored.commissioned()).containsKey("village");
        assertThat(problems.all()).anyMatch(it -> it.contains(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unit: m3/h     | unit: l/h      | meter.yaml:5 metrics.flow.unit: 'l/h' is no unit that Ocaq knows
            unit: m3/h     | unit: m3       | meter.yaml:5 metrics.flow.unit: 'flow' is stored in m3/h
            kind: gauge    | kind: counter  | meter.yaml:5 metrics.flow.kind: 'flow' is a gauge
            [0, 10]        | [10, 0]        | meter.yaml:5 metrics.flow.range: must be two numbers
            interval: 30s  | interval: 0s   | meter.yaml:3 interval: must be there
            {flow: 1}      | {level: 1}     | meter.yaml:8 examples[0].readings.level: is no metric of this type
            """)
    void load_wrongType_namesFileLineAndKey(String right, String wrong, String expected) throws IOException {
        Fleet ignored = load(TYPE.replace(right, wrong), FLEET);

        assertThat(ignored.commissioned()).containsKey("village");
        assertThat(problems.all()).anyMatch(it -> it.contains(expected));
    }

    private Fleet load(String type, String fleet) throws IOException {
        Files.writeString(devices.resolve("types/meter.yaml"), type);
        Files.writeString(devices.resolve("fleets/village.yaml"), fleet);
        return Fleets.load(devices, DeviceTypes.load(devices, problems), problems);
    }
}
