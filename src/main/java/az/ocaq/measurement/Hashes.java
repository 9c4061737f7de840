package az.ocaq.measurement;

/** Hash codes of names made of several parts. */
final class Hashes {
    private static final int GOLDEN_RATIO = 0x9E3779B1;

    private Hashes() {}

    /** The hash of a part and what follows it, every bit of both in it (multiplication as of Knuth, TAOCP 3, 6.4). */
    static int mix(int first, int second) {
        int hash = (first ^ second * GOLDEN_RATIO) * GOLDEN_RATIO;
        return hash ^ hash >>> 15;
    }
}
