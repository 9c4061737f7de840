package az.ocaq.decode.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Ignored;
import az.ocaq.decode.Decoded.Metadata;
import az.ocaq.decode.Decoded.Readings;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.decode.Decoded.Status;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Quality;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpcUaDecoderTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String METADATA = """
            {"MessageType":"ua-metadata","PublisherId":"Plant","DataSetWriterName":"Pump","MetaData":{"Fields":[
            {"Name":"Inlet Pressure","Properties":[{"Key":{"Name":"EngineeringUnits"},"Value":{"Type":22,"Body":
            {"DisplayName":{"Text":"bar"}}}}]},{"Name":"Nothing"}]}}""";
    private static final String DATA =
            "{\"MessageType\":\"ua-data\",\"PublisherId\":\"Plant\",\"Messages\":[{\"DataSetWriterName\":\"Pump\",\"Payload\":"
                    + "{\"Inlet Pressure\":%s}}]}";

    private final OpcUaDecoder decoder = new OpcUaDecoder();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2.5",
                "{\"Value\":2.5}",
                "{\"Type\":10,\"Body\":2.5}",
                "{\"Value\":{\"Type\":10,\"Body\":2.5},\"StatusCode\":0}",
                "{\"UaType\":10,\"Value\":2.5}",
            })
    void decode_anyEncodingOfAValue_hasTheUnitOfItsMetadata(String value) {
        assertThat(send(METADATA)).isInstanceOf(Metadata.class);

        Readings decoded = (Readings) send(DATA.formatted(value));

        assertThat(line(decoded)).containsExactly("pressure_inlet=2.5 bar");
        assertThat(decoded.device()).isEqualTo(DeviceId.unregistered("opcua-pubsub", "Plant/Pump"));
    }

    @Test
    void decode_statusOfAValue_isItsQuality() {
        Readings uncertain = (Readings) send(DATA.formatted(
                "{\"Value\":1,\"StatusCode\":{\"Code\":1073741824},\"SourceTimestamp\":\"2026-06-01T11:00:00Z\"}"));

        assertThat(uncertain.readings().get(0).quality()).isEqualTo(Quality.SUSPECT);
        assertThat(uncertain.readings().get(0).time()).isEqualTo(Instant.parse("2026-06-01T11:00:00Z"));
        assertThat(send(DATA.formatted("{\"Value\":1,\"StatusCode\":2147483648}")))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void decode_statusMessage_saysWhetherThePublisherIsThere() {
        DeviceId plant = DeviceId.unregistered("opcua-pubsub", "Plant");

        assertThat(send("{\"MessageType\":\"ua-status\",\"PublisherId\":\"Plant\",\"Status\":2}"))
                .isEqualTo(new Status(plant, true));
        assertThat(send("{\"MessageType\":\"ua-status\",\"PublisherId\":\"Plant\",\"Status\":3}"))
                .isEqualTo(new Status(plant, false));
    }

    @Test
    void decode_keepAliveAndEmptySets_areIgnored() {
        assertThat(send("{\"MessageType\":\"ua-data\",\"Messages\":[{\"MessageType\":\"ua-keepalive\"}]}"))
                .isInstanceOf(Ignored.class);
        assertThat(send("{\"MessageType\":\"ua-data\",\"Messages\":[]}")).isInstanceOf(Ignored.class);
        assertThat(send("5")).isInstanceOf(Ignored.class);
    }

    @Test
    void restore_afterARestart_knowsUnits() {
        var unused = send(METADATA);
        OpcUaDecoder restarted = new OpcUaDecoder();

        restarted.memory().orElseThrow().restore(decoder.memory().orElseThrow().takeChanges());

        assertThat(line((Readings) restarted.decode(message(DATA.formatted("1")))))
                .containsExactly("pressure_inlet=1.0 bar");
    }

    @Test
    void recognises_messageTypeUnderAnyTopic() {
        assertThat(decoder.recognises(message(METADATA))).isTrue();
        assertThat(decoder.recognises(message("{\"MessageType\":\"telemetry of a kind\"}")))
                .isFalse();
        assertThat(decoder.claims("plant/opcua/line1")).isTrue();
        assertThat(decoder.claims("plant/opcuation/line1")).isFalse();
    }

    private Decoded send(String payload) {
        return decoder.decode(message(payload));
    }

    private static Message message(String payload) {
        return new Message("plant/line1", payload.getBytes(StandardCharsets.UTF_8), NOW, false);
    }

    private static List<String> line(Readings decoded) {
        return decoded.readings().stream()
                .map(it -> it.series().metric().name() + "=" + it.value() + " "
                        + it.series().metric().unit().code())
                .toList();
    }
}
