package az.ocaq.alarm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.alarm.AlarmReach;
import az.ocaq.alarm.AlarmReach.Cut;
import az.ocaq.alarm.RegistryDirectory;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleets;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Outages of the village that is shipped, under its rules: one incident, at the lowest place that all have in common. */
final class OutagePlaceTest {
    private static final long MINUTE = 60_000;
    private static final String FEEDER = "aghali/feeder-1-1";
    private static final String STATION = "aghali/ts-1";
    private static final Set<String> METERS = Set.of("household_meter", "building_meter");

    /** What needs no supply: it has a battery. */
    private static final Set<String> ALONE = Set.of("water_meter", "gas_meter");

    private final Problems problems = new Problems();
    private final Rules rules = Rules.read(Path.of("config/alarms"), problems);
    private final Directory directory = RegistryDirectory.of(
            Fleets.load(Path.of("devices"), List.of("aghali"), DeviceTypes.load(Path.of("devices"), problems), problems)
                    .registry(),
            device -> !device.recorded());
    private final Engine engine = engine();
    private long minute;

    @Test
    void feederWithoutPower_isOneOutageThere_andWhatItExplainsSaysSo() {
        hear(10, device -> true);
        hear(20, device -> !isAt(device, "feeder", FEEDER) || ALONE.contains(type(device)));

        assertThat(told()).containsExactly("feeder_outage@" + FEEDER + " raised");
        assertThat(engine.alarm("feeder_outage", FEEDER).orElseThrow().labels())
                .as("the electricity crew is told")
                .containsEntry("utility", "electricity");
        AlarmReach reach = reach("feeder_outage", FEEDER);
        assertThat(reach.cut()).isEqualTo(Cut.POWER);
        assertThat(reach.affected()).isEqualTo(reach.members()).isGreaterThan(10);
        assertThat(engine.alarms())
                .filteredOn(it -> it.rule().id().equals("meter_offline") && it.active())
                .hasSize(reach.affected())
                .allSatisfy(it -> assertThat(it.suppressors()).contains("feeder_outage@" + FEEDER));
    }

    @Test
    void metersWhoseDataIsCut_haveNeighboursThatStillSpeak_soThereIsPower() {
        hear(10, device -> true);
        hear(20, device -> !isAt(device, "feeder", FEEDER) || !METERS.contains(type(device)));

        assertThat(told()).containsExactly("feeder_outage@" + FEEDER + " raised");
        assertThat(reach("feeder_outage", FEEDER).cut()).isEqualTo(Cut.COMMUNICATION);
    }

    @Test
    void allFeedersOfAStation_areOneOutageOfTheStation_andItsEndLeavesThePocketThatStaysDark() {
        hear(10, device -> true);
        hear(20, device -> !isAt(device, "transformer_station", STATION));
        assertThat(told()).containsExactly("station_outage@" + STATION + " raised");

        hear(20, device -> !isAt(device, "feeder", FEEDER));
        assertThat(told())
                .containsExactly("station_outage@" + STATION + " cleared", "feeder_outage@" + FEEDER + " raised");
    }

    @Test
    void wholeVillage_isOneOutage() {
        hear(10, device -> true);
        hear(20, device -> device.startsWith("aghali/weather/")); // fed by nobody, says the fleet

        assertThat(told()).containsExactly("network_outage@aghali/grid raised");
        assertThat(reach("network_outage", "aghali/grid").cut()).isEqualTo(Cut.POWER);
    }

    @Test
    void villageOfWhichNothingIsHeardAnyMore_mayHavePower() {
        hear(10, device -> true);
        hear(20, device -> false);

        assertThat(told()).contains("network_outage@aghali/grid raised");
        assertThat(reach("network_outage", "aghali/grid").cut())
                .as("no power, or no gateway, link or broker")
                .isEqualTo(Cut.UNKNOWN);
    }

