package az.ocaq.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.config.Problems;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shipped types make of what real products say. */
final class SuggestionTest {
    private final DeviceTypes types = DeviceTypes.load(Path.of("devices"), new Problems());

    @ParameterizedTest
    @CsvSource({
        "shelly-gen2, shellypro3em, active_power active_power_l1 voltage_l1 current_l1, shelly_3em_meter",
        "shelly-gen1, shellyem3-349454000002, active_power_l2 energy_import_l1 voltage_l1, shelly_3em_meter",
        "shelly-gen2, plug, state active_power voltage current temperature_device, shelly_plug",
        "tasmota, plug, active_power energy_import energy_import_today voltage current, tasmota_pow",
        "tasmota, haus, energy_import energy_export active_power, reader_meter",
        "zigbee2mqtt, barn, active_power voltage current energy_import, zigbee_meter",
        "zigbee2mqtt, attic, temperature humidity battery_level, climate_sensor",
        "tasmota, yard, temperature_am2301 humidity_am2301, climate_sensor",
        "victron, xc0619ab00002-system-0, soc_battery0 power_battery0, victron_battery",
        "opendtu, 114190640001, active_power energy_production voltage, opendtu_inverter",
        "go-echarger, 001600, active_power energy_import voltage_l1, goe_charger",
        "wmbusmeters, 64646464, volume flow temperature_water, wmbus_water_meter",
        "wmbusmeters, 67676767, thermal_energy volume temperature_flow, wmbus_heat_meter",
        "ai-on-the-edge, wasserzaehler, volume, camera_water_meter",
        "ems-esp, thermostat, temperature_hc1, emsesp_heat_pump",
        "native, meter, active_power voltage_l1 voltage_l2 voltage_l3 current_l1 energy_import energy_export, household_meter",
    })
    void suggest_first_isTheProduct(String convention, String device, String metrics, String type) {
        Set<String> told = Arrays.stream(metrics.split(" ", -1)).collect(Collectors.toSet());

        assertThat(types.suggest(convention, device, told))
                .first()
                .extracting(it -> it.id())
                .isEqualTo(type);
    }
}
