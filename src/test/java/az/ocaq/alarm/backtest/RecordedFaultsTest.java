package az.ocaq.alarm.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import az.ocaq.alarm.RegistryDirectory;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.fleet.Fleets;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped rules over recorded series with labelled faults by outside authors, read from a folder that is not part of the
 * project; skipped without it.
 */
final class RecordedFaultsTest {
    private static final Path RECORDED = Path.of(System.getProperty("ocaq.shared", "../shared"), "recorded");

    private final Problems problems = new Problems();
    private final DeviceTypes types = DeviceTypes.load(Path.of("devices"), problems);
    private final Fleet fleet = Fleets.load(Path.of("devices"), List.of("recorded"), types, problems);

    @TempDir
    private Path folder;

    @BeforeEach
    void seriesAreThere() {
        assumeThat(RECORDED).exists();
    }

    @Test
    void districtNightLeak_abruptLeakOfBattledim_isFoundInTheFirstNight() throws IOException {
        List<Occurrence> found = water(1);

        assertThat(found).first().satisfies(it -> {
            assertThat(it.from()).isBetween("2021-01-25T00:00:00Z", "2021-01-25T06:00:00Z");
            assertThat(it.value().orElseThrow()).isBetween(20.0, 30.0);
        });
        // and one that the labels know nothing of, in May
        assertThat(found).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void districtNightLeak_seriesWithoutLeak_raisesNothing() throws IOException {
        assertThat(water(3)).isEmpty();
    }

    @Test
    void districtNightLeak_leakThatGrowsOverAMonth_isTakenForUsual() throws IOException {
        assertThat(water(2)).isEmpty();
    }

    @Test
    void districtNightLeak_burstOfASingleNight_isFoundInThatNight() throws IOException {
        assertThat(ferrara(8))
                .singleElement()
                .satisfies(it -> assertThat(it.from()).isBetween("2021-07-04T00:00:00Z", "2021-07-04T06:00:00Z"));
        assertThat(ferrara(1))
                .hasSizeLessThanOrEqualTo(2)
                .last()
                .satisfies(it -> assertThat(it.from()).isBetween("2021-09-07T00:00:00Z", "2021-09-07T06:00:00Z"));
    }

    @Test
    void districtNightLeak_districtsWithoutALabelOfThatSize_raiseNothing() throws IOException {
        for (int district : new int[] {2, 4, 5, 6, 7, 9, 10}) {
            assertThat(ferrara(district)).as("district %d", district).isEmpty();
        }
    }

    @Test
    void turbineStanding_eachTimeThatIsLabelled_isFound() throws IOException {
        List<Occurrence> found = wind("turbine_standing");

        // and it stands in the wind at other times as well, which the labels do not count
        assertThat(found).hasSizeLessThanOrEqualTo(80);
        for (String label : List.of(
                "2010-07-06/2010-07-09",
                "2010-07-27/2010-07-30",
                "2010-08-07/2010-08-17",
                "2010-08-18/2010-08-25",
                "2010-08-26/2010-09-03",
                "2010-09-04/2010-09-11",
                "2010-11-23/2010-11-27")) {
            String[] days = label.split("/", -1);
            assertThat(found)
                    .as(label)
                    .anySatisfy(it -> assertThat(it.from()).isBetween(days[0] + "T00:00:00Z", days[1] + "T00:00:00Z"));
        }
    }

    @Test
    void nacelleStuck_frozenPosition_isFoundAfterAWeek_andNoOther() throws IOException {
        assertThat(wind("nacelle_stuck"))
                .singleElement()
                .satisfies(it -> assertThat(it.from()).isEqualTo("2010-08-25T10:00:00Z"));
    }

    @Test
    void pvPowerAtNight_roofInNormalOperation_raisesNothing() throws IOException {
        Rule rule = rule(
                "performance.yaml",
                "pv_power_at_night",
                // the stamps are read as they stand, in local time
                Map.of("Asia/Baku", "UTC", "deadband: 0.01", "deadband: 0.01\n  max_hold: 45m"));

        assertThat(run(rule, "pv_plant_nrel_campus/serf_east_15min_ac_power.csv", 1, "nrel-roof/inverter", 1))
                .isEmpty();
    }

    @Test
    void pvPowerAtNight_frozenInverter_isFound() throws IOException {
        // its stamps are called UTC, but the sun stands highest at noon by them
        Rule rule = rule(
                "performance.yaml",
                "pv_power_at_night",
                Map.of("Asia/Baku", "UTC", "deadband: 0.01", "deadband: 0.01\n  max_hold: 20m"));
        List<Occurrence> found =
                run(rule, "pv_inverter_qa_labelled/inv2173_stale_part1_labelled.csv", 1, "nrel-roof/inverter", 6000);

        // the second: the logger fell silent the next evening with the roof still at 20 %, and silence clears nothing
        assertThat(found)
                .hasSize(2)
                .first()
                .satisfies(it -> assertThat(it.from()).isBetween("2011-01-03T09:15:00Z", "2011-01-04T00:00:00Z"));
    }

    @Test
    void ownRuleOfFallingLoad_partialLossOfSupplyInTetouan_isFound_andRampsAreNot() throws IOException {
        Rule rule = own("""
                load_falls:
                  kind: rate
                  devices: {type: grid_meter}
                  metric: active_power
                  unit: W
                  window: 10m
                  min_span: 10m
                  per: 10m
                  op: "<"
                  threshold: -0.3
                  of_attribute: rated_power
                  title: {az: Yük düşdü, ru: Нагрузка упала, en: Load has fallen}
                  response: {az: Baxın, ru: Осмотрите, en: Look at it}
                """);
        Fleet zones = fleet("""
                title: {az: Tetuan, ru: Тетуан, en: Tetouan}
                district: {az: Xaric, ru: Заграница, en: Abroad}
                place: {latitude: 35.57, longitude: -5.37, altitude: 90}
                zone: UTC
                people: 0
                sites:
                  station:
                    kind: substation
                    title: {az: Tetuan, ru: Тетуан, en: Tetouan}
                    devices:
                      zone-1: {type: grid_meter, facts: {rated_power: 45000000}}
                      zone-2: {type: grid_meter, facts: {rated_power: 35000000}}
                      zone-3: {type: grid_meter, facts: {rated_power: 45000000}}
                """);
        Trial trial = new Trial(List.of(rule), RegistryDirectory.of(zones.registry(), it -> true), Instant.EPOCH);
        Instant last = Instant.EPOCH;
        for (String row : rows("feeder_load_tetouan/feeders_10min_2017_01_09.csv")) {
            String[] cells = row.split(",", -1);
            last = time(cells[0]);
            for (int zone = 1; zone <= 3; zone++) {
                take(trial, device("own/station/zone-" + zone), "active_power", last, 1000, cells[5 + zone]);
            }
        }

        // nothing else in nine months of three zones; a fifth instead of three tenths tells of two more, 14 January and
        // 30 August
        assertThat(trial.finish(last)).singleElement().satisfies(it -> {
            assertThat(it.device()).isEqualTo("own/station/zone-1");
            assertThat(it.from()).isEqualTo("2017-04-20T12:10:00Z");
        });
    }

    @Test
    void defaultRules_weatherOfTetouanAndNrel_raiseNothing() throws IOException {
        Fleet station = fleet("""
                title: {az: Stansiya, ru: Станция, en: Station}
                district: {az: Xaric, ru: Заграница, en: Abroad}
                place: {latitude: 35.57, longitude: -5.37, altitude: 90}
                zone: UTC
                people: 0
                sites:
                  mast:
                    kind: weather_station
                    title: {az: Stansiya, ru: Станция, en: Station}
                    devices: {station: weather_station, air: air_quality}
                """);

        assertThat(weather(station, "feeder_load_tetouan/feeders_10min_2017_01_09.csv", 1, 3, -1))
                .isEmpty();
        assertThat(weather(station, "weather_surfrad_midc_rmis/rmis_5min_20220101_04.csv", 1, 12, 7))
                .isEmpty();
    }

    /** Drift against a twin that says the same, but for a missing code each hour; storms by mean speeds, for want of gusts. */
    private List<Occurrence> weather(Fleet station, String file, int air, int wind, int sun) throws IOException {
        Rules rules = Rules.read(Path.of("config/alarms"), problems);
        List<Rule> judged = Stream.of("weather_temperature_drift", "storm_wind")
                .map(it -> rules.rule(it).orElseThrow())
                .toList();
        Trial trial = new Trial(judged, RegistryDirectory.of(station.registry(), it -> true), Instant.EPOCH);
        DeviceId mast = device("own/mast/station");
        Instant last = Instant.EPOCH;
        for (String row : rows(file)) {
            String[] cells = row.split(",", -1);
            last = time(cells[0]);
            if (cells[air].isEmpty()) {
                continue;
            }
            Metric temperature = metric(station, mast, "temperature");
            double told = Double.parseDouble(cells[air]);
            boolean missing = cells[0].endsWith(":00");
            trial.take(new Reading(
                    new SeriesId(mast, temperature),
                    last,
                    missing ? -9999.9 : told,
                    missing ? Quality.SUSPECT : Quality.GOOD));
            trial.take(new Reading(new SeriesId(device("own/mast/air"), temperature), last, told, Quality.GOOD));
            take(trial, mast, "wind_gust", last, 1, cells[wind]);
            if (sun > 0) {
                take(trial, mast, "irradiance_poa", last, 1, cells[sun]);
            }
        }
        return trial.finish(last);
    }

    private List<Occurrence> water(int series) throws IOException {
        String file = "water_leaks_battledim/dma_with_leak_overlay_2021.csv";
        return run(hourlyNights(), file, series, "ferrara-dma" + series + "/inlet", 3.6);
    }

    private List<Occurrence> ferrara(int district) throws IOException {
        String file = "water_dma_ferrara_bwdf/dma_inflow_weather_hourly_2021.csv";
        return run(hourlyNights(), file, 1 + district, "ferrara-dma" + district + "/inlet", 3.6);
    }

    /** Kilowatts, metres per second, degrees; each ten minutes. */
    private List<Occurrence> wind(String id) throws IOException {
        Rule rule = rule("performance.yaml", id, Map.of("off_delay: 6h", "off_delay: 6h\n  stale_after: 30m"));
        DeviceId turbine = DeviceId.parse("recorded/wind-1500/turbine").orElseThrow();
        List<String> rows = Files.readAllLines(RECORDED.resolve("wind_scada_1500kw/scada_10min_2010.csv"));
        Trial trial = new Trial(List.of(rule), RegistryDirectory.of(fleet.registry(), it -> true), time(rows.get(1)));
        Instant last = Instant.EPOCH;
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split(",", -1);
            last = time(cells[0]);
            take(trial, turbine, "active_power", last, 1000, cells[1]);
            take(trial, turbine, "wind_speed", last, 1, cells[2]);
            take(trial, turbine, "nacelle_position", last, 1, cells[3]);
        }
        return trial.finish(last);
    }

