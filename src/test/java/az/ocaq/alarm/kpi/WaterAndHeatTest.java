package az.ocaq.alarm.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import az.ocaq.alarm.rule.Utility;
import az.ocaq.database.OperationalDatabase;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.DeviceType;
import az.ocaq.device.Place;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.device.SiteKind;
import az.ocaq.device.Title;
import az.ocaq.measurement.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ten homes with water meters, two of them with heat pumps; the first six behind works-1, the others behind works-2, as far as
 * their meters say so. What is expected is computed by hand.
 */
@ParameterizedClass
@EnumSource
final class WaterAndHeatTest {
    private static final Title TITLE = new Title("a", "b", "c");
    private static final Place PLACE = new Place(39.2, 46.5, 330);
    private static final Instant START = Instant.parse("2026-05-10T10:00:00Z");
    private static final int HOMES = 10;
    private static final int BEHIND_FIRST = 6;
    private static final int HOUR = 3_600;
    private static final int ON_DELAY = 300;
    private static final int OFF_DELAY = 600;
    private static final SupplyPeriods.Hard HARD = new SupplyPeriods.Hard(2, Duration.ofHours(3));

    private final Settlement aghali = new Settlement("aghali", TITLE, TITLE, PLACE, ZoneId.of("Asia/Baku"), 60);
    private final OperationalDatabase kind;
    private WrittenJournal written;

    WaterAndHeatTest(OperationalDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        written = new WrittenJournal(kind, START);
    }

    @AfterEach
    void close() {
        written.close();
    }

    @Test
    void water_aMainWithoutPressureInterruptsAllBehindIt_asLongAsPressureWasMissing() {
        written.alarm(1, "no_water", "aghali/works-1/outlet", "critical");
        written.alarm(2, "no_water", "aghali/works-2/outlet", "critical");
        lack(1, 1, 10 * HOUR, 12 * HOUR);
        // exactly five minutes are momentary
        lack(2, 1, 40 * HOUR, 40 * HOUR + 300);
        written.window(3, 50 * HOUR);
        lack(2, 2, 60 * HOUR, 61 * HOUR);
        written.line(2, 2, 60 * HOUR + ON_DELAY, "suppressed", "UNACK", "DSUPR", "maintenance 3");
        Instant now = START.plus(Duration.ofDays(20));
        Reliability water = reliability(registry(true), Utility.WATER);
        SupplyHistory history = written.history();

        Supply supply = history.supply(water, START, LocalDate.EPOCH, now).await();

        assertThat(history.supply(water, START, LocalDate.EPOCH, now).await())
                .as("the same from what was kept and what is new")
                .isEqualTo(supply);
        assertThat(water.customersBehind("aghali"))
                .isEqualTo(Map.of("aghali/works-1", BEHIND_FIRST, "aghali/works-2", HOMES - BEHIND_FIRST));
        SupplyPeriods periods = new SupplyPeriods(supply, Set.of(), HARD, START, now);
        assertThat(periods.months(periods.of(aghali), START, now))
                .singleElement()
                .satisfies(may -> {
                    assertThat(may.customers()).isEqualTo(HOMES);
                    assertThat(may.interruptions()).isEqualTo(2);
                    assertThat(may.unplanned().indices().saifi()).isEqualTo(0.6, within(1e-9));
                    assertThat(may.unplanned().indices().saidiMinutes()).isEqualTo(6 * 120 / 10.0, within(1e-9));
                    assertThat(may.unplanned().indices().maifi()).isEqualTo(0.4, within(1e-9));
                    assertThat(may.planned().indices().saidiMinutes()).isEqualTo(4 * 60 / 10.0, within(1e-9));
                });
        assertThat(periods.months(periods.of(aghali, "aghali/works-1"), START, now))
                .singleElement()
                .satisfies(may -> {
                    assertThat(may.customers()).isEqualTo(BEHIND_FIRST);
                    assertThat(may.unplanned().indices().saidiMinutes()).isEqualTo(120, within(1e-9));
                });
        assertThat(history.supply(reliability(registry(true), Utility.HEAT), START, LocalDate.EPOCH, now)
                        .await()
                        .interruptions())
                .as("what is kept of water is none of heat")
                .isEmpty();
    }

    @Test
    void water_withSeveralWorks_whoSaysNotWhichIsNotCounted() {
        assertThat(reliability(registry(false), Utility.WATER).served("aghali")).isZero();
    }

