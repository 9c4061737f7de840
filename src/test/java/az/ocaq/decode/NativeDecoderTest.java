package az.ocaq.decode;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.decode.Decoded.FieldProblem;
import az.ocaq.decode.Decoded.Readings;
import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.decode.Decoded.Status;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NativeDecoderTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String METER = "village/aghali/home-017/meter/telemetry";

    private final Decoders decoders = Decoders.standard();

    @Test
    void decode_object_givesReadingsAtItsTime() {
        Readings decoded = readings("{\"active_power\":3214.5,\"ts\":1780315200000,\"voltage_l2\":231}");

        assertThat(decoded.device()).isEqualTo(new DeviceId("aghali", "home-017", "meter"));
        assertThat(decoded.readings()).extracting(Reading::time).containsOnly(Instant.ofEpochMilli(1780315200000L));
        assertThat(decoded.readings())
                .extracting(it -> it.series().metric().name() + "=" + it.value())
                .containsExactly("active_power=3214.5", "voltage_l2=231.0");
    }

    @ParameterizedTest
    @CsvSource({
        "1780315200, 2026-06-01T12:00:00Z",
        "1780315200000, 2026-06-01T12:00:00Z",
        "1780315200000000, 2026-06-01T12:00:00Z",
        "1780315200000000000, 2026-06-01T12:00:00Z",
        "1780315200.25, 2026-06-01T12:00:00.250Z",
        "'\"2026-06-01T16:00:00.123+04:00\"', 2026-06-01T12:00:00.123Z",
    })
    void decode_time_inAnyOfItsForms(String written, Instant time) {
        assertThat(readings("{\"ts\":" + written + ",\"current\":1}").readings())
                .singleElement()
                .extracting(Reading::time)
                .isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"yesterday\"", "-5", "1e400", "99999999999999999999999", "null", "[1]", "{}", "NaN"})
    void decode_timeThatIsNone_isAProblemAndArrivalTimeIsUsed(String written) {
        Readings decoded = readings("{\"ts\":" + written + ",\"current\":1}");

        assertThat(decoded.readings()).singleElement().extracting(Reading::time).isEqualTo(NOW);
        assertThat(decoded.problems())
                .singleElement()
                .extracting(FieldProblem::reason)
                .isEqualTo(Reason.BAD_TIME);
    }

    @Test
    void decode_array_isABacklogWithItsOwnTimes() {
        Readings decoded = readings("[{\"ts\":1780315200000,\"current\":1},{\"ts\":1780315210000,\"current\":2}]");

        assertThat(decoded.readings()).extracting(Reading::value).containsExactly(1.0, 2.0);
        assertThat(decoded.readings())
                .extracting(it -> it.time().toEpochMilli())
                .containsExactly(1780315200000L, 1780315210000L);
    }

    @Test
    void decode_oneBadField_costsItselfAlone() {
        Readings decoded = readings("{\"current\":1,\"voltage\":\"x\",\"frequency\":null,\"power_factor\":NaN}");

        assertThat(decoded.readings())
                .extracting(it -> it.series().metric().name())
                .containsExactly("current");
        assertThat(decoded.problems())
                .extracting(FieldProblem::path)
                .containsExactly("voltage", "frequency", "power_factor");
    }

    @Test
    void decode_words_areKeptAsWords() {
        assertThat(readings("{\"mode\":\"eco\",\"relay\":true}").texts())
                .singleElement()
                .extracting(Decoded.Text::value)
                .isEqualTo("eco");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                  | EMPTY",
                "{                                   | MALFORMED",
                "{\"current\":1                      | MALFORMED",
                "{\"current\":1}{                    | MALFORMED",
                "[1,2]                               | MALFORMED",
                "17                                  | MALFORMED",
                "{}                                  | NO_VALUES",
                "[]                                  | NO_VALUES",
                "{\"current\":\"x\"}                 | NOT_A_NUMBER",
                "{\"current\":1,\"current\":2}       | MALFORMED",
                "{\"ts\":1780315200000}              | NO_VALUES",
            })
    void decode_badPayload_isRejectedWithItsReason(String payload, Reason reason) {
        assertThat(decode(METER, payload))
                .isInstanceOfSatisfying(
                        Rejected.class, it -> assertThat(it.reason()).isEqualTo(reason));
    }

    @Test
    void decode_depthBomb_isRejected() {
        String bomb = "{\"current\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThat(decode(METER, bomb))
                .isInstanceOfSatisfying(
                        Rejected.class, it -> assertThat(it.reason()).isEqualTo(Reason.TOO_DEEP));
    }

    @Test
    void decode_notUtf8_isRejected() {
        byte[] latin = "{\"mode\":\"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(decoders.decode(new Message(METER, latin, NOW, false)))
                .isInstanceOfSatisfying(
                        Rejected.class, it -> assertThat(it.reason()).isEqualTo(Reason.NOT_UTF8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "village/aghali/home-017/telemetry",
                "village/Aghali/home-017/meter/telemetry",
                "village/aghali/../meter/telemetry",
                "village/aghali/home-017/meter/telemetry/more",
                "village/aghali/home-017/meter/command",
                "village/+/#/meter/telemetry",
            })
    void decode_badTopic_isRejected(String topic) {
        assertThat(decode(topic, "{\"current\":1}"))
                .isInstanceOfSatisfying(
                        Rejected.class, it -> assertThat(it.reason()).isEqualTo(Reason.BAD_TOPIC));
    }

    @Test
    void decode_topicOfNoConvention_isRejected() {
        assertThat(decode("a/".repeat(60), "1"))
                .isInstanceOfSatisfying(
                        Rejected.class, it -> assertThat(it.reason()).isEqualTo(Reason.NO_DECODER));
    }

    @Test
    void decode_status_onlineAndOffline() {
        String topic = "village/aghali/home-017/meter/status";
        DeviceId device = new DeviceId("aghali", "home-017", "meter");

        assertThat(decode(topic, "online")).isEqualTo(new Status(device, true));
        assertThat(decode(topic, "offline")).isEqualTo(new Status(device, false));
        assertThat(decode(topic, "power_off")).isEqualTo(new Status(device, false, true));
        assertThat(decode(topic, "")).isInstanceOf(Rejected.class);
    }

    private Readings readings(String payload) {
        return (Readings) decode(METER, payload);
    }

    private Decoded decode(String topic, String payload) {
        return decoders.decode(new Message(topic, payload.getBytes(StandardCharsets.UTF_8), NOW, false));
    }
}
