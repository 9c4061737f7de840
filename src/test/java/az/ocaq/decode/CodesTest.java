package az.ocaq.decode;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.measurement.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that stand for a condition or a choice, where the names are the users' own. */
final class CodesTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "telegraf/h/inv | inv,host=a power=100,status_code=3,errorCode=12,run_mode=2i,work_state=1i,fault=0",
                "v1/devices/me/telemetry | {\"power\":100,\"status_code\":3,\"run_mode\":2,\"alarm\":4}",
                "application/a/device/0102030405060708/event/up | {\"deviceInfo\":{\"devEui\":\"0102030405060708\"},"
                        + "\"fPort\":2,\"object\":{\"power\":100,\"Work_mode\":1,\"Exti_status\":\"1\"}}",
                "opcua/plant | {\"MessageId\":\"1\",\"MessageType\":\"ua-data\",\"PublisherId\":\"p\",\"Messages\":"
                        + "[{\"DataSetWriterId\":1,\"Payload\":{\"Power\":{\"Value\":100.0},\"Pump_state\":{\"Value\":3}}}]}",
            })
    void decode_codes_areNoReadings(String topic, String payload) {
        Decoded decoded =
                Decoders.standard().decode(new Message(topic, payload.getBytes(StandardCharsets.UTF_8), NOW, false));

        assertThat(((Decoded.Readings) decoded).readings())
                .singleElement()
                .satisfies(it -> assertThat(it.series().metric().name()).isEqualTo("active_power"));
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 0"})
    void decode_flags_areStates(String flag, double value) {
        Message message = new Message(
                "v1/devices/me/telemetry",
                ("{\"pump_state\":" + flag + "}").getBytes(StandardCharsets.UTF_8),
                NOW,
                false);

        assertThat(((Decoded.Readings) Decoders.standard().decode(message)).readings())
                .singleElement()
                .satisfies(it -> assertThat(it.value()).isEqualTo(value));
    }
}
