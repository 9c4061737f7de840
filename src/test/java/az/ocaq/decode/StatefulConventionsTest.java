package az.ocaq.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of real devices, where a folder of them is given: {@code -Docaq.shared=FOLDER}. */
final class StatefulConventionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "senml",
                "sparkplug-b",
                "tts-v3",
                "chirpstack-v4",
                "influx-line",
                "fiware-ultralight",
                "cumulocity-smartrest",
                "opcua-pubsub-json",
                "aws-iot-shadow",
                "homie",
                "homeassistant-discovery"
            })
    void decode_recordedMessages_findsEveryReadingAndNoOther(String convention) throws IOException {
        Optional<List<JsonNode>> lines = RecordedPayloads.lines("open.jsonl");
        assumeTrue(lines.isPresent(), "no recorded messages");
        Decoders decoders = Decoders.standard();
        ConventionScore score = new ConventionScore(convention);

        for (JsonNode line : lines.get()) {
            if (line.path("convention").asText().equals(convention)) {
                score.add(line, decoders.decode(RecordedPayloads.message(line)));
            }
        }

        System.out.println(score);
        score.faults.forEach(it -> System.out.println("  " + it));
        assertThat(score.phantoms).isZero();
        assertThat(score.right).isEqualTo(score.expected);
    }
}
