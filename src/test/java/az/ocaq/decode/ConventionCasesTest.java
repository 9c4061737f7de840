package az.ocaq.decode;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.measurement.Message;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Unit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Messages as other models and versions of each convention's devices send them, made up after the public documentation:
 * one JSON line of {@code decode/cases.jsonl} each, in order, since some describe what others carry.
 */
final class ConventionCasesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant RECEIVED = Instant.parse("2026-06-01T12:00:00Z");

    @TestFactory
    Stream<DynamicTest> cases_giveWhatTheySay() {
        Decoders decoders = Decoders.standard();
        return lines().map(it -> {
            JsonNode line = tree(it);
            String topic = line.path("topic").textValue();
            byte[] payload = line.path("payload").textValue().getBytes(StandardCharsets.UTF_8);
            return DynamicTest.dynamicTest(
                    line.path("convention").textValue() + " " + topic,
                    () -> check(line, decoders.decode(new Message(topic, payload, RECEIVED, false))));
        });
    }

    private static void check(JsonNode line, Decoded decoded) {
        List<String> wanted = new ArrayList<>();
        line.path("readings").forEach(it -> wanted.add(it.textValue()));
        assertThat(readings(decoded)).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(decoded.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .isEqualTo(line.path("is").textValue());
        assertThat(statuses(decoded)).isEqualTo(line.path("status").asText(""));
        if (line.has("device") && decoded instanceof Decoded.Readings it) {
            assertThat(it.device().toString()).isEqualTo(line.path("device").textValue());
        }
    }

    private static List<String> readings(Decoded decoded) {
        List<String> found = new ArrayList<>();
        if (decoded instanceof Decoded.Readings some) {
            some.readings().forEach(it -> {
                Metric metric = it.series().metric();
                String value = new BigDecimal(it.value())
                        .round(new MathContext(9))
                        .stripTrailingZeros()
                        .toPlainString();
                found.add(metric.name() + " = " + value + " " + metric.unit().code() + time(it.time()));
            });
            some.texts()
                    .forEach(it -> found.add(it.metric().name() + " = " + it.value()
                            + word(it.metric().unit()) + time(it.time())));
        }
        return found;
    }

    private static String word(Unit unit) {
        return " " + unit.code();
    }

    private static String time(Instant time) {
        return time.equals(RECEIVED) ? "" : " at " + time.truncatedTo(ChronoUnit.MILLIS);
    }

    private static String statuses(Decoded decoded) {
        if (decoded instanceof Decoded.Status it) {
            return it.online() ? "online" : "offline";
        }
        return decoded instanceof Decoded.Readings it && !it.statuses().isEmpty()
                ? it.statuses().get(0).online() ? "online" : "offline"
                : "";
    }

    private static Stream<String> lines() {
        BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ConventionCasesTest.class.getResourceAsStream("/decode/cases.jsonl")),
                StandardCharsets.UTF_8));
        return reader.lines().filter(it -> !it.isBlank()).onClose(() -> {
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static JsonNode tree(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
