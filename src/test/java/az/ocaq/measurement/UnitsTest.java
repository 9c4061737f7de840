package az.ocaq.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "kWh, 9098.245, Wh, 9098245",
        "kW, 1.055, W, 1055",
        "Watt, 12, W, 12",
        "hPa, 1013.2, bar, 1.0132",
        "°F, 78.8, °C, 26",
        "F, 32, °C, 0",
        "km/h, 14.8, m/s, 4.111111111",
        "m³/h, 2, m3/h, 2",
        "m^3, 2, m3, 2",
        "L/min, 10, m3/h, 0.6",
        "kvarh, 39.131, varh, 39131",
        "GJ, 3.6, Wh, 1000000",
        "volt, 230, V, 230",
        "mA, 1500, A, 1.5",
        "mV, 752, V, 0.752",
        "ms, 498012264, s, 498012.264",
    })
    void of_spelling_scalesToCanonicalUnit(String spelling, double value, String unit, double expected) {
        Units.Scale scale = Units.of(spelling).orElseThrow();

        assertThat(scale.unit()).isEqualTo(Unit.ofCode(unit).orElseThrow());
        assertThat(scale.apply(value)).isCloseTo(expected, within(Math.abs(expected) * 1e-9));
    }

    @Test
    void of_everyCanonicalCode_isItself() {
        for (Unit unit : Unit.values()) {
            assertThat(Units.of(unit.code())).as(unit.code()).contains(Units.plain(unit));
        }
    }

    @Test
    void of_unknownSpelling_isEmpty() {
        assertThat(Units.of("furlong")).isEmpty();
        assertThat(Units.of("<b>W</b>")).isEmpty();
    }

    @Test
    void apply_decimalNumber_staysShort() {
        assertThat(Units.of("kWh").orElseThrow().apply(1.017)).isEqualTo(1017);
        assertThat(Units.of("Wh").orElseThrow().apply(27798741.900000002)).isEqualTo(27798741.9);
    }

    @Test
    void times_tenths_isExact() {
        assertThat(Units.of("A").orElseThrow().times(0.1).apply(3)).isEqualTo(0.3);
        assertThat(Units.of("kWh").orElseThrow().times(0.1).apply(72152)).isEqualTo(7_215_200);
    }

    @Test
    void apply_differenceOfTemperatures_hasNoOffset() {
        assertThat(Units.of("°C").orElseThrow().apply(14.1, Unit.KELVIN)).isEqualTo(14.1);
        assertThat(Units.of("°F").orElseThrow().apply(18, Unit.KELVIN)).isEqualTo(10);
        assertThat(Units.of("K").orElseThrow().apply(293.15, Unit.CELSIUS)).isEqualTo(20);
        assertThat(Units.of("cm").orElseThrow().apply(5, Unit.MILLIMETRE)).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource({
        "kW, W, false, 9.1, 9100",
        "W, MW, false, 250000, 0.25",
        "L/s, L/h, false, 2, 7200",
        "K, degC, false, 293.15, 20",
        "degC, K, false, 20, 293.15",
        "degF, degC, false, 212, 100",
        "degC, degF, false, 100, 212",
        "K, degC, true, 14.1, 14.1",
        "degF, K, true, 18, 10",
        "%, 1, false, 5, 0.05",
        "hPa, bar, false, 1013.2, 1.0132",
    })
    void between_unitsOfOneQuantity_converts(
            String from, String to, boolean difference, double value, double expected) {
        assertThat(Units.between(from, to, difference).orElseThrow().applyAsDouble(value))
                .isCloseTo(expected, within(1e-9));
    }

    @Test
    void between_unitsOfDifferentQuantities_isEmpty() {
        assertThat(Units.between("W", "Wh", false)).isEmpty();
        assertThat(Units.between("%LEL", "%", false)).isEmpty();
    }
}
