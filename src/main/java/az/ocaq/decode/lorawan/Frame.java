package az.ocaq.decode.lorawan;

/** A device's bytes with what may tell how to read them. Reads both byte orders; a position is always checked. */
@SuppressWarnings("ArrayRecordComponent") // short-lived and compared by nobody
record Frame(byte[] bytes, int port, Hints hints) {
    int size() {
        return bytes.length;
    }

    boolean has(int at, int length) {
        return at >= 0 && length >= 0 && at + length <= bytes.length;
    }

    int unsigned(int at) {
        return bytes[at] & 0xff;
    }

    /** An unsigned integer, its most significant byte first. */
    long big(int at, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | unsigned(at + i);
        }
        return value;
    }

    /** An unsigned integer, its least significant byte first. */
    long little(int at, int length) {
        long value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = value << 8 | unsigned(at + i);
        }
        return value;
    }

    /** Two's complement of an integer of so many bytes. */
    static long signed(long value, int length) {
        int unused = 64 - 8 * length;
        return value << unused >> unused;
    }
}
