package az.ocaq.decode.dialect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pattern of topics or of paths in a payload: text with captures. {@code {name}} is text within one level, {@code
 * {name*}} one level or several, {@code {name=a|b}} one of these, where {@code *} stands for any text and {@code #} for
 * digits. The name {@code _} captures nothing.
 */
final class PathPattern {
    private static final Pattern CAPTURE = Pattern.compile("\\{([a-zA-Z_][a-zA-Z0-9]*)(\\*|=[^}]*)?\\}");

    private final String text;
    private final Pattern regex;
    private final List<String> names;
    private final String prefix;
    private final String suffix;

    private PathPattern(String text, Pattern regex, List<String> names) {
        this.text = text;
        this.regex = regex;
        this.names = names;
        int first = text.indexOf('{');
        this.prefix = first < 0 ? text : text.substring(0, first);
        this.suffix = text.substring(text.lastIndexOf('}') + 1);
    }

    /** Compiles a pattern. Throws {@link IllegalArgumentException} when a capture is written wrongly or named twice. */
    static PathPattern of(String text) {
        StringBuilder regex = new StringBuilder();
        List<String> names = new ArrayList<>();
        Matcher capture = CAPTURE.matcher(text);
        int at = 0;
        while (capture.find()) {
            literal(text.substring(at, capture.start()), regex);
            String body = body(Optional.ofNullable(capture.group(2)).orElse(""));
            if (capture.group(1).equals("_")) {
                regex.append("(?:").append(body).append(')');
            } else {
                regex.append('(').append(body).append(')');
                names.add(capture.group(1));
            }
            at = capture.end();
        }
        literal(text.substring(at), regex);
        return new PathPattern(text, Pattern.compile(regex.toString()), List.copyOf(names));
    }

    private static String body(String kind) {
        if (kind.isEmpty()) {
            return "[^/]+?";
        }
        if (kind.equals("*")) {
            return ".+?";
        }
        StringBuilder body = new StringBuilder();
        for (char c : kind.substring(1).toCharArray()) {
            switch (c) {
                case '*' -> body.append("[^/]*");
                case '#' -> body.append("[0-9]+");
                case '|' -> body.append('|');
                default -> body.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return body.toString();
    }

    private static void literal(String part, StringBuilder regex) {
        if (part.indexOf('{') >= 0 || part.indexOf('}') >= 0) {
            throw new IllegalArgumentException(
                    "'" + part + "': a capture is {name}, {name*} or {name=a|b}, its name letters and digits");
        }
        if (!part.isEmpty()) {
            regex.append(Pattern.quote(part));
        }
    }

    /** The captures by name; empty when the path is another. */
    Optional<Map<String, String>> match(String path) {
        if (!path.startsWith(prefix) || !path.endsWith(suffix)) { // cheap, and mostly enough
            return Optional.empty();
        }
        Matcher matcher = regex.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> captures = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            captures.put(names.get(i), matcher.group(i + 1));
        }
        return Optional.of(captures);
    }

    List<String> names() {
        return names;
    }

    /** The text that every match starts with. */
    String prefix() {
        return prefix;
    }

    /** The number of characters outside of captures: what makes one pattern more special than another. */
    int literals() {
        return CAPTURE.matcher(text).replaceAll("").length();
    }

    @Override
    public String toString() {
        return text;
    }
}
