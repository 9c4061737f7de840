package az.ocaq.decode.senml;

import java.util.Optional;

/** One record of a pack, unresolved; which fields were there is kept, for zero is not nothing. Filled by the reader. */
final class SenmlRecord {
    private static final int LONGEST_NAME = 256;

    String name = "";
    boolean named;
    Optional<String> unit = Optional.empty();
    Optional<Double> value = Optional.empty();
    Optional<String> text = Optional.empty();
    Optional<Boolean> state = Optional.empty();
    boolean bytes;
    Optional<Double> sum = Optional.empty();
    Optional<Double> time = Optional.empty();
    boolean updateTime;

    int valueFields() {
        return (value.isPresent() ? 1 : 0) + (text.isPresent() ? 1 : 0) + (state.isPresent() ? 1 : 0) + (bytes ? 1 : 0);
    }

    /** Whether it only sets bases for the records that follow. */
    boolean onlyBases() {
        return !named && unit.isEmpty() && time.isEmpty() && !updateTime && valueFields() == 0 && sum.isEmpty();
    }

    /** RFC 8428 section 4.5.1: letters, digits and {@code - : . / _}, the first a letter or digit. */
    static boolean isName(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME || !isLetterOrDigit(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            if (!isLetterOrDigit(name.charAt(i)) && "-:./_".indexOf(name.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