    private static void take(Trial trial, DeviceId device, String metric, Instant time, double factor, String cell) {
        if (!cell.isEmpty()) {
            trial.take(new Reading(
                    new SeriesId(device, Metric.named(metric)), time, factor * Double.parseDouble(cell), Quality.GOOD));
        }
    }

    private Rule hourlyNights() throws IOException {
        return rule(
                "water.yaml",
                "district_night_leak",
                Map.of(
                        "mean: 15m\n  start", "interval: 1h\n  start",
                        "\n  nights: 2", "\n  tz: Europe/Rome\n  nights: 2",
                        // nobody says how many homes there are: the first week is learnt from alone
                        "end: \"04:00\"", "end: \"05:00\""));
    }

    private List<Occurrence> run(Rule rule, String file, int column, String place, double factor) throws IOException {
        DeviceId device = DeviceId.parse("recorded/" + place).orElseThrow();
        Metric metric = fleet.registry().device(device).orElseThrow().type().metrics().values().stream()
                .map(it -> it.metric())
                .filter(it -> rule.condition().metrics().contains(it.name()))
                .findFirst()
                .orElseThrow();
        List<String> rows = Files.readAllLines(RECORDED.resolve(file));
        Trial trial = new Trial(
                List.of(rule),
                RegistryDirectory.of(fleet.registry(), it -> true),
                time(rows.get(1).split(",", -1)[0]));
        Instant last = Instant.EPOCH;
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split(",", -1);
            if (cells.length > column && !cells[column].isEmpty()) {
                last = time(cells[0]);
                trial.take(new Reading(
                        new SeriesId(device, metric), last, factor * Double.parseDouble(cells[column]), Quality.GOOD));
            }
        }
        return trial.finish(last);
    }

    private static Instant time(String text) {
        if (text.indexOf('/') > 0) {
            return LocalDateTime.parse(text, DateTimeFormatter.ofPattern("M/d/yyyy H:mm"))
                    .toInstant(ZoneOffset.UTC);
        }
        String date = text.substring(0, 10);
        String clock = text.substring(11, 16);
        return Instant.parse(date + "T" + clock + ":00Z");
    }

    private static List<String> rows(String file) throws IOException {
        List<String> rows = Files.readAllLines(RECORDED.resolve(file));
        return rows.subList(1, rows.size());
    }

    private static DeviceId device(String id) {
        return DeviceId.parse(id).orElseThrow();
    }

    private static Metric metric(Fleet fleet, DeviceId device, String name) {
        return fleet.registry().device(device).orElseThrow().type().metrics().values().stream()
                .map(it -> it.metric())
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A settlement of the test's own. */
    private Fleet fleet(String yaml) throws IOException {
        Path fleets = Files.createDirectories(folder.resolve("devices/fleets"));
        Path written = Files.writeString(fleets.resolve("own.yaml"), yaml);
        assertThat(written).exists();
        Fleet own = Fleets.load(folder.resolve("devices"), List.of("own"), types, problems);
        problems.throwIfAny();
        return own;
    }

    private Rule own(String yaml) throws IOException {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        Path written = Files.writeString(rules.resolve("own.yaml"), yaml);
        assertThat(written).exists();
        Rules read = Rules.read(rules, problems);
        problems.throwIfAny();
        return read.rule("load_falls").orElseThrow();
    }

    /** A shipped rule, edited for the series' own place and interval. */
    private Rule rule(String file, String id, Map<String, String> edits) throws IOException {
        String text = Files.readString(Path.of("config/alarms", file));
        for (Map.Entry<String, String> edit : edits.entrySet()) {
            text = text.replace(edit.getKey(), edit.getValue());
        }
        Path edited = Files.writeString(folder.resolve(file), text);
        assertThat(edited).exists();
        Rules rules = Rules.read(folder, problems);
        problems.throwIfAny();
        return rules.rule(id).orElseThrow();
    }
}
