package az.ocaq.decode;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/** Numbers that are text: plain decimal numbers in ASCII digits and nothing else. */
public final class Numbers {
    private static final int LONGEST = 64;
    private static final Set<String> PLACEHOLDERS = Set.of(
            "",
            "-",
            "--",
            "---",
            "unavailable",
            "unknown",
            "undefined",
            "null",
            "inf",
            "-inf",
            "infinity",
            "-infinity",
            "no data",
            "not available",
            "none",
            "nan",
            "n/a",
            "na",
            "err",
            "error",
            "invalid");

    private Numbers() {}

    /**
     * The number that a text is, blanks around it aside: {@code -12.5}, {@code 1e3}. Empty for everything else that a
     * programming language may take for a number: {@code 5f}, {@code 0x10}, {@code NaN}, {@code 1_000}, {@code 1,5}.
     */
    public static OptionalDouble decimal(String text) {
        String number = text.strip();
        if (number.length() > LONGEST || !isDecimal(number)) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(number);
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** Whether a text stands for the absence of a value: {@code unavailable}, {@code null}, {@code nan}, nothing. */
    public static boolean isPlaceholder(String text) {
        return text.length() <= 16 && PLACEHOLDERS.contains(text.strip().toLowerCase(Locale.ROOT));
    }

    /** Whether a text starts as a number of any script does, and so is no word: {@code 21,5}, {@code 0x1F}, {@code +5}. */
    public static boolean startsAsNumber(String text) {
        String stripped = text.strip();
        boolean signed = !stripped.isEmpty() && "+-.".indexOf(stripped.charAt(0)) >= 0;
        int at = signed ? stripped.startsWith("--") ? 2 : 1 : 0;
        return at < stripped.length() && Character.isDigit(stripped.codePointAt(at));
    }

    private static boolean isDecimal(String text) {
        int at = !text.isEmpty() && text.charAt(0) == '-' ? 1 : 0;
        int whole = digits(text, at);
        at += whole;
        int fraction = 0;
        if (at < text.length() && text.charAt(at) == '.') {
            fraction = digits(text, at + 1);
            at += 1 + fraction;
        }
        return whole + fraction > 0 && (at == text.length() || isExponent(text, at));
    }

    private static boolean isExponent(String text, int start) {
        if (text.charAt(start) != 'e' && text.charAt(start) != 'E') {
            return false;
        }
        int at = start + 1;
        if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            at++;
        }
        int digits = digits(text, at);
        return digits > 0 && at + digits == text.length();
    }

    private static int digits(String text, int start) {
        int at = start;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - start;
    }
}
