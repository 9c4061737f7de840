package az.ocaq.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "temperature, temperature, '', °C",
        "Temp, temperature, '', °C",
        "soilTemperature, temperature, soil, °C",
        "temperature_1, temperature, 1, °C",
        "humidity, humidity, '', %RH",
        "power, active_power, '', unknown",
        "power_kW, active_power, '', W",
        "car_counter, counter, car, count",
        "pm2_5, pm2_5, '', µg/m3",
        "doubleKey, doubleKey, '', unknown",
        "c, c, '', unknown",
    })
    void named_name_tellsQuantityAndUnit(String name, String quantity, String channel, String unit) {
        Names.Named named = Names.named(name);

        assertThat(named.metric().quantity()).isEqualTo(quantity);
        assertThat(named.metric().channel()).isEqualTo(channel);
        assertThat(named.metric().unit().code()).isEqualTo(unit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"meterId", "serial", "fw_version", "timestamp", "dev_eui"})
    void isIdentity_nameOfNoMeasurement_isTrue(String name) {
        assertThat(Names.isIdentity(name)).isTrue();
    }
}
