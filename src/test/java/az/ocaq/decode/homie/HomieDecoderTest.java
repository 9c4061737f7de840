package az.ocaq.decode.homie;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Ignored;
import az.ocaq.decode.Decoded.Metadata;
import az.ocaq.decode.Decoded.Readings;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.decode.Decoded.Status;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HomieDecoderTest {
    private final HomieDecoder decoder = new HomieDecoder();

    @ParameterizedTest
    @CsvSource({
        "boiler/supply-temperature, °F, float, 212, flow_temperature, 100.0 °C",
        "tank/level, cm, integer, 150, level, 1.5 m",
        "meter/power, kW, float, 2.5, active_power, 2500.0 W",
        "meter/energy, kWh, float, 3, energy_import, 3000.0 Wh",
        "meter/voltage-l2, V, float, 231, voltage, 231.0 V",
        "room/humidity, %, float, 40, humidity, 40.0 %RH",
        "door/open, '', boolean, true, state, 1.0 state",
        "gate/count, #, integer, 7, counter, 7.0 count",
    })
    void decode_property_byItsAttributes(
            String property, String unit, String type, String value, String quantity, String expected) {
        String topic = "homie/house-1/" + property;
        assertThat(send(topic + "/$unit", unit)).isInstanceOf(Metadata.class);
        assertThat(send(topic + "/$datatype", type)).isInstanceOf(Metadata.class);

        Readings decoded = (Readings) send(topic, value);

        assertThat(line(decoded)).containsExactly(quantity + "=" + expected);
        assertThat(decoded.device()).isEqualTo(DeviceId.unregistered("homie", "house-1"));
    }

    @Test
    void decode_valueBeforeItsAttributes_hasNoUnitThatNobodyTold() {
        assertThat(line((Readings) send("homie/house-1/meter/power", "5"))).containsExactly("active_power=5.0 unknown");
        assertThat(line((Readings) send("homie/house-1/room/temperature", "21")))
                .containsExactly("temperature=21.0 °C");
    }

    @ParameterizedTest
    @CsvSource({"ready, true", "init, true", "alert, true", "sleeping, true", "lost, false", "disconnected, false"})
    void decode_state_isWhetherTheDeviceIsThere(String word, boolean online) {
        assertThat(send("homie/house-1/$state", word))
                .isEqualTo(new Status(DeviceId.unregistered("homie", "house-1"), online));
    }

    @Test
    void decode_wish_isNoMeasurement() {
        var unusedType = send("homie/house-1/room/target-temperature/$datatype", "float");
        var unusedSettable = send("homie/house-1/room/target-temperature/$settable", "true");

        assertThat(send("homie/house-1/room/target-temperature", "21")).isInstanceOf(Ignored.class);
        assertThat(send("homie/house-1/lamp/power/set", "true")).isInstanceOf(Ignored.class);
    }

    @Test
    void decode_versionFive_isDescribedInOnePiece() {
        var unused = send(
                "homie/5/house-1/$description",
                "{\"homie\":\"5.0\",\"nodes\":{\"meter\":{\"properties\":{\"power\":{\"datatype\":\"float\",\"unit\":\"kW\"}}}}}");

        assertThat(line((Readings) send("homie/5/house-1/meter/power", "2"))).containsExactly("active_power=2000.0 W");
    }

    @ParameterizedTest
    @ValueSource(strings = {"homie/house-1/room/temperature", "homie/house-1/door/open"})
    void decode_valueOfAnotherType_isRejected(String topic) {
        var unused = send(topic + "/$datatype", topic.endsWith("open") ? "boolean" : "float");

        assertThat(send(topic, "wide open")).isInstanceOf(Rejected.class);
        assertThat(send(topic, "")).isInstanceOf(Ignored.class);
    }

    @Test
    void restore_afterARestart_knowsUnits() {
        var unused = send("homie/house-1/meter/power/$unit", "kW");
        HomieDecoder restarted = new HomieDecoder();

        restarted.memory().orElseThrow().restore(decoder.memory().orElseThrow().takeChanges());

        assertThat(line((Readings) restarted.decode(message("homie/house-1/meter/power", "2"))))
                .containsExactly("active_power=2000.0 W");
    }

    private Decoded send(String topic, String payload) {
        return decoder.decode(message(topic, payload));
    }

    private static Message message(String topic, String payload) {
        return new Message(
                topic, payload.getBytes(StandardCharsets.UTF_8), Instant.parse("2026-06-01T12:00:00Z"), false);
    }

    private static List<String> line(Readings decoded) {
        return decoded.readings().stream()
                .map(it -> it.series().metric().quantity() + "=" + Math.round(it.value() * 1e6) / 1e6 + " "
                        + it.series().metric().unit().code())
                .toList();
    }
}
