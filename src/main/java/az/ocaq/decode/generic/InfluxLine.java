package az.ocaq.decode.generic;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One line of InfluxDB's line protocol, taken apart: {@code measurement,tag=value field=value,field=value time}.
 *
 * @param fields as written, a string with its quotation marks
 * @param time as written; empty text when the line has none
 */
record InfluxLine(String measurement, Map<String, String> tags, Map<String, String> fields, String time) {
    private static final int MOST_PAIRS = 1_000;

    /** The parts of a line; empty when it is none. */
    static Optional<InfluxLine> parse(String line) {
        int fieldsAt = end(line, 0, ' ');
        if (fieldsAt <= 0 || fieldsAt >= line.length()) {
            return Optional.empty();
        }
        int tagsAt = Math.min(end(line, 0, ','), fieldsAt);
        String rest = line.substring(fieldsAt + 1).strip();
        int timeAt = end(rest, 0, ' ');
        Map<String, String> tags = new LinkedHashMap<>();
        Map<String, String> fields = new LinkedHashMap<>();
        boolean formed = (tagsAt == fieldsAt || pairs(line.substring(tagsAt + 1, fieldsAt), tags))
                && pairs(rest.substring(0, timeAt), fields)
                && !fields.isEmpty();
        String time = rest.substring(Math.min(timeAt + 1, rest.length())).strip();
        return formed && tagsAt > 0 && isTime(time)
                ? Optional.of(new InfluxLine(unescaped(line.substring(0, tagsAt)), tags, fields, time))
                : Optional.empty();
    }

    private static boolean isTime(String text) {
        return text.chars().allMatch(it -> (it >= '0' && it <= '9') || it == '-');
    }

    /** Reads {@code key=value,key=value}; false where that is broken. */
    private static boolean pairs(String text, Map<String, String> into) {
        int at = 0;
        while (at < text.length()) {
            int end = end(text, at, ',');
            int equals = end(text, at, '=');
            if (equals <= at || equals >= end || into.size() >= MOST_PAIRS) {
                return false;
            }
            into.put(unescaped(text.substring(at, equals)), text.substring(equals + 1, end));
            at = end + 1;
        }
        return true;
    }

    /** Where the next such character is that is neither escaped nor within quotation marks; the length when nowhere. */
    private static int end(String text, int from, char wanted) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"' && i > 0 && (quoted || text.charAt(i - 1) == '=')) {
                quoted = !quoted;
            } else if (c == wanted && !quoted) {
                return i;
            }
        }
        return text.length();
    }

    static String unescaped(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            boolean escape =
                    text.charAt(i) == '\\' && i + 1 < text.length() && " ,=\"\\".indexOf(text.charAt(i + 1)) >= 0;
            plain.append(text.charAt(escape ? ++i : i));
        }
        return plain.toString();
    }
}
