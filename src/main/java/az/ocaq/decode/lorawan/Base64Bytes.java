package az.ocaq.decode.lorawan;

import java.util.Base64;

/** The bytes of base64 text. */
final class Base64Bytes {
    private static final byte[] NONE = {};
    private static final int LONGEST = 1_000; // LoRaWAN frames have 242 bytes at most

    private Base64Bytes() {}

    /** The bytes; none when the text is no base64 or longer than any frame. */
    static byte[] of(String text) {
        try {
            return text.length() > LONGEST ? NONE : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return NONE;
        }
    }
}
