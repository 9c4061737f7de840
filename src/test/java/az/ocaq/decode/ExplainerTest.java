package az.ocaq.decode;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.decode.Explanation.Left;
import az.ocaq.decode.Explanation.Place;
import az.ocaq.measurement.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ExplainerTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final Conventions conventions = Conventions.standard();
    private final Decoders decoders = conventions.decoders();
    private final Explainer explainer = new Explainer(conventions);

    private Explanation explain(String topic, String payload) {
        Message message = new Message(topic, payload.getBytes(StandardCharsets.UTF_8), NOW, false);
        Explanation explanation = explainer.explain(message, decoders.decode(message));
        decoders.memories().forEach(it -> explainer.learn(it.name(), it.takeChanges()));
        return explanation;
    }

    private static List<String> paths(Explanation explanation) {
        return explanation.readings().stream().map(it -> it.path().orElse("?")).toList();
    }

    @Test
    void shelly_fieldsWithTheSameValue_areToldApart_andTheRestHasItsReason() {
        Explanation explanation = explain(
                "plug/status/switch:0",
                "{\"id\":0,\"source\":\"init\",\"output\":true,\"apower\":50.0,\"voltage\":50.0,\"temperature\":{\"tC\":50.0,"
                        + "\"tF\":122.0},\"pf\":null}");

        assertThat(paths(explanation)).containsExactly("/output", "/apower", "/voltage", "/temperature/tC");
        assertThat(explanation.left())
                .contains(new Left("/temperature/tF", "twin"), new Left("/pf", "null"), new Left("/id", "metadata"));
    }

    @Test
    void nativeBacklog_eachReading_hasItsOwnPath_andTheTimesAreTimes() {
        Explanation explanation = explain(
                "village/a/b/c/telemetry",
                "[{\"ts\":1780315200000,\"active_power\":5},{\"ts\":1780315260000,\"active_power\":5}]");

        assertThat(paths(explanation)).containsExactly("/0/active_power", "/1/active_power");
        assertThat(explanation.left()).containsExactly(new Left("/0/ts", "time"), new Left("/1/ts", "time"));
    }

    @Test
    void nameWithASlash_isEscapedAsThePointersStandardSays() {
        assertThat(paths(explain("village/a/b/c/telemetry", "{\"active_power\":5,\"no/metric~\":1}")))
                .containsExactly("/active_power");
        assertThat(explain("village/a/b/c/telemetry", "{\"active_power\":5,\"no/metric~\":1}")
                        .left())
                .extracting(Left::path)
                .containsExactly("/no~1metric~0");
    }

    @Test
    void plainValue_isTheWholePayload() {
        assertThat(explain("solar/114190640001/0/power", "412.5").readings()).containsExactly(Place.at(""));
    }

    @Test
    void influxLine_isTold_byByte() {
        Explanation explanation = explain("meters/line", "meter,site=north voltage_l1=231.5,current_l1=4.25");

        assertThat(explanation.readings()).hasSize(2);
        assertThat(explanation.readings().get(0).offset()).isEqualTo(OptionalInt.of(28));
    }

    @Test
    void discovery_valueOfADescribedTopic_isExplainedByWhatWasSaidBefore() {
        Explanation described = explain(
                "homeassistant/sensor/kiln/config",
                "{\"name\":\"kiln\",\"uniq_id\":\"k1\",\"stat_t\":\"kiln/out\",\"unit_of_meas\":\"°C\",\"dev_cla\":\"temperature\","
                        + "\"val_tpl\":\"{{ value_json.t }}\",\"dev\":{\"ids\":[\"kiln\"]}}");
        Explanation value = explain("kiln/out", "{\"t\":812,\"u\":1}");

        assertThat(described.left()).containsExactly(new Left("", "metadata"));
        assertThat(paths(value)).containsExactly("/t");
    }

    @Test
    void rejected_isLeftAsAWhole() {
        assertThat(explain("x/y", "1").left()).containsExactly(new Left("", "no_decoder"));
    }
}
