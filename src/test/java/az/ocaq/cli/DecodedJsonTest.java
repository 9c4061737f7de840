package az.ocaq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.decode.DecodedJson;
import az.ocaq.decode.Decoders;
import az.ocaq.measurement.Message;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DecodedJsonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "telemetry | {\"ts\":1780315200000,\"voltage_l2\":231.5} | {\"id\":\"m1\",\"outcome\":\"readings\",\"decoder\":\"native\","
                        + "\"device\":\"a/b/c\",\"readings\":[{\"device\":\"a/b/c\",\"metric\":\"voltage_l2\",\"quantity\":"
                        + "\"voltage\",\"phase\":\"L2\",\"value\":231.5,\"unit\":\"V\",\"ts\":\"2026-06-01T12:00:00.000Z\","
                        + "\"quality\":\"good\"}],\"problems\":[]}",
                "status | offline | {\"id\":\"m1\",\"outcome\":\"status\",\"decoder\":\"native\",\"device\":\"a/b/c\","
                        + "\"status\":\"offline\",\"readings\":[]}",
                "telemetry | {} | {\"id\":\"m1\",\"outcome\":\"rejected\",\"decoder\":\"native\",\"reason\":\"no_values: the"
                        + " message has no values\",\"device\":\"a/b/c\",\"readings\":[]}",
            })
    void of_everyOutcome_asTheContractSays(String kind, String payload, String expected) {
        assertThat(line("village/a/b/c/" + kind, payload)).isEqualTo(expected);
    }

    @Test
    void of_unknownTopic_isRejectedWithoutADevice() {
        assertThat(line("x/y", "1")).contains("\"outcome\":\"rejected\"").doesNotContain("\"device\"");
    }

    private static String line(String topic, String payload) {
        Message message = new Message(
                topic, payload.getBytes(StandardCharsets.UTF_8), Instant.parse("2026-06-01T12:00:00Z"), false);
        Decoders decoders = Decoders.standard();
        String decoder = decoders.claiming(topic).map(it -> it.name()).orElse("");
        return DecodedJson.of(TextNode.valueOf("m1"), decoder, decoders.decode(message))
                .toString();
    }
}
