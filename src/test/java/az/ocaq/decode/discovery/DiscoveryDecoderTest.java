package az.ocaq.decode.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Ignored;
import az.ocaq.decode.Decoded.Metadata;
import az.ocaq.decode.Decoded.Readings;
import az.ocaq.decode.Decoded.Reason;
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

final class DiscoveryDecoderTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final DiscoveryDecoder decoder = new DiscoveryDecoder();

    @Test
    void decode_stateOfADescribedTopic_hasTheUnitOfItsConfig() {
        config("homeassistant/sensor/meter/power/config", """
                {"~":"plant/meter","name":"Power","uniq_id":"m1-p","stat_t":"~/state","unit_of_meas":"kW",
                 "dev_cla":"power","val_tpl":"{{ value_json.p }}","dev":{"ids":["m1"]},"avty_t":"~/online"}""");
        config("homeassistant/sensor/meter/energy/config", """
                {"~":"plant/meter","name":"Energy","uniq_id":"m1-e","stat_t":"~/state","unit_of_meas":"kWh",
                 "dev_cla":"energy","val_tpl":"{{ value_json.e }}","dev":{"ids":["m1"]},"avty_t":"~/online"}""");

        Readings decoded = readings("plant/meter/state", "{\"p\":1.5,\"e\":12,\"other\":3}");

        assertThat(line(decoded)).containsExactly("active_power=1500.0 W", "energy_import=12000.0 Wh");
        assertThat(decoded.device()).isEqualTo(device("m1"));
        assertThat(send("plant/meter/online", "offline")).isEqualTo(new Status(device("m1"), false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "'dev_cla':'temperature','unit_of_meas':'°F','name':'Return' => 212 => return_temperature=100.0 °C",
                "'dev_cla':'battery','unit_of_meas':'%','name':'Battery' => 97 => battery_level=97.0 %",
                "'dev_cla':'humidity','unit_of_meas':'%','name':'Kitchen' => 50 => humidity_kitchen=50.0 %RH",
                "'dev_cla':'energy','unit_of_meas':'Wh','name':'Today' => 50 => energy_import_today=50.0 Wh",
                "'dev_cla':'power','unit_of_meas':'kWh','name':'P' => 2 => energy_import_p_power=2000.0 Wh",
                "'dev_cla':'voltage','unit_of_meas':'V','name':'Voltage L2' => 231 => voltage_l2=231.0 V",
                "'unit_of_meas':'<b>W</b>','name':'x' => 2 => x=2.0 unknown",
                "'dev_cla':'signal_strength','unit_of_meas':'dBm','name':'WiFi' => -60 => rssi_wi_fi=-60.0 dBm",
                "'dev_cla':'water','unit_of_meas':'L','name':'Total' => 1500 => volume=1.5 m3",
                "'dev_cla':'atmospheric_pressure','unit_of_meas':'hPa','name':'Outside' => 1000 => pressure_outside=1.0 bar",
            })
    void decode_classUnitAndName_chooseTheQuantity(String described, String payload, String expected) {
        config(
                "homeassistant/sensor/a/config",
                "{'uniq_id':'u','stat_t':'s/a',".replace('\'', '"') + described.replace('\'', '"') + "}");

        assertThat(line(readings("s/a", payload))).containsExactly(expected);
    }

    @Test
    void decode_deviceConfig_describesAllItsComponents() {
        config("homeassistant/device/pump-7/config", """
                {"dev":{"ids":"pump-7","name":"Pump"},"stat_t":"well/pump","availability":[{"t":"well/alive","val_tpl":
                "{{ value_json.state }}"}],"pl_avail":"up","pl_not_avail":"down","cmps":{"flow":{"p":"sensor","name":"Flow",
                "unit_of_meas":"L/min","val_tpl":"{{ value_json.flow }}"},"run":{"p":"binary_sensor","name":"Run","pl_on":"1",
                "pl_off":"0","val_tpl":"{{ value_json.run }}"},"go":{"p":"button","cmd_t":"well/go"}}}""");

        assertThat(line(readings("well/pump", "{\"flow\":10,\"run\":1}")))
                .containsExactly("flow=0.6 m3/h", "state_run=1.0 state");
        assertThat(send("well/alive", "{\"state\":\"up\"}")).isEqualTo(new Status(device("pump-7"), true));
        assertThat(send("well/alive", "{\"state\":\"strange\"}")).isInstanceOf(Ignored.class);
    }

    @Test
    void decode_fieldThatAMessageLacks_isNoZero() {
        config(
                "homeassistant/sensor/a/config",
                "{\"uniq_id\":\"u\",\"stat_t\":\"s/a\",\"unit_of_meas\":\"kWh\",\"val_tpl\":\"{{ value_json.x | float(0) }}\"}");

        assertThat(send("s/a", "{\"y\":1}")).isInstanceOf(Ignored.class);
        assertThat(send("s/a", "unavailable")).isInstanceOf(Ignored.class);
    }

    @Test
    void decode_emptyConfig_forgetsTheEntity() {
        config("homeassistant/sensor/a/config", "{\"uniq_id\":\"u\",\"stat_t\":\"s/a\",\"unit_of_meas\":\"W\"}");
        assertThat(decoder.claims("s/a")).isTrue();

        Decoded deleted = send("homeassistant/sensor/a/config", "");

        assertThat(deleted).isInstanceOf(Metadata.class);
        assertThat(decoder.claims("s/a")).isFalse();
    }

    @Test
    void decode_uniqueIdOfAnotherDevice_keepsTheFirstOwner() {
        config("homeassistant/sensor/a/config", "{\"uniq_id\":\"u\",\"stat_t\":\"s/a\",\"dev\":{\"ids\":[\"first\"]}}");

        Rejected decoded = (Rejected) send(
                "homeassistant/sensor/x9/config",
                "{\"uniq_id\":\"u\",\"stat_t\":\"attacker/topic\",\"dev\":{\"ids\":[\"second\"]}}");

        assertThat(decoded.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(decoder.claims("attacker/topic")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "a/+", "$SYS/x", "homeassistant/sensor/x8/config", ""})
    void decode_stateTopicThatIsNone_isNeverClaimed(String topic) {
        config("homeassistant/sensor/x8/config", "{\"uniq_id\":\"x8\",\"stat_t\":\"" + topic + "\"}");

        assertThat(decoder.claims("anything/else")).isFalse();
        assertThat(decoder.claims("a/b")).isFalse();
        assertThat(send("homeassistant/sensor/x8/config", "{\"uniq_id\":\"x8\"}"))
                .isInstanceOf(Metadata.class);
    }

    @Test
    void decode_templateThatIsNotHarmless_isNotEvaluated() {
        config(
                "homeassistant/sensor/a/config",
                "{\"uniq_id\":\"u\",\"stat_t\":\"s/a\",\"val_tpl\":\"{% for i in range(9) %}x{% endfor %}\"}");

        assertThat(send("s/a", "5")).isInstanceOf(Ignored.class);
    }

    @Test
    void restore_afterARestart_knowsWhatWasDescribed() {
        config("homeassistant/sensor/a/config", "{\"uniq_id\":\"u\",\"stat_t\":\"s/a\",\"unit_of_meas\":\"kW\"}");
        DiscoveryDecoder restarted = new DiscoveryDecoder();

        restarted.memory().orElseThrow().restore(decoder.memory().orElseThrow().takeChanges());

        Decoded decoded = restarted.decode(message("s/a", "2"));
        assertThat(((Readings) decoded).readings().get(0).value()).isEqualTo(2000);
        assertThat(restarted.memory().orElseThrow().takeChanges()).isEmpty();
    }

    @Test
    void decode_configsWithoutEnd_areBounded() {
        for (int i = 0; i < 3_000; i++) {
            var unused = send(
                    "homeassistant/sensor/f" + i + "/config",
                    "{\"uniq_id\":\"f" + i + "\",\"stat_t\":\"flood/" + i + "\",\"dev\":{\"ids\":[\"one\"]}}");
        }

        assertThat(decoder.claims("flood/1999")).isTrue();
        assertThat(decoder.claims("flood/2000")).isFalse();
    }

    @Test
    void recognises_configUnderAnotherPrefix_byItsPayload() {
        assertThat(decoder.recognises(message("ha/sensor/a/config", "{\"unique_id\":\"u\",\"state_topic\":\"s/a\"}")))
                .isTrue();
        assertThat(decoder.recognises(message("ha/sensor/a/config", "{\"interval\":5}")))
                .isFalse();
        assertThat(decoder.recognises(message("farm/pump/a/config", "{\"unique_id\":\"u\"}")))
                .isFalse();
    }

    private void config(String topic, String payload) {
        assertThat(send(topic, payload)).isInstanceOf(Metadata.class);
    }

    private Readings readings(String topic, String payload) {
        Decoded decoded = send(topic, payload);
        assertThat(decoded).isInstanceOf(Readings.class);
        return (Readings) decoded;
    }

    private Decoded send(String topic, String payload) {
        return decoder.decode(message(topic, payload));
    }

    private static Message message(String topic, String payload) {
        return new Message(topic, payload.getBytes(StandardCharsets.UTF_8), NOW, false);
    }

    private static DeviceId device(String name) {
        return DeviceId.unregistered(DiscoveryDecoder.NAME, name);
    }

    private static List<String> line(Readings decoded) {
        return decoded.readings().stream()
                .map(it -> it.series().metric().name() + "=" + Math.round(it.value() * 1e6) / 1e6 + " "
                        + it.series().metric().unit().code())
                .toList();
    }
}
