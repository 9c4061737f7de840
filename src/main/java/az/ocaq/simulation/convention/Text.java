package az.ocaq.simulation.convention;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text being written, as the bytes that are published: what a village tells in a year is tens of gigabytes. Not thread-safe. */
public final class Text {
    private byte[] bytes = new byte[256];
    private int length;

    /** Adds bytes of UTF-8. */
    public void add(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    /** Adds any text. */
    public void add(String more) {
        add(more.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds one character of ASCII. */
    public void add(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
    }

    /** Adds a number from its units of the last digit: 1234 with 2 decimals is {@code 12.34}. */
    public void add(long units, int decimals) {
        if (units < 0) {
            add('-');
        }
        long left = Math.abs(units);
        int digits = Math.max(digits(left), decimals + 1);
        reserve(digits + 1);
        int at = length + digits + (decimals > 0 ? 1 : 0);
        length = at;
        for (int place = 0; place < digits; place++) {
            if (place == decimals && place > 0) {
                bytes[--at] = '.';
            }
            long rest = left / 10;
            bytes[--at] = (byte) ('0' + (left - 10 * rest));
            left = rest;
        }
    }

    private static int digits(long number) {
        int digits = 1;
        for (long least = 10; number >= least && digits < 19; least *= 10) {
            digits++;
        }
        return digits;
    }

    /** Whether nothing has been added. */
    boolean isEmpty() {
        return length == 0;
    }

    /** What has been added, as a copy. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
