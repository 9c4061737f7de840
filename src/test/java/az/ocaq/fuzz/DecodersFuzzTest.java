package az.ocaq.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoders;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Reading;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * All decoders through the entry that the pipeline and {@code ocaq decode} use. An input is a topic, a line feed and a payload.
 * Nothing is thrown, no decoder fails, two servers that heard the same say the same, every number is finite and every name
 * legal; Jazzer bounds time and memory.
 */
final class DecodersFuzzTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Decoders ONE = Decoders.standard();
    private static final Decoders OTHER = Decoders.standard();

    @FuzzTest(maxDuration = "10m")
    void decode(byte[] input) {
        int end = 0;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        String topic = new String(input, 0, end, StandardCharsets.UTF_8);
        byte[] payload = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
        Message message = new Message(topic, payload, NOW, false);

        Decoded decoded = ONE.decode(message);

        assertThat(OTHER.decode(message)).isEqualTo(decoded);
        if (decoded instanceof Decoded.Rejected rejected) {
            assertThat(rejected.reason()).as(rejected.detail()).isNotEqualTo(Decoded.Reason.DECODER_FAULT);
        }
        if (decoded instanceof Decoded.Readings readings) {
            assertThat(readings.readings()).allSatisfy(DecodersFuzzTest::isLegal);
        }
    }

    private static void isLegal(Reading reading) {
        assertThat(reading.value()).isFinite();
        assertThat(DeviceId.parse(reading.series().device().toString()))
                .contains(reading.series().device());
        assertThat(reading.series().metric().name()).matches("[a-z0-9][a-z0-9_]*");
    }
}
