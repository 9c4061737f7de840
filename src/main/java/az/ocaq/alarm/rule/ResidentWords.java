package az.ocaq.alarm.rule;

import az.ocaq.config.YamlMap;
import az.ocaq.device.Title;
import java.util.Optional;

/**
 * A rule's alarm as whoever lives there reads it.
 *
 * @param title what it means to the home, without words of the trade
 * @param advice what to do, and whom to call
 */
public record ResidentWords(Title title, Title advice) {
    private static final String KEY = "resident";

    /** Reads {@code resident: {title, advice}}; absent where the rule has none. */
    static Optional<ResidentWords> read(YamlMap rule) {
        if (!rule.has(KEY)) {
            return Optional.empty();
        }
        YamlMap map = rule.map(KEY);
        ResidentWords words = new ResidentWords(map.title("title"), map.title("advice"));
        map.finish();
        return Optional.of(words);
    }
}
