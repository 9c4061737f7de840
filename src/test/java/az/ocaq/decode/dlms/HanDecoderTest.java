package az.ocaq.decode.dlms;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoders;
import az.ocaq.measurement.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lists laid out as Aidon, Kaifa and Kamstrup document them, with values of our own. */
final class HanDecoderTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String NOTIFICATION = "e6e7000f40000000";
    private static final String CLOCK = "090c07ea0601010c0000ff800000";
    private static final String AIDON = "00" + "0104"
            + "020309060100010700ff060000067d02020f00161b" // 1661 W
            + "0203090601001f0700ff10000d02020fff1621" // 13 tenths of an ampere
            + "020309060100200700ff1208e202020fff1623" // 2274 tenths of a volt
            + "020309060100010800ff060022ab8a02020f01161e"; // tens of Wh
    private static final String KAIFA = CLOCK + "0212" + "09074b464d5f303031" + "0903303031" + "09084d41333034483345"
            + "0600001328060000000006000000000600000179" // powers
            + "06000003e8060000000006000007d0" // 1, 0 and 2 A
            + "0600000891060000000006" + "0000089d" // 219.3, 0 and 220.5 V
            + CLOCK + "0604be76e80600000000" + "06000d922d060030feb4";
    private static final String KAMSTRUP = "02070a0e4b616d73747275705f5630303031" + "09060101010700ff06000000bd"
            + "09060101480700ff1200ec" + "09060101010800ff0600000064";

    private final Decoders decoders = Decoders.standard();

    @Test
    void scalesAndUnits_areThoseOfTheList() {
        assertThat(readings(frame(NOTIFICATION + AIDON)))
                .containsExactly(
                        "active_power = 1661.0 W",
                        "current_l1 = 1.3 A",
                        "voltage_l1 = 227.4 V",
                        "energy_import = 2.272138E7 Wh");
    }

    @Test
    void valuesWithoutCodes_areToldByTheirOrder() {
        assertThat(readings(frame(NOTIFICATION + KAIFA)))
                .contains(
                        "active_power = 4904.0 W",
                        "reactive_power_export = 377.0 var",
                        "current_l1 = 1.0 A",
                        "current_l3 = 2.0 A",
                        "voltage_l1 = 219.3 V",
                        "voltage_l3 = 220.5 V",
                        "energy_import = 7.9591144E7 Wh",
                        "reactive_energy_export = 3210932.0 varh")
                .hasSize(14);
    }

    @Test
    void aListOfOneValue_isPower() {
        assertThat(readings(frame(NOTIFICATION + CLOCK + "0201060000157e"))).containsExactly("active_power = 5502.0 W");
    }

    @Test
    void hexText_ofTheListAlone_isNoNumber() {
        assertThat(readings(KAMSTRUP.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII)))
                .containsExactly("active_power = 189.0 W", "voltage_l3 = 236.0 V", "energy_import = 1000.0 Wh");
        assertThat(readings(HexFormat.ofDelimiter(" ")
                        .formatHex(frame(NOTIFICATION + AIDON))
                        .getBytes(StandardCharsets.US_ASCII)))
                .hasSize(4);
    }

    @Test
    void aWrongBit_orAMissingEnd_isRejected() {
        byte[] flipped = frame(NOTIFICATION + AIDON);
        flipped[30] ^= 4;
        byte[] cut = Arrays.copyOf(frame(NOTIFICATION + AIDON), 60);
        byte[] list = HexFormat.of().parseHex(KAMSTRUP.substring(0, KAMSTRUP.length() - 4));

        for (byte[] wrong : List.of(flipped, cut, list)) {
            assertThat(decode(wrong))
                    .isInstanceOfSatisfying(
                            Decoded.Rejected.class,
                            it -> assertThat(it.reason()).isEqualTo(Decoded.Reason.MALFORMED));
        }
    }

    @Test
    void noise_isHarmless() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = HexFormat.of().parseHex(i % 2 == 0 ? KAMSTRUP : NOTIFICATION + AIDON);
            for (int flips = 0; flips < 3; flips++) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            }
            Decoded decoded = decode(noise);
            assertThat(decoded instanceof Decoded.Rejected it && it.reason() == Decoded.Reason.DECODER_FAULT)
                    .isFalse();
        }
    }

    private Decoded decode(byte[] payload) {
        return decoders.decode(new Message("amsreader", payload, NOW, false));
    }

    private List<String> readings(byte[] payload) {
        Decoded decoded = decode(payload);
        assertThat(decoded).isInstanceOf(Decoded.Readings.class);
        return ((Decoded.Readings) decoded)
                .readings().stream()
                        .map(it -> it.series().metric().name() + " = " + it.value() + " "
                                + it.series().metric().unit().code())
                        .toList();
    }

    /** Between flags, with a length, addresses, a checksum of the header (which nobody reads) and one of the whole. */
    private static byte[] frame(String inner) {
        byte[] body = HexFormat.of().parseHex("a0004108831300" + "00" + inner + "0000");
        body[1] = (byte) body.length;
        int crc = 0xffff;
        for (int i = 0; i < body.length - 2; i++) {
            crc ^= body[i] & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 1 ? crc >> 1 ^ 0x8408 : crc >> 1;
            }
        }
        body[body.length - 2] = (byte) ~crc;
        body[body.length - 1] = (byte) (~crc >> 8);
        byte[] frame = new byte[body.length + 2];
        frame[0] = 0x7e;
        frame[frame.length - 1] = 0x7e;
        System.arraycopy(body, 0, frame, 1, body.length);
        return frame;
    }
}
