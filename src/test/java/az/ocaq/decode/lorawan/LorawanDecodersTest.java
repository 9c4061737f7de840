package az.ocaq.decode.lorawan;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Ignored;
import az.ocaq.decode.Decoded.Readings;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.decode.Decoded.Status;
import az.ocaq.decode.Decoder;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LorawanDecodersTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String UP = "application/7/device/24e124136b000001/event/up";

    private final Decoder chirpstack = new ChirpstackDecoder();
    private final Decoder tts = new TtsDecoder();

    @Test
    void decode_objectOfTheNetworkServersCodec_goesBeforeTheFrame() {
        Readings decoded = readings(chirpstack, UP, """
                {"time":"2026-06-01T11:59:58.5Z","fPort":85,"data":"AWfuAA==",
                 "object":{"temperature":21.5,"humidity":48,"valve":{"open":true},"fw_version":"1.2",
                           "water":{"value":12.5,"unit":"L"}}}""");

        assertThat(line(decoded))
                .containsExactly(
                        "temperature=21.5 °C", "humidity=48.0 %RH", "state_valve_open=1.0 state", "volume=0.0125 m3");
        assertThat(decoded.readings()).extracting(Reading::time).containsOnly(Instant.parse("2026-06-01T11:59:58.5Z"));
    }

    @Test
    void decode_versionThree_readsObjectTextAndOldNames() {
        Readings decoded = readings(chirpstack, "application/3/device/0102030405060708/event/up", """
                {"applicationName":"water","devEUI":"AQIDBAUGBwg=","fPort":2,"data":"AA==",
                 "rxInfo":[{"rssi":-90,"loRaSNR":7.5,"time":"2026-06-01T11:00:00Z"},{"rssi":-60,"loRaSNR":9}],
                 "objectJSON":"{\\"pressure_bar\\":2.5}"}""");

        assertThat(line(decoded)).containsExactly("pressure=2.5 bar", "rssi=-60.0 dBm", "snr=9.0 dB");
        assertThat(decoded.device()).isEqualTo(DeviceId.unregistered("chirpstack", "0102030405060708"));
        assertThat(decoded.readings().get(0).time()).isEqualTo(Instant.parse("2026-06-01T11:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Cayenne LPP fills the frame with two values
                "2 | node | 03670110056700FF | temperature_3=27.2 °C, temperature_5=25.5 °C",
                "2 | node | 0267FFD7026850 | temperature_2=-4.1 °C, humidity_2=40.0 %RH",
                // by its maker's port
                "85 | node | 0175640382640103670AFF | battery_level=100.0 %, distance=0.356 m, temperature=-24.6 °C",
                "85 | plug | 04802C01000005816407C90A000870FF | active_power=300.0 W, power_factor=1.0 1,"
                        + " current=0.01 A, state_socket=1.0 state",
                "85 | am | 03677B00077DFFFF | temperature=12.3 °C",
                // by the model in a name
                "1 | DL-SHT35 (Decentlab) | 02030F0003661A5FF10B80 | temperature=24.797055 °C, humidity=37.477684 %RH,"
                        + " voltage_battery=2.944 V",
                "1 | decentlab-mbx | 02030F000304D200010BB1 | distance=1.234 m, voltage_battery=2.993 V",
            })
    void decode_frameAlone_byTheCodecThatKnowsIt(int port, String name, String frame, String expected) {
        String data = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(frame));

        Readings decoded = readings(
                chirpstack,
                UP,
                "{\"fPort\":" + port + ",\"data\":\"" + data + "\",\"deviceInfo\":{\"deviceProfileName\":\"" + name
                        + "\"}}");

        assertThat(String.join(", ", line(decoded))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"036701", "01020304050607", "02030F0003661A5FF10B80", "", "FFFFFFFFFF"})
    void decode_frameThatNobodyKnows_makesNothingUp(String frame) {
        String data = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(frame));

        Decoded decoded = decode(chirpstack, UP, "{\"fPort\":10,\"data\":\"" + data + "\"}");

        assertThat(decoded).isInstanceOf(Ignored.class);
    }

    @Test
    void decode_cayenneNames_haveTheUnitsOfTheFormat() {
        Readings decoded = readings(tts, "v3/village@tenant/devices/weather-1/up", """
                {"uplink_message":{"decoded_payload":{"barometric_pressure_3":1013.2,"luminosity_4":120,
                "relative_humidity_2":50.5,"temperature_1":-3.1}}}""");

        assertThat(line(decoded))
                .containsExactly(
                        "pressure_3=1.0132 bar",
                        "illuminance_4=120.0 lx",
                        "humidity_2=50.5 %RH",
                        "temperature_1=-3.1 °C");
    }

    @Test
    void decode_normalizedPayload_hasTheUnitsOfItsSchemaAndGoesFirst() {
        Readings decoded = readings(tts, "v3/village@tenant/devices/weather-1/up", """
                {"uplink_message":{"normalized_payload":[{"air":{"temperature":20.5,"pressure":990},
                "wind":{"speed":3}}],"decoded_payload":{"temperature":2050}}}""");

        assertThat(line(decoded)).containsExactly("temperature=20.5 °C", "pressure=0.99 bar", "wind_speed=3.0 m/s");
    }

    @Test
    void decode_simulatedUplinkWithABrokenTime_isSuspectAtArrival() {
        Readings decoded = readings(
                tts,
                "v3/a@t/devices/d/up",
                "{\"simulated\":true,\"uplink_message\":{\"received_at\":\"2020-02...\",\"decoded_payload\":{\"temperature\":1}}}");

        assertThat(decoded.readings().get(0).time()).isEqualTo(NOW);
        assertThat(decoded.readings().get(0).quality()).isEqualTo(Quality.SUSPECT);
    }

    @Test
    void decode_sameDeviceNameOfTwoApplications_areTwoDevices() {
        Status one = (Status) decode(tts, "v3/a@t/devices/meter/join", "{}");
        Status other = (Status) decode(tts, "v3/b@t/devices/meter/join", "{}");

        assertThat(one.device()).isNotEqualTo(other.device());
    }

    @Test
    void decode_statusEvent_hasBatteryUnlessPoweredFromOutside() {
        String topic = "application/7/device/24e124136b000001/event/status";
        Readings battery = readings(chirpstack, topic, "{\"margin\":10,\"batteryLevel\":94.5}");
        Readings mains = readings(chirpstack, topic, "{\"margin\":10,\"externalPowerSource\":true,\"batteryLevel\":0}");

        assertThat(line(battery)).containsExactly("battery_level=94.5 %", "link_margin=10.0 dB");
        assertThat(line(mains)).containsExactly("link_margin=10.0 dB");
        assertThat(battery.statuses()).containsExactly(new Status(battery.device(), true));
    }

    @Test
    void decode_payloadThatNamesAnotherDevice_isOfTheTopicsDevice() {
        Readings decoded = readings(
                chirpstack, UP, "{\"deviceInfo\":{\"devEui\":\"ffffffffffffffff\"},\"object\":{\"temperature\":1}}");

        assertThat(decoded.device()).isEqualTo(DeviceId.unregistered("chirpstack", "24e124136b000001"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/7/device/24e124136b000001/event/ack",
                "application/7/device/24e124136b000001/event/log",
                "application/7/device/24e124136b000001/command/down",
            })
    void decode_otherEvents_areIgnored(String topic) {
        assertThat(chirpstack.claims(topic)).isTrue();
        assertThat(decode(chirpstack, topic, "{}")).isInstanceOf(Ignored.class);
    }

    @Test
    void decode_brokenJson_isRejectedWithTheDevice() {
        Rejected decoded = (Rejected) decode(chirpstack, UP, "{\"object\":");

        assertThat(decoded.device()).contains(DeviceId.unregistered("chirpstack", "24e124136b000001"));
    }

    private static Readings readings(Decoder decoder, String topic, String payload) {
        Decoded decoded = decode(decoder, topic, payload);
        assertThat(decoded).isInstanceOf(Readings.class);
        return (Readings) decoded;
    }

    private static Decoded decode(Decoder decoder, String topic, String payload) {
        return decoder.decode(new Message(topic, payload.getBytes(StandardCharsets.UTF_8), NOW, false));
    }

    private static List<String> line(Readings decoded) {
        return decoded.readings().stream()
                .map(it -> it.series().metric().name() + "=" + Math.round(it.value() * 1e6) / 1e6 + " "
                        + it.series().metric().unit().code())
                .toList();
    }
}
