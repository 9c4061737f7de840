package az.ocaq.decode.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Ignored;
import az.ocaq.decode.Decoded.Readings;
import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.decode.Decoded.Status;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Quality;
import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.eclipse.tahu.protobuf.SparkplugBProto.DataType;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload.Metric;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SparkplugDecoderTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final long THEN = NOW.toEpochMilli() - 5_000;
    private static final String NODE = "spBv1.0/Water/%s/Edge7";
    private static final String PUMP = NODE + "/Pump2";

    private final SparkplugDecoder decoder = new SparkplugDecoder();

    @Test
    void decode_dataByAlias_hasNameUnitAndTypeOfItsBirth() {
        birth();

        Readings decoded = readings(send(
                PUMP,
                "DDATA",
                payload(2)
                        .addMetrics(Metric.newBuilder()
                                .setAlias(1)
                                .setTimestamp(THEN)
                                .setDoubleValue(2.5))));

        assertThat(line(decoded)).containsExactly("active_power=2500.0 W");
        assertThat(decoded.readings().get(0).time()).isEqualTo(Instant.ofEpochMilli(THEN));
        assertThat(decoded.device()).isEqualTo(SparkplugTopic.id("Water/Edge7/Pump2"));
    }

    @Test
    void decode_dataWithoutBirth_isRejectedWithTheReason() {
        Rejected decoded = (Rejected) send(
                PUMP,
                "DDATA",
                payload(2).addMetrics(Metric.newBuilder().setAlias(1).setDoubleValue(2.5)));

        assertThat(decoded.reason()).isEqualTo(Reason.NOT_DESCRIBED);
        assertThat(decoded.detail()).contains("Water/Edge7/Pump2");
    }

    @Test
    void decode_unknownAliasAmongKnown_costsItselfAlone() {
        birth();

        Readings decoded = readings(send(
                PUMP,
                "DDATA",
                payload(2)
                        .addMetrics(Metric.newBuilder().setAlias(99).setDoubleValue(1))
                        .addMetrics(Metric.newBuilder().setAlias(1).setDoubleValue(1))));

        assertThat(line(decoded)).containsExactly("active_power=1000.0 W");
        assertThat(decoded.problems())
                .singleElement()
                .satisfies(it -> assertThat(it.reason()).isEqualTo(Reason.NOT_DESCRIBED));
    }

    @ParameterizedTest
    @CsvSource({
        "Int8, 0xFF, -1",
        "Int8, 0xFFFFFFFF, -1",
        "Int16, 0xFFFE, -2",
        "Int32, 0xFFFFFFFD, -3",
        "UInt8, 0xFF, 255",
        "UInt16, 0xFFFF, 65535",
        "UInt32, 0xFFFFFFFF, 4294967295",
    })
    void decode_integer_hasTheSignOfItsType(DataType type, String bits, double expected) {
        var metric = metric("Level", 1, type, "m")
                .setIntValue((int) Long.decode(bits).longValue());

        Readings decoded = readings(send(PUMP, "DBIRTH", payload(1).addMetrics(metric)));

        assertThat(decoded.readings().get(0).value()).isEqualTo(expected);
    }

    @Test
    void decode_longInteger_hasTheSignOfItsType() {
        Readings decoded = readings(send(
                PUMP,
                "DBIRTH",
                payload(1)
                        .addMetrics(metric("a/Level", 1, DataType.Int64, "m").setLongValue(-7))
                        .addMetrics(metric("b/Level", 2, DataType.UInt64, "m").setLongValue(-1))));

        assertThat(line(decoded)).containsExactly("level_a=-7.0 m", "level_b=1.8446744073709552E19 m");
    }

    @Test
    void decode_nullAndCommandsAndNames_areNoReadings() {
        Decoded decoded = send(
                PUMP,
                "DBIRTH",
                payload(1)
                        .addMetrics(metric("Power", 1, DataType.Double, "kW").setIsNull(true))
                        .addMetrics(metric("Device Control/Reboot", 2, DataType.Boolean, "")
                                .setBooleanValue(false))
                        .addMetrics(metric("Properties/Serial", 3, DataType.String, "")
                                .setStringValue("17"))
                        .addMetrics(
                                metric("Installed", 4, DataType.DateTime, "").setLongValue(THEN)));

        assertThat(decoded).isEqualTo(new Status(SparkplugTopic.id("Water/Edge7/Pump2"), true));
    }

    @ParameterizedTest
    @CsvSource({"Power Setpoint, kW", "Rated Power, kW", "Level/Set Point, m", "Serial Number,", "Fault Code,"})
    void decode_wishesRatingsAndCodes_areNoReadings(String name, @Nullable String unit) {
        var metric = metric(name, 1, DataType.UInt32, unit == null ? "" : unit).setIntValue(7);

        assertThat(send(PUMP, "DBIRTH", payload(1).addMetrics(metric))).isInstanceOf(Status.class);
    }

    @Test
    void decode_valueOfAnotherTypeThanBorn_isAProblem() {
        birth();

        Rejected decoded = (Rejected) send(
                PUMP,
                "DDATA",
                payload(2).addMetrics(Metric.newBuilder().setAlias(1).setStringValue("one")));

        assertThat(decoded.reason()).isEqualTo(Reason.NOT_A_NUMBER);
    }

    @Test
    void decode_gapInSequence_isSaidAndTheValuesAreSuspect() {
        birth();

        Readings decoded = readings(send(
                PUMP,
                "DDATA",
                payload(200).addMetrics(Metric.newBuilder().setAlias(1).setDoubleValue(1))));

        assertThat(decoded.readings())
                .singleElement()
                .satisfies(it -> assertThat(it.quality()).isEqualTo(Quality.SUSPECT));
        assertThat(decoded.problems())
                .singleElement()
                .satisfies(it -> assertThat(it.reason()).isEqualTo(Reason.LOST_BEFORE));
    }

    @Test
    void decode_gapBeforeABirth_isSaidAndItsValuesAreGood() {
        var unused = send(NODE, "NBIRTH", payload(0).addMetrics(bdSeq(4)));

        Readings decoded = readings(send(
                PUMP,
                "DBIRTH",
                payload(7).addMetrics(metric("Power", 1, DataType.Double, "kW").setDoubleValue(1))));
        Readings without = readings(send(NODE + "/Pump3", "DBIRTH", payload(9)));

        assertThat(decoded.readings().get(0).quality()).isEqualTo(Quality.GOOD);
        assertThat(decoded.problems()).extracting(it -> it.reason()).containsExactly(Reason.LOST_BEFORE);
        assertThat(without.statuses()).containsExactly(new Status(SparkplugTopic.id("Water/Edge7/Pump3"), true));
        assertThat(without.problems()).extracting(it -> it.reason()).containsExactly(Reason.LOST_BEFORE);
    }

    @ParameterizedTest
    @CsvSource({"NDEATH, ''", "DDEATH, /Pump2"})
    void decode_dataAfterADeath_isSuspectUntilTheNextBirth_alsoAfterARestart(String death, String device) {
        birth();
        var unusedDeath = send(NODE + device, death, payload(2).addMetrics(bdSeq(4)));
        var kept = decoder.memory().orElseThrow().takeChanges();
        SparkplugDecoder restarted = new SparkplugDecoder();
        restarted.memory().orElseThrow().restore(kept);
        Payload.Builder data =
                payload(3).addMetrics(Metric.newBuilder().setAlias(1).setDoubleValue(2));

        for (Decoded decoded : List.of(send(PUMP, "DDATA", data), restarted.decode(message(PUMP, "DDATA", data)))) {
            assertThat(readings(decoded).readings().get(0).quality()).isEqualTo(Quality.SUSPECT);
            assertThat(readings(decoded).problems())
                    .extracting(it -> it.reason())
                    .containsExactly(Reason.LOST_BEFORE);
        }
        birth();
        assertThat(readings(send(PUMP, "DDATA", payload(2).addMetrics(data.getMetrics(0))))
                        .readings()
                        .get(0)
                        .quality())
                .isEqualTo(Quality.GOOD);
    }

    @Test
    void decode_nodeDeath_takesItsDevicesAlong() {
        birth();

        Readings decoded = readings(send(NODE, "NDEATH", death(4)));

        assertThat(decoded.statuses())
                .containsExactlyInAnyOrder(
                        new Status(SparkplugTopic.id("Water/Edge7"), false),
                        new Status(SparkplugTopic.id("Water/Edge7/Pump2"), false));
    }

    @Test
    void decode_deathOfAnEarlierSession_isIgnored() {
        birth();

        assertThat(send(NODE, "NDEATH", death(3))).isInstanceOf(Ignored.class);
    }

    @Test
    void decode_newNodeBirth_forgetsWhatWasDescribedBefore() {
        birth();
        var unused = send(NODE, "NBIRTH", payload(0).addMetrics(bdSeq(5)));

        assertThat(send(
                        PUMP,
                        "DDATA",
                        payload(1).addMetrics(Metric.newBuilder().setAlias(1).setDoubleValue(1))))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void decode_templateInstance_isItsMembersUnderItsName() {
        var template = Payload.Template.newBuilder()
                .addMetrics(metric("Flow", 5, DataType.Float, "l/s").setFloatValue(2))
                .addMetrics(metric("Running", 6, DataType.Boolean, "").setBooleanValue(true));
        var unused = send(
                PUMP,
                "DBIRTH",
                payload(1)
                        .addMetrics(Metric.newBuilder()
                                .setName("Line1")
                                .setAlias(9)
                                .setDatatype(DataType.Template_VALUE)
                                .setTemplateValue(template)));

        var changed = Payload.Template.newBuilder()
                .addMetrics(Metric.newBuilder().setName("Flow").setFloatValue(3));
        Readings decoded = readings(send(
                PUMP,
                "DDATA",
                payload(2).addMetrics(Metric.newBuilder().setAlias(9).setTemplateValue(changed))));

        assertThat(line(decoded)).containsExactly("flow_line1=10.8 m3/h");
    }

    @Test
    void decode_twoNamesOfOneMeaning_stayTwoSeries() {
        Readings decoded = readings(send(
                PUMP,
                "DBIRTH",
                payload(1)
                        .addMetrics(metric("Power", 1, DataType.Double, "W").setDoubleValue(1))
                        .addMetrics(
                                metric("Power/Total", 2, DataType.Double, "W").setDoubleValue(2))));

        assertThat(line(decoded)).containsExactly("active_power=1.0 W", "active_power_power_total=2.0 W");
    }

    @Test
    void decode_compressedPayload_isInflatedOnce() throws IOException {
        Payload inner = payload(1)
                .addMetrics(metric("Power", 1, DataType.Double, "W").setDoubleValue(7))
                .build();

        Readings decoded = readings(send(PUMP, "DBIRTH", compressed(inner.toByteArray())));

        assertThat(line(decoded)).containsExactly("active_power=7.0 W");
    }

    @Test
    void decode_compressedPayloadThatInflatesWithoutEnd_isRejected() throws IOException {
        Rejected decoded = (Rejected) send(PUMP, "DBIRTH", compressed(new byte[64 << 20]));

        assertThat(decoded.reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void restore_afterARestart_knowsBirthsAndSessions() {
        birth();
        var kept = decoder.memory().orElseThrow().takeChanges();
        SparkplugDecoder restarted = new SparkplugDecoder();
        restarted.memory().orElseThrow().restore(kept);

        Decoded data = restarted.decode(message(
                PUMP,
                "DDATA",
                payload(2).addMetrics(Metric.newBuilder().setAlias(1).setDoubleValue(2))));
        Decoded oldDeath = restarted.decode(message(NODE, "NDEATH", death(3)));

        assertThat(line(readings(data))).containsExactly("active_power=2000.0 W");
        assertThat(oldDeath).isInstanceOf(Ignored.class);
        assertThat(decoder.memory().orElseThrow().takeChanges()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "spBv1.0/Water/NCMD/Edge7",
        "spBv1.0/Water/DCMD/Edge7/Pump2",
        "spBv1.0/STATE/host",
        "STATE/host",
        "spBv1.0/Water/XDATA/Edge7/Pump2",
        "spBv1.0/Water/DDATA/Edge7",
        "spBv1.0/Water",
    })
    void decode_whatIsNoBirthDataOrDeath_isIgnored(String topic) {
        assertThat(decoder.claims(topic)).isTrue();
        assertThat(decoder.decode(new Message(topic, new byte[] {1}, NOW, false)))
                .isInstanceOf(Ignored.class);
    }

    private void birth() {
        var unusedNode = send(NODE, "NBIRTH", payload(0).addMetrics(bdSeq(4)));
        var unusedDevice = send(
                PUMP,
                "DBIRTH",
                payload(1).addMetrics(metric("Power", 1, DataType.Double, "kW").setDoubleValue(1)));
    }

    private Decoded send(String topic, String type, Payload.Builder payload) {
        return decoder.decode(message(topic, type, payload));
    }

    private static Message message(String topic, String type, Payload.Builder payload) {
        return new Message(topic.formatted(type), payload.build().toByteArray(), NOW, false);
    }

    private static Payload.Builder payload(long sequence) {
        return Payload.newBuilder().setTimestamp(THEN).setSeq(sequence);
    }

    private static Payload.Builder death(long session) {
        return Payload.newBuilder().setTimestamp(THEN).addMetrics(bdSeq(session));
    }

    private static Metric.Builder bdSeq(long session) {
        return Metric.newBuilder()
                .setName("bdSeq")
                .setDatatype(DataType.Int64_VALUE)
                .setLongValue(session);
    }

    private static Metric.Builder metric(String name, long alias, DataType type, String unit) {
        var properties = Payload.PropertySet.newBuilder()
                .addKeys("engUnit")
                .addValues(Payload.PropertyValue.newBuilder()
                        .setType(DataType.String_VALUE)
                        .setStringValue(unit));
        return Metric.newBuilder()
                .setName(name)
                .setAlias(alias)
                .setDatatype(type.getNumber())
                .setProperties(properties);
    }

    private static Payload.Builder compressed(byte[] inner) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(inner);
        }
        return Payload.newBuilder()
                .setUuid("SPBV1.0_COMPRESSED")
                .setBody(ByteString.copyFrom(bytes.toByteArray()))
                .addMetrics(Metric.newBuilder().setName("algorithm").setStringValue("GZIP"));
    }

    private static Readings readings(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Readings.class);
        return (Readings) decoded;
    }

    private static List<String> line(Readings decoded) {
        DeviceId device = decoded.device();
        assertThat(decoded.readings())
                .allSatisfy(it -> assertThat(it.series().device()).isEqualTo(device));
        return decoded.readings().stream()
                .map(it -> it.series().metric().name() + "=" + it.value() + " "
                        + it.series().metric().unit().code())
                .toList();
    }
}
