package az.ocaq.decode.generic;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.FieldProblem;
import az.ocaq.decode.Decoded.Ignored;
import az.ocaq.decode.Decoded.Metadata;
import az.ocaq.decode.Decoded.Readings;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.decode.Decoder;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineAndCloudDecodersTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final Decoder influx = new InfluxDecoder();
    private final Decoder fiware = new FiwareDecoder();
    private final Decoder smartRest = new SmartRestDecoder();
    private final Decoder aws = new AwsShadowDecoder();

    @Test
    void influx_linesOfTwoDevices_giveEachItsOwnAtItsTime() {
        Readings decoded = readings(
                influx,
                "meters/north",
                "meter,site=a\\ b,phase=L2 voltage=231.4,current=12i,breaker=\"on\" 1780315200000000000\n"
                        + "meter,site=c temperature_c=21.5");

        assertThat(line(decoded)).containsExactly("voltage_l2=231.4 V", "current_l2=12.0 A", "temperature=21.5 °C");
        assertThat(decoded.readings().get(0).time()).isEqualTo(NOW);
        assertThat(decoded.readings().get(0).series().device())
                .isNotEqualTo(decoded.readings().get(2).series().device());
        assertThat(decoded.texts()).hasSize(1);
    }

    @Test
    void influx_badLineAmongGoodOnes_costsItselfAlone() {
        Readings decoded = readings(influx, "telegraf/x", "good value=1\nbad value=\n# a comment\ngood2 value=2");

        assertThat(line(decoded)).containsExactly("value=1.0 unknown", "value=2.0 unknown");
        assertThat(decoded.problems()).extracting(FieldProblem::path).containsExactly("line 2: value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "weather,location=x 1465839830100400200",
                "weather temperature=NaN",
                "weather v=9223372036854775808i",
                "weather v=-1u",
                "weather v=5f",
                ",a=b v=1",
                "weather =1",
                "weather v=\"open",
            })
    void influx_lineThatIsNone_isRejected(String payload) {
        assertThat(decode(influx, "telegraf/x", payload)).isInstanceOf(Rejected.class);
    }

    @Test
    void influx_anyTopic_isRecognisedByItsPayload() {
        assertThat(influx.recognises(message("meters/x", "meter,site=a voltage=231")))
                .isTrue();
        assertThat(influx.recognises(message("meters/x", "{\"a b\":\"c=d\"}"))).isFalse();
        assertThat(influx.recognises(message("meters/x", "pump is running"))).isFalse();
        assertThat(influx.recognises(message("meters/x", "a=1 b=2 c"))).isFalse();
    }

    @Test
    void fiware_ultralightAndJson_keepShortNamesAsTheyAre() {
        Readings groups = readings(fiware, "/ul/key/dev1/attrs", "2026-06-01T11:00:00Z|t|20.5|state|on#t|21");
        Readings json = readings(
                fiware, "/json/key/dev1/attrs", "{\"car_counter\":10,\"TimeInstant\":\"2026-06-01T11:00:00Z\"}");

        assertThat(line(groups)).containsExactly("t=20.5 unknown", "t=21.0 unknown");
        assertThat(groups.readings())
                .extracting(Reading::time)
                .containsExactly(Instant.parse("2026-06-01T11:00:00Z"), NOW);
        assertThat(line(json)).containsExactly("counter_car=10.0 count");
        assertThat(json.readings().get(0).time()).isEqualTo(Instant.parse("2026-06-01T11:00:00Z"));
    }

    @Test
    void fiware_oneAttributeATopic_isItsValue() {
        assertThat(line(readings(fiware, "/ul/key/dev1/attrs/temperature", "20.5")))
                .containsExactly("temperature=20.5 °C");
        assertThat(decode(fiware, "/ul/key/dev1/cmd", "dev1@ping|")).isInstanceOf(Ignored.class);
        assertThat(decode(fiware, "/ul/key/dev1/attrs", "nonsense")).isInstanceOf(Rejected.class);
        assertThat(fiware.claims("some/attrs/else/where")).isFalse();
    }

    @Test
    void smartRest_measurements_haveTheirUnits() {
        Readings decoded = readings(
                smartRest,
                "s/us/pump-7",
                "200,c8y_TemperatureMeasurement,T,77,F\n200,c8y_ThreePhaseElectricityMeasurement,A+:2,12,kWh\n"
                        + "201,x,2026-06-01T11:00:00Z,c8y_Humidity,h,48,%,c8y_Pressure,inlet,2.5,bar\n212,85");

        assertThat(line(decoded))
                .containsExactly(
                        "temperature=25.0 °C",
                        "energy_import_l2=12000.0 Wh",
                        "humidity=48.0 %RH",
                        "pressure_inlet=2.5 bar",
                        "battery_level=85.0 %");
        assertThat(decoded.device().device()).isEqualTo("pump-7");
        assertThat(decoded.readings().get(2).time()).isEqualTo(Instant.parse("2026-06-01T11:00:00Z"));
    }

    @Test
    void smartRest_whatIsNoMeasurement_givesNoReading() {
        assertThat(decode(smartRest, "s/us", "100,\"My \"\"device\"\"\",c8y_MQTTDevice"))
                .isInstanceOf(Metadata.class);
        assertThat(decode(smartRest, "s/us", "301,c8y_TemperatureAlarm,too hot"))
                .isInstanceOf(Ignored.class);
        assertThat(decode(smartRest, "s/ds", "510,dev")).isInstanceOf(Ignored.class);
        assertThat(decode(smartRest, "s/us", "200,c8y_T,T,warm,C")).isInstanceOf(Rejected.class);
        assertThat(smartRest.claims("s/usual")).isFalse();
    }

    @Test
    void aws_reportedValues_haveEachTheirTime() {
        Readings decoded = readings(
                aws,
                "$aws/things/t1/shadow/name/main/update/accepted",
                "{\"state\":{\"desired\":{\"temperature\":22},\"reported\":{\"temperature\":21.5,\"env\":{\"humidity\":\"48\"}}},"
                        + "\"metadata\":{\"reported\":{\"temperature\":{\"timestamp\":1780311600},"
                        + "\"env\":{\"humidity\":{\"timestamp\":1780308000}}}},\"version\":9,\"timestamp\":1780315200}");

        assertThat(line(decoded)).containsExactly("temperature=21.5 °C", "humidity_env=48.0 %RH");
        assertThat(decoded.readings())
                .extracting(Reading::time)
                .containsExactly(NOW.minusSeconds(3600), NOW.minusSeconds(7200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"delta", "rejected", "get", "delete/accepted"})
    void aws_whatNoThingReports_isIgnored(String event) {
        String topic = "$aws/things/t1/shadow/" + (event.equals("get") ? event : "update/" + event);

        assertThat(decode(aws, topic, "{\"state\":{\"temperature\":5}}")).isInstanceOf(Ignored.class);
    }

    private static Readings readings(Decoder decoder, String topic, String payload) {
        Decoded decoded = decode(decoder, topic, payload);
        assertThat(decoded).isInstanceOf(Readings.class);
        return (Readings) decoded;
    }

    private static Decoded decode(Decoder decoder, String topic, String payload) {
        return decoder.decode(message(topic, payload));
    }

    private static Message message(String topic, String payload) {
        return new Message(topic, payload.getBytes(StandardCharsets.UTF_8), NOW, false);
    }

    private static List<String> line(Readings decoded) {
        return decoded.readings().stream()
                .map(it -> it.series().metric().name() + "=" + Math.round(it.value() * 1e6) / 1e6 + " "
                        + it.series().metric().unit().code())
                .toList();
    }
}