    @Test
    void heat_aColdHomeIsItsOwnInterruption_andWhatOverlapsIsOne() {
        written.alarm(1, "home_cold", "aghali/home-1/heat", "medium");
        written.alarm(2, "pump_fault", "aghali/home-1/heat", "medium");
        written.alarm(3, "home_cold", "aghali/home-2/heat", "medium");
        lack(1, 1, 10 * HOUR, 14 * HOUR);
        lack(2, 1, 12 * HOUR, 15 * HOUR);
        lack(3, 1, 30 * HOUR, -1);
        Instant now = START.plusSeconds(32 * HOUR);

        Reliability heat = reliability(registry(true), Utility.HEAT);
        Supply supply =
                written.history().supply(heat, START, LocalDate.EPOCH, now).await();

        assertThat(heat.served("aghali")).as("homes with a heat pump").isEqualTo(2);
        assertThat(heat.customersBehind("aghali")).isEmpty();
        assertThat(supply.interruptions())
                .extracting(it -> it.customer() + " " + it.duration() + " " + it.open())
                .containsExactly("aghali/home-1 PT5H false", "aghali/home-2 PT2H true");
    }

    @Test
    void interrupts_ofSilenceOrElectricity_isRefused() {
        assertThatThrownBy(() -> WrittenJournal.rules(
                        "silent: {kind: offline, devices: {type: water_meter}, interrupts: water}"))
                .hasMessageContaining("a device that is silent may be supplied");
        assertThatThrownBy(() -> WrittenJournal.rules("""
                low: {kind: threshold, devices: {type: household_meter}, metric: voltage, op: "<", threshold: 20,
                  interrupts: electricity}
                """)).hasMessageContaining("must be water or heat");
    }

    /** An alarm that comes and goes by the delays of its rule later than what it tells of. */
    private void lack(long alarm, int occurrence, int from, int to) {
        written.line(alarm, occurrence, from + ON_DELAY, "raised", "NORM", "UNACK", "");
        if (to >= 0) {
            written.line(alarm, occurrence, to + OFF_DELAY, "cleared", "UNACK", "RTNUN", "");
        }
    }

    private static Reliability reliability(DeviceRegistry registry, Utility utility) {
        return new Reliability(registry, WrittenJournal.rules("""
                no_water: {kind: threshold, devices: {type: district_water_meter}, metric: pressure, op: "<", threshold: 0.3,
                  on_delay: 5m, off_delay: 10m, interrupts: water}
                home_cold: {kind: threshold, devices: {type: heat_pump}, metric: indoor_temperature, op: "<", threshold: 14,
                  on_delay: 5m, off_delay: 10m, interrupts: heat}
                pump_fault: {kind: threshold, devices: {type: heat_pump}, metric: state, op: "==", threshold: 4,
                  on_delay: 5m, off_delay: 10m, interrupts: heat}
                """), utility);
    }

    private DeviceRegistry registry(boolean named) {
        List<Site> sites = new ArrayList<>();
        List<Device> devices = new ArrayList<>();
        for (int works = 1; works <= 2; works++) {
            sites.add(site("works-" + works, SiteKind.WATER_WORKS));
            devices.add(device("works-" + works, "outlet", "district_water_meter", "water", Map.of()));
        }
        for (int home = 1; home <= HOMES; home++) {
            sites.add(site("home-" + home, SiteKind.HOME));
            String works = home <= BEHIND_FIRST ? "works-1" : "works-2";
            Map<String, String> facts = named ? Map.of("water_works", works) : Map.of();
            devices.add(device("home-" + home, "water", "water_meter", "water", facts));
            if (home <= 2) {
                devices.add(device("home-" + home, "heat", "heat_pump", "heat", Map.of()));
            }
        }
        return new DeviceRegistry(List.of(aghali), sites, devices);
    }

    private static Site site(String id, SiteKind kind) {
        return new Site("aghali", id, kind, TITLE, PLACE, Optional.empty());
    }

    private static Device device(String site, String id, String type, String utility, Map<String, String> facts) {
        DeviceType of = new DeviceType(type, TITLE, utility, Duration.ofMinutes(1), Map.of(), List.of());
        return new Device(new DeviceId("aghali", site, id), of, TITLE, false, facts);
    }
}
