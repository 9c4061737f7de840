package az.ocaq.decode.lorawan;

import java.util.Locale;

/** Names given to a device, its profile and its application, among which the maker's and the model's often are. */
final class Hints {
    private static final int LONGEST = 2_000;

    private final StringBuilder words = new StringBuilder(" ");

    static Hints of(String... names) {
        Hints hints = new Hints();
        for (String name : names) {
            hints.add(name);
        }
        return hints;
    }

    /** Adds a name; empty ones say nothing. */
    void add(String name) {
        if (!name.isEmpty() && words.length() < LONGEST) {
            String plain = name.substring(0, Math.min(name.length(), LONGEST)).toLowerCase(Locale.ROOT);
            words.append(plain.replaceAll("[^a-z0-9]+", " ").strip()).append(' ');
        }
    }

    /** Whether one of the names has this word, or starts a word with it. */
    boolean has(String word) {
        return words.indexOf(" " + word) >= 0;
    }

    /** Whether one of the names has exactly this word. */
    boolean hasWord(String word) {
        return words.indexOf(" " + word + " ") >= 0;
    }
}
