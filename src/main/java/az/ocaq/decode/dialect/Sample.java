package az.ocaq.decode.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Values that belong to one moment of one device: a whole payload, or one of several in it. */
final class Sample {
    /** What a leaf of a payload holds. */
    enum Kind {
        NUMBER,
        TRUE,
        FALSE,
        TEXT,
        NULL
    }

    /**
     * One value.
     *
     * @param node its path
     * @param kind what it is
     * @param number the number, when it is one
     * @param text the text, when it is one; of a number that names the device, its digits
     */
    record Leaf(PathTree.Node node, Kind kind, double number, String text) {}

    private final Optional<String> device;
    private final List<Leaf> leaves = new ArrayList<>(16);

    /** Starts with no values; the device is that which the payload names for it. */
    Sample(Optional<String> device) {
        this.device = device;
    }

    void add(Leaf leaf) {
        leaves.add(leaf);
    }

    Optional<String> device() {
        return device;
    }

    List<Leaf> leaves() {
        return leaves;
    }

    /** The text at a path; of a number or a truth value, as JSON writes it. */
    Optional<String> text(String path) {
        for (Leaf leaf : leaves) {
            if (leaf.node().path().equals(path)) {
                return word(leaf);
            }
        }
        return Optional.empty();
    }

    /** Whether the fields of some paths have one of the words, in lower case, that they must have. */
    boolean has(Map<String, Set<String>> words) {
        for (Map.Entry<String, Set<String>> entry : words.entrySet()) {
            if (!entry.getValue().contains(text(entry.getKey()).orElse("").toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }

    /** A leaf as a word; nothing for null. */
    static Optional<String> word(Leaf leaf) {
        return switch (leaf.kind()) {
            case TEXT -> Optional.of(leaf.text());
            case TRUE -> Optional.of("true");
            case FALSE -> Optional.of("false");
            case NULL -> Optional.empty();
            case NUMBER -> Optional.of(leaf.text().isEmpty() ? plain(leaf.number()) : leaf.text());
        };
    }

    private static String plain(double number) {
        boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
        return whole ? Long.toString((long) number) : Double.toString(number);
    }
}
