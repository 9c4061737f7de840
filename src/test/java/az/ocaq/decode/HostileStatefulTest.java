package az.ocaq.decode;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.decode.Decoded.Readings;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Reading;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Hostile messages to binary and stateful conventions, where a folder of them is given: {@code -Docaq.shared=FOLDER}. */
final class HostileStatefulTest {
    private static final Set<String> OURS = Set.of(
            "sparkplug-b", "homeassistant-discovery", "influx-line", "senml", "chirpstack-v4", "tts-v3", "tts-v2");

    /** Good messages but for their sequence or one value: what is left of them is taken. */
    private static final Set<String> KEPT = Set.of("bad-115", "bad-119", "bad-132", "bad-134", "bad-154");

    @TestFactory
    Stream<DynamicTest> hostileMessage_givesNoReadingThatIsNotExpected() throws IOException {
        Optional<List<JsonNode>> bad = RecordedPayloads.lines("bad.jsonl");
        Optional<List<JsonNode>> open = RecordedPayloads.lines("open.jsonl");
        return bad.stream()
                .flatMap(List::stream)
                .filter(HostileStatefulTest::isOurs)
                .map(entry -> DynamicTest.dynamicTest(
                        entry.path("id").asText() + " " + entry.path("decoder").asText(),
                        () -> check(entry, open.orElseThrow())));
    }

    private static boolean isOurs(JsonNode entry) {
        return OURS.contains(entry.path("decoder").asText())
                || entry.path("payload_generator").path("type").asText().equals("gzip");
    }

    private static void check(JsonNode entry, List<JsonNode> open) throws IOException {
        Decoders decoders = Decoders.standard();
        prepare(entry, open, decoders);

        List<Reading> readings = new ArrayList<>();
        for (Message message : messages(entry)) {
            if (decoders.decode(message) instanceof Readings decoded) {
                readings.addAll(decoded.readings());
            }
        }

        JsonNode expected = entry.path("expected_readings");
        assertThat(readings).allSatisfy(it -> assertThat(it.value()).isFinite());
        assertThat(readings)
                .allSatisfy(it -> assertThat(it.time()).isBefore(RecordedPayloads.RECEIVED.plusSeconds(601)));
        for (JsonNode want : expected) {
            assertThat(readings)
                    .anySatisfy(it ->
                            assertThat(it.value()).isEqualTo(want.path("value").asDouble()));
        }
        if (expected.isEmpty()
                && !KEPT.contains(entry.path("id").asText())
                && entry.path("severity").asText().equals("must")) {
            assertThat(readings).as(entry.path("robust_server_should").asText()).isEmpty();
        }
    }

    /** Sparkplug's hostile data comes after the births of the plant. */
    private static void prepare(JsonNode entry, List<JsonNode> open, Decoders decoders) {
        if (entry.path("decoder").asText().equals("sparkplug-b")) {
            open.stream()
                    .filter(it -> it.path("sequence").asText().equals("spb-plant")
                            && it.path("seq_no").asInt() <= 7)
                    .forEach(it -> {
                        var unused = decoders.decode(RecordedPayloads.message(it));
                    });
        }
    }

    private static List<Message> messages(JsonNode entry) throws IOException {
        List<Message> messages = new ArrayList<>();
        for (JsonNode step : entry.path("steps")) {
            JsonNode publish = step.path("publish");
            for (int i = step.path("from").asInt();
                    i <= Math.min(step.path("to").asInt(), 5_000);
                    i++) {
                String topic =
                        publish.path("topic_template").asText().replace("%05d", String.format(Locale.ROOT, "%05d", i));
                String payload = publish.path("payload_template")
                        .asText()
                        .replace("%05d", String.format(Locale.ROOT, "%05d", i));
                messages.add(message(topic, payload.getBytes(StandardCharsets.UTF_8)));
            }
        }
        if (entry.has("payload_generator")) {
            messages.add(message(entry.path("topic").asText(), expand(entry.path("payload_generator"))));
        } else if (!entry.has("steps")) {
            messages.add(RecordedPayloads.message(entry));
        }
        return messages;
    }

    private static Message message(String topic, byte[] payload) {
        return new Message(topic, payload, RecordedPayloads.RECEIVED, false);
    }

    private static byte[] expand(JsonNode generator) throws IOException {
        return switch (generator.path("type").asText()) {
            case "random_bytes" -> {
                byte[] bytes = new byte[generator.path("length").asInt()];
                new Random(generator.path("seed").asLong()).nextBytes(bytes);
                yield bytes;
            }
            case "sparkplug_compressed" ->
                Payload.newBuilder()
                        .setUuid("SPBV1.0_COMPRESSED")
                        .setBody(com.google.protobuf.ByteString.copyFrom(zeros(64 << 20)))
                        .addMetrics(
                                Payload.Metric.newBuilder().setName("algorithm").setStringValue("GZIP"))
                        .build()
                        .toByteArray();
            case "sparkplug_birth" -> birth(generator);
            case "gzip" -> zeros(1 << 20);
            default -> concatenated(generator);
        };
    }

    private static byte[] birth(JsonNode generator) {
        Payload.Builder birth =
                Payload.newBuilder().setTimestamp(1717236000000L).setSeq(1);
        for (int i = 0; i < generator.path("metrics").asInt(); i++) {
            birth.addMetrics(Payload.Metric.newBuilder()
                    .setName("m" + i)
                    .setAlias(i)
                    .setDatatype(10)
                    .setDoubleValue(1));
        }
        return birth.build().toByteArray();
    }

    private static byte[] zeros(int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(new byte[length]);
        }
        return bytes.toByteArray();
    }

    private static byte[] concatenated(JsonNode generator) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (JsonNode part : generator.path("parts")) {
            String encoded =
                    part.path("base64").asText(part.path("repeat_base64").asText());
            byte[] unit = encoded.isEmpty()
                    ? part.path("text").asText(part.path("repeat").asText()).getBytes(StandardCharsets.UTF_8)
                    : Base64.getDecoder().decode(encoded);
            for (int i = 0; i < part.path("times").asInt(1); i++) {
                out.writeBytes(unit);
            }
        }
        return out.toByteArray();
    }
}