    @Test
    void lastGasps_areAnOutageAtOnce_withoutPower_sinceTheFirstOfThem_andNameWhoIsCritical() {
        hear(10, device -> true);
        List<String> dark = directory.devices().stream()
                .filter(it -> isAt(it, "transformer_station", "aghali/ts-4") && METERS.contains(type(it)))
                .toList();
        List<String> ofFeeder = dark.stream()
                .filter(it -> isAt(it, "feeder", "aghali/feeder-4-1"))
                .toList();
        long first = minute * MINUTE + 10_000;
        for (int i = 0; i < 3; i++) {
            engine.advance(first + i * 1_000L);
            engine.lostPower(ofFeeder.get(i));
            engine.settle(first + i * 1_000L);
        }

        AlarmReach reach = reach("feeder_outage", "aghali/feeder-4-1");
        assertThat(reach.affected()).isEqualTo(3);
        assertThat(reach.cut()).isEqualTo(Cut.POWER);
        assertThat(reach.since()).contains(Instant.ofEpochMilli(first));
        assertThat(reach.critical()).isEmpty();

        dark.forEach(engine::lostPower);
        hear(15, device -> !isAt(device, "transformer_station", "aghali/ts-4"));

        AlarmReach station = reach("station_outage", "aghali/ts-4");
        assertThat(station.critical())
                .as("fed by this station, without a meter")
                .containsExactly("aghali/water-works");
        assertThat(station.since()).contains(Instant.ofEpochMilli(first));
    }

    @Test
    void silence_beganWithTheFirstLastWord_andNotWithWhoWasSilentLongBefore() {
        String gone = directory.devices().stream()
                .filter(it -> isAt(it, "feeder", FEEDER) && METERS.contains(type(it)))
                .findFirst()
                .orElseThrow();
        hear(10, device -> true);
        hear(90, device -> !device.equals(gone));
        long last = minute * MINUTE;
        hear(20, device -> !isAt(device, "feeder", FEEDER));

        assertThat(reach("feeder_outage", FEEDER).since()).contains(Instant.ofEpochMilli(last));

        hear(20, device -> true);
        assertThat(reach("feeder_outage", FEEDER).since()).isEmpty();
    }

    @Test
    void voltageThatIsTooHighAtManyHomesOfATransformer_isOneAlarmThere_andNothingIsCut() {
        Predicate<String> isOfStation = it -> isAt(it, "transformer_station", STATION) && METERS.contains(type(it));
        measureVoltage(5, device -> isOfStation.test(device) ? 275 : 231);

        assertThat(told()).containsExactly("station_overvoltage@" + STATION + " raised");
        AlarmReach reach = reach("station_overvoltage", STATION);
        assertThat(reach.affected()).isEqualTo(reach.members()).isGreaterThan(10);
        assertThat(reach.cut()).isEqualTo(Cut.NOTHING);
    }

    @Test
    void voltageThatIsTooHighAtOneHome_isThatHomesAlarm() {
        String home = directory.devices().stream()
                .filter(it -> isAt(it, "feeder", FEEDER) && type(it).equals("household_meter"))
                .findFirst()
                .orElseThrow();
        measureVoltage(5, device -> device.equals(home) ? 275 : 231);

        assertThat(told()).containsExactly("home_overvoltage@" + home + " raised");
    }

    /** Lets minutes pass in which meters say this voltage each minute. */
    private void measureVoltage(int minutes, ToDoubleFunction<String> voltage) {
        for (int i = 0; i < minutes; i++) {
            minute++;
            long now = minute * MINUTE;
            engine.advance(now);
            directory.devices().stream()
                    .filter(it -> METERS.contains(type(it)))
                    .forEach(it ->
                            engine.payload(List.of(new Sample(it, "voltage_l1", now, voltage.applyAsDouble(it)))));
            engine.settle(now);
        }
    }

    /** Lets minutes pass in which these devices say something each minute. */
    private void hear(int minutes, Predicate<String> speaks) {
        for (int i = 0; i < minutes; i++) {
            minute++;
            engine.advance(minute * MINUTE);
            directory.devices().stream().filter(speaks).forEach(engine::heartbeat);
            engine.settle(minute * MINUTE);
        }
    }

    private List<String> told() {
        return engine.drain().messages().stream()
                .map(it -> it.about() + " " + it.kind())
                .toList();
    }

    private AlarmReach reach(String rule, String place) {
        return engine.reach(engine.alarm(rule, place).orElseThrow());
    }

    private boolean isAt(String device, String kind, String place) {
        return place.equals(labels(device).get(kind));
    }

    private String type(String device) {
        return labels(device).getOrDefault("type", "");
    }

    private Map<String, String> labels(String device) {
        return directory.labels(device);
    }

    private Engine engine() {
        problems.throwIfAny();
        Engine made = new Engine(
                rules.all().stream()
                        .filter(it -> it.id().matches(".*_(offline|outage|overvoltage)"))
                        .toList(),
                PolicyReader.read(YamlFile.parse("crews.yaml", new StringReader("{unsuppress_grace: 5m}"), problems)),
                directory,
                0);
        directory.devices().forEach(made::commission);
        return made;
    }
}
