package az.ocaq.decode;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.measurement.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Whatever comes under whatever topic, no decoder fails: a fault of ours would be {@link Reason#DECODER_FAULT}. */
final class DecodersFuzzTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private static final String[] TOPICS = {
        "village/a/b/c/telemetry",
        "spBv1.0/g/DBIRTH/e/d",
        "spBv1.0/g/DDATA/e/d",
        "spBv1.0/g/NBIRTH/e",
        "spBv1.0/g/NDEATH/e",
        "v3/a@t/devices/d/up",
        "application/1/device/0102030405060708/event/up",
        "application/1/device/0102030405060708/event/status",
        "sensors/senml",
        "homeassistant/sensor/x/config",
        "homeassistant/device/x/config",
        "homie/d/n/p",
        "homie/d/n/p/$unit",
        "homie/5/d/$description",
        "homie/d/$state",
        "telegraf/h/cpu",
        "meters/x",
        "s/us",
        "/k/d/attrs",
        "/ul/k/d/attrs",
        "$aws/things/t/shadow/update/accepted",
        "plant/opcua/data",
        "tele/pow/SENSOR",
        "shellies/em3/emeter/0/power",
        "zigbee2mqtt/lamp",
        "N/p/battery/0/Soc",
        "wmbusmeters/1",
        "solar/1/0/power",
        "evcc/site/pv",
        "rtl_433/h/events",
        "v1/devices/me/telemetry",
        "x/s"
    };

    private static final String[] SEEDS = {
        "{\"ts\":1780315200000,\"active_power\":3214.5,\"voltage_l2\":231}",
        "[{\"bn\":\"urn:dev:ow:1:\",\"bt\":1.3e9,\"bu\":\"W\",\"n\":\"p\",\"v\":1,\"s\":2},{\"n\":\"x\",\"vb\":true}]",
        "{\"uniq_id\":\"u\",\"stat_t\":\"x/s\",\"unit_of_meas\":\"kW\",\"val_tpl\":\"{{ value_json.a.b[1] | float * 2 if x else 0 }}\"}",
        "{\"cmps\":{\"a\":{\"p\":\"sensor\",\"stat_t\":\"x/s\",\"dev_cla\":\"power\"}},\"dev\":{\"ids\":[\"i\"]},\"~\":\"b\"}",
        "{\"uplink_message\":{\"f_port\":85,\"frm_payload\":\"AXVVA2fuAARofA==\",\"decoded_payload\":{\"t\":1,\"a\":[1,{}]}}}",
        "{\"fPort\":1,\"data\":\"AgNaAAOACoAAgACA\",\"deviceInfo\":{\"deviceProfileName\":\"decentlab atm41\"}}",
        "{\"MessageType\":\"ua-data\",\"Messages\":[{\"Payload\":{\"T\":{\"Value\":{\"Type\":6,\"Body\":25},\"StatusCode\":1}}}]}",
        "{\"MessageType\":\"ua-metadata\",\"MetaData\":{\"Fields\":[{\"Name\":\"T\",\"Properties\":[{\"Key\":\"EngineeringUnits\"}]}]}}",
        "{\"state\":{\"reported\":{\"a\":{\"b\":\"29\"}}},\"metadata\":{\"reported\":{\"a\":{\"timestamp\":1584104617}}}}",
        "cpu,host=h\\ 1,phase=L1 a=1.5,b=12i,c=\"x y\",d=t 1434055562000000000\nmem v=1",
        "200,c8y_T,T,25,C,2026-01-01T00:00:00Z\n201,a,,b,c,1,V\n401,1,2",
        "2026-01-01T00:00:00Z|t|20.5#c|1",
        "{\"Time\":\"2026-01-01T00:00:00\",\"ENERGY\":{\"Power\":[1,2,3],\"Total\":6.3},\"TempUnit\":\"C\"}",
        "21.5",
        "ready",
        "°C",
        "true",
        ""
    };

    @Property(tries = 4_000, shrinking = ShrinkingMode.OFF, seed = "20260601")
    void decode_mutatedMessage_neverFails(@ForAll("messages") Message message) {
        Decoded decoded = DECODERS.decode(message);

        boolean fault = decoded instanceof Rejected rejected && rejected.reason() == Reason.DECODER_FAULT;
        assertThat(fault)
                .as(message.topic() + " " + new String(message.payload(), StandardCharsets.ISO_8859_1) + " " + decoded)
                .isFalse();
    }

    private static final Decoders DECODERS = Decoders.standard();

    @Provide
    Arbitrary<Message> messages() {
        Arbitrary<byte[]> payloads = Arbitraries.oneOf(
                Combinators.combine(
                                Arbitraries.of(SEEDS), Arbitraries.integers().between(0, 12), Arbitraries.longs())
                        .as((seed, changes, random) -> mutated(seed.getBytes(StandardCharsets.UTF_8), changes, random)),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(80));
        return Combinators.combine(Arbitraries.of(TOPICS), payloads)
                .as((topic, payload) -> new Message(topic, payload, NOW, false));
    }

    /** Bytes changed, doubled or cut, so that most of the message still is what a decoder expects. */
    private static byte[] mutated(byte[] seed, int changes, long random) {
        Random source = new Random(random);
        byte[] bytes = seed.clone();
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            int at = source.nextInt(bytes.length);
            switch (source.nextInt(4)) {
                case 0 -> bytes[at] = (byte) source.nextInt(256);
                case 1 -> bytes[at] = (byte) "0123456789-{}[]\",:.eE|=#".charAt(source.nextInt(24));
                case 2 -> bytes[at] = bytes[source.nextInt(bytes.length)];
                default -> bytes = java.util.Arrays.copyOf(bytes, at);
            }
        }
        return bytes;
    }
}
