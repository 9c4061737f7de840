package az.ocaq.decode.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text with {@code {name}} places that captures fill; a capture that is not there leaves its place empty. */
final class Template {
    private static final Pattern PLACE = Pattern.compile("\\{([a-zA-Z][a-zA-Z0-9]*)\\}");

    private final String text;

    Template(String text) {
        this.text = text;
    }

    String fill(Map<String, String> captures) {
        if (text.indexOf('{') < 0) {
            return text;
        }
        Matcher place = PLACE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (place.find()) {
            place.appendReplacement(filled, Matcher.quoteReplacement(captures.getOrDefault(place.group(1), "")));
        }
        return place.appendTail(filled).toString();
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            names.add(place.group(1));
        }
        return names;
    }
}
