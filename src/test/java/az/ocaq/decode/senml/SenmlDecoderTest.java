package az.ocaq.decode.senml;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Readings;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SenmlDecoderTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final SenmlDecoder decoder = new SenmlDecoder();

    @Test
    void decode_packOfTwoDevices_givesEachItsOwn() {
        Readings decoded = readings("""
                [{"bn":"2001:db8::2/","bt":1320078429,"n":"temperature","u":"Cel","v":25.2},
                 {"n":"humidity","u":"%RH","v":30},
                 {"bn":"2001:db8::1/","n":"temperature","u":"Cel","v":12.3}]""");

        assertThat(decoded.readings())
                .extracting(it -> it.series().device())
                .containsExactly(device("2001:db8::2"), device("2001:db8::2"), device("2001:db8::1"));
        assertThat(decoded.readings()).extracting(Reading::time).containsOnly(Instant.ofEpochSecond(1320078429));
    }

    @Test
    void decode_relativeTimes_countFromArrival() {
        Readings decoded = readings("""
                [{"bn":"urn:dev:mac:0024befffe804ff1:","bu":"A","n":"current","t":-5,"v":1.2},
                 {"n":"current","t":-4.5,"v":1.3},{"n":"current","v":1.4}]""");

        assertThat(decoded.readings())
                .extracting(Reading::time)
                .containsExactly(NOW.minusSeconds(5), NOW.minusMillis(4500), NOW);
    }

    @Test
    void decode_baseValueAndBaseSum_areAdded() {
        Readings decoded = readings(
                "[{\"bn\":\"urn:dev:ow:1:\",\"bv\":100,\"bs\":3600,\"bu\":\"W\",\"n\":\"power\",\"v\":20,\"s\":3600}]");

        assertThat(line(decoded)).containsExactly("active_power=120.0 W", "energy_import_power=2.0 Wh");
    }

    @ParameterizedTest
    @CsvSource({
        "temp, Cel, 21.5, temperature=21.5 °C",
        "temp, K, 273.15, temperature=0.0 °C",
        "p, W, 5, active_power_p=5.0 W",
        "meter/energy, kWh, 2, energy_import_meter=2000.0 Wh",
        "energy/exported, J, 7200, energy_export=2.0 Wh",
        "voltage_l2, V, 231, voltage_l2=231.0 V",
        "pressure, Pa, 250000, pressure=2.5 bar",
        "flow, l/s, 2, flow=7.2 m3/h",
        "tank/level, mm, 1500, level_tank=1.5 m",
        "rain, mm, 3, rain=3.0 mm",
        "wind, km/h, 36, wind_speed=10.0 m/s",
        "valve, /, 0.5, ratio_valve=50.0 %",
        "battery, %EL, 98, battery_level=98.0 %",
        "doors, count, 3, counter_doors=3.0 count",
        "strange, furlong, 3, strange=3.0 unknown",
    })
    void decode_unit_scalesToCanonicalAndNamesTheQuantity(String name, String unit, double value, String expected) {
        Readings decoded = readings(
                "[{\"bn\":\"urn:dev:ow:1:\",\"n\":\"" + name + "\",\"u\":\"" + unit + "\",\"v\":" + value + "}]");

        assertThat(line(decoded)).containsExactly(expected);
    }

    @Test
    void decode_wordsAndStates_areNoNumbers() {
        Readings decoded = readings(
                "[{\"bn\":\"urn:dev:ow:1_\",\"n\":\"label\",\"vs\":\"x\\u0000y\"},{\"n\":\"open\",\"vb\":true}]");

        assertThat(decoded.device()).isEqualTo(device("urn:dev:ow:1"));
        assertThat(decoded.texts()).singleElement().satisfies(it -> {
            assertThat(it.metric().name()).isEqualTo("label");
            assertThat(it.value()).isEqualTo("x y");
        });
        assertThat(line(decoded)).containsExactly("state_open=1.0 state");
    }

    @Test
    void decode_badRecordAmongGoodOnes_costsItselfAlone() {
        Readings decoded = readings(
                "[{\"bn\":\"urn:dev:ow:1:\",\"n\":\"a\",\"u\":\"V\"},{\"n\":\"b\",\"u\":\"V\",\"v\":1,\"vb\":true},"
                        + "{\"n\":\"voltage\",\"u\":\"V\",\"v\":230}]");

        assertThat(line(decoded)).containsExactly("voltage=230.0 V");
        assertThat(decoded.problems()).extracting(Decoded.FieldProblem::path).containsExactly("0", "1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"bver\":11,\"n\":\"urn:dev:x\",\"u\":\"Cel\",\"v\":1}]",
                "[{\"n\":\"urn:dev:x\",\"u\":\"Cel\",\"v\":1,\"new_\":1}]",
                "[{\"n\":\"two words\",\"u\":\"Cel\",\"v\":1}]",
                "[{\"n\":\"temp\",\"u\":\"Cel\",\"v\":\"1\"}]",
                "[{\"n\":\"temp\",\"u\":\"Cel\",\"v\":1e400}]",
                "[{\"n\":\"temp\",\"u\":\"Cel\",\"v\":1,\"t\":1e300}]",
                "[{\"n\":\"temp\",\"u\":\"Cel\",\"v\":1}",
                "[{\"n\":\"temp\",\"u\":\"Cel\",\"v\":1}]]",
                "{\"e\":[{\"n\":\"voltage\",\"u\":\"V\",\"v\":1}]}",
                "[1]",
                "[]",
            })
    void decode_packThatMustNotBeRead_isRejected(String payload) {
        assertThat(decode(payload.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Rejected.class);
    }

    /** {@code [{-2: "urn:dev:ow:1:", 0: "temp", 1: "Cel", 2: 21.5 (half float)}]}, the array of indefinite length. */
    @Test
    void decode_cborWithNumericLabels_readsTheSame() {
        byte[] payload = Base64.getDecoder().decode("n6QhbXVybjpkZXY6b3c6MToAZHRlbXABY0NlbAL5TWD/");

        assertThat(line((Readings) decode(payload))).containsExactly("temperature=21.5 °C");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sensors/a/senml", "a/senml-cbor/b", "senml", "x/senml+json", "x/SenML"})
    void claims_levelThatNamesTheFormat(String topic) {
        assertThat(decoder.claims(topic)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sensors/a", "senmly/x", "a/senmlbox"})
    void claims_anythingElse_isLeftToOthers(String topic) {
        assertThat(decoder.claims(topic)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"bn\":\"urn:dev:ow:1:\"},{\"n\":\"a\",\"v\":1}] | true",
                " [{\"n\":\"a\",\"u\":\"V\",\"v\":1}] | true",
                "[{\"ts\":1,\"values\":{\"n\":1}}] | false",
                "[1,2] | false",
                "{\"n\":\"a\",\"v\":1} | false",
            })
    void recognises_packUnderAnyTopic(String payload, boolean expected) {
        assertThat(decoder.recognises(new Message("x/y", payload.getBytes(StandardCharsets.UTF_8), NOW, false)))
                .isEqualTo(expected);
    }

    private Readings readings(String payload) {
        Decoded decoded = decode(payload.getBytes(StandardCharsets.UTF_8));
        assertThat(decoded).isInstanceOf(Readings.class);
        return (Readings) decoded;
    }

    private Decoded decode(byte[] payload) {
        return decoder.decode(new Message("sensors/elec/senml", payload, NOW, false));
    }

    private static List<String> line(Readings decoded) {
        return decoded.readings().stream()
                .map(it -> it.series().metric().name() + "=" + Math.round(it.value() * 1e6) / 1e6 + " "
                        + it.series().metric().unit().code())
                .toList();
    }

    private static DeviceId device(String name) {
        return DeviceId.unregistered("senml", name);
    }
}
