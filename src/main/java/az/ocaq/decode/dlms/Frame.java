package az.ocaq.decode.dlms;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The bytes between a meter's framing: HDLC (ISO/IEC 13239, frame format type 3, between flags) around an LLC header around a
 * data notification around the list; any of the outer ones may be missing.
 *
 * @param isIntact whether length and checksum of the HDLC frame are right, if there is one
 * @param list from the tag of the outermost array or structure on
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived and compared by nobody
record Frame(boolean isIntact, byte[] list) {
    private static final int FLAG = 0x7e;
    private static final int TYPE_3 = 0xa0;
    private static final byte[] LLC = {(byte) 0xe6, (byte) 0xe7, 0};
    private static final int NOTIFICATION = 0x0f;
    private static final int SHORTEST = 8;
    private static final int LONGEST_HEADER = 16;
    private static final int CLOCK = 12;
    private static final int RIGHT = 0xf0b8;

    /** The frame that a payload is; empty for everything else. */
    static Optional<Frame> of(byte[] payload) {
        byte[] bytes = fromHex(payload);
        if (bytes.length < SHORTEST) {
            return Optional.empty();
        }
        int start = (bytes[0] & 0xff) == FLAG ? 1 : 0;
        if ((bytes[start] & 0xf0) != TYPE_3) {
            return notification(bytes, startsWith(bytes, 0, LLC) ? LLC.length : 0)
                    .map(it -> new Frame(true, it));
        }
        int llc = start;
        while (llc < LONGEST_HEADER && !startsWith(bytes, llc, LLC)) {
            llc++;
        }
        int length = (bytes[start] & 0x07) << 8 | (bytes[start + 1] & 0xff);
        boolean whole = length + 2 * start == bytes.length && checksum(bytes, start, length) == RIGHT;
        return llc == LONGEST_HEADER
                ? Optional.empty()
                : Optional.of(
                        new Frame(whole, notification(bytes, llc + LLC.length).orElse(new byte[0])));
    }

    /** After the tag, an identifier of four bytes and, maybe, the time with or without its tag. */
    private static Optional<byte[]> notification(byte[] bytes, int start) {
        int at = start;
        if (at + SHORTEST < bytes.length && bytes[at] == NOTIFICATION) {
            at += 5;
            at += bytes[at] == 9 ? 1 : 0;
            int clock = bytes[at];
            at += clock == CLOCK || clock == 0 ? 1 + clock : 0;
        } else if (start > 0) {
            return Optional.empty();
        }
        boolean list = at + 2 < bytes.length && (bytes[at] == 1 || bytes[at] == 2) && CosemTree.isTag(bytes[at + 2]);
        return list ? Optional.of(Arrays.copyOfRange(bytes, at, bytes.length)) : Optional.empty();
    }

    /** Hexadecimal text, with or without blanks, as bytes; everything else as it is. */
    private static byte[] fromHex(byte[] payload) {
        StringBuilder digits = new StringBuilder(payload.length);
        for (byte b : payload) {
            if (Character.digit(b, 16) >= 0) {
                digits.append((char) b);
            } else if (b != ' ' && b != '\r' && b != '\n' && b != '\t') {
                return payload;
            }
        }
        return digits.length() % 2 == 0 ? HexFormat.of().parseHex(digits) : new byte[0];
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] start) {
        return at + start.length <= bytes.length && Arrays.equals(bytes, at, at + start.length, start, 0, start.length);
    }

    /** CRC-16/X.25 before its last inversion, over a frame with its own checksum. */
    private static int checksum(byte[] bytes, int start, int length) {
        int crc = 0xffff;
        for (int i = start; i < start + length; i++) {
            crc ^= bytes[i] & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 1 ? crc >> 1 ^ 0x8408 : crc >> 1;
            }
        }
        return crc;
    }
}
