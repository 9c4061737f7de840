package az.ocaq.decode;

import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Phase;
import az.ocaq.measurement.Quantity;
import az.ocaq.measurement.Unit;
import az.ocaq.measurement.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the metric from the words of a name that a device chose freely, such as {@code Penstock/Pressure}, and the unit
 * of the value. A name never decides against its unit.
 */
public final class MetricWords {
    private static final int MOST_WORDS = 24;

    /** Quantities whose unit is the same wherever it is left out. */
    private static final Set<String> SELF_EVIDENT = Set.of(
            "temperature",
            "dew_point",
            "voltage",
            "current",
            "humidity",
            "frequency",
            "power_factor",
            "co2",
            "battery_level",
            "state_of_charge",
            "rssi",
            "snr",
            "wind_direction",
            "rotor_speed",
            "counter",
            "latitude",
            "longitude",
            "cpu_idle",
            "memory_used",
            "ph");

    private final List<String> words;
    private final String snake;
    private final Optional<Phase> phase;

    private MetricWords(String name) {
        this.words = split(name);
        this.snake = String.join("_", words);
        this.phase = Phases.takenFrom(words);
    }

    /** The metric of a name whose unit is known; {@link Unit#UNKNOWN} when the message does not say. */
    public static Metric metric(String name, Unit unit) {
        return new MetricWords(name).resolve(unit, Optional.empty());
    }

    /**
     * The metric of a name of a device whose own name or kind is the hint: the energy of a turbine is what it produces.
     */
    public static Metric metric(String name, Unit unit, String hint) {
        return new MetricWords(name).resolve(unit, Optional.of(hint));
    }

    /** The metric of a state: on or off, open or closed, or a word. */
    public static Metric state(String name) {
        MetricWords it = new MetricWords(name);
        if (it.snake.isEmpty() || it.snake.equals("state") || it.snake.equals("status")) {
            return Metric.of("state", "", Optional.empty(), Unit.STATE);
        }
        return Metric.of("state", name, Optional.empty(), Unit.STATE);
    }

    /** The metric of a word that is no state. */
    public static Metric text(String name) {
        return Metric.of(name.isEmpty() ? "text" : name, "", Optional.empty(), Unit.TEXT);
    }

    private Metric resolve(Unit unit, Optional<String> hint) {
        List<String> canonical = words.stream().map(WordRule::canonical).toList();
        for (WordRule rule : WordRule.ALL) {
            if (rule.matches(canonical) && fits(rule.quantity(), unit)) {
                return metric(producing(rule.quantity(), canonical, hint), channel(rule, canonical), unit);
            }
        }
        Optional<String> byUnit = WordRule.ofUnit(unit);
        if (byUnit.isPresent()) {
            return metric(producing(byUnit.get(), canonical, hint), String.join("_", words), unit);
        }
        return Metric.of(snake.isEmpty() ? "value" : snake, "", phase, unit);
    }

    private static boolean fits(String quantity, Unit unit) {
        return unit == Unit.UNKNOWN || Units.possible(unit, canonicalUnit(quantity));
    }

    private Metric metric(String quantity, String channel, Unit unit) {
        boolean told = unit != Unit.UNKNOWN || SELF_EVIDENT.contains(quantity);
        String named = !told && quantity.startsWith("energy_import") ? "energy" : quantity;
        return Metric.of(named, channel, phase, told ? canonicalUnit(quantity) : Unit.UNKNOWN);
    }

    private static Unit canonicalUnit(String quantity) {
        return Quantity.named(quantity).orElseThrow().unit();
    }

    /** What a generator counts is its production, unless the name says import or export. */
    private static String producing(String quantity, List<String> words, Optional<String> hint) {
        if (!quantity.startsWith("energy_import")
                || words.contains("import")
                || words.contains("meter")
                || hint.isEmpty()) {
            return quantity;
        }
        boolean generator = split(hint.get()).stream().anyMatch(WordRule::isGenerator);
        return generator ? quantity.replace("import", "production") : quantity;
    }

    private String channel(WordRule rule, List<String> canonical) {
        StringBuilder channel = new StringBuilder();
        for (int i = 0; i < canonical.size(); i++) {
            String number = WordRule.number(words.get(i));
            boolean used = rule.uses(canonical.get(i));
            String rest = used ? number : words.get(i);
            if (!rest.isEmpty()) {
                channel.append(channel.isEmpty() ? "" : "_").append(rest);
            }
        }
        return channel.toString();
    }

    /** Lower-case words of {@code snake_case}, {@code camelCase} and {@code a/path}. */
    static List<String> split(String name) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < name.length() && words.size() < MOST_WORDS; i++) {
            char c = name.charAt(i);
            boolean starts = i > 0
                    && Character.isUpperCase(c)
                    && (Character.isLowerCase(name.charAt(i - 1))
                            || (i + 1 < name.length()
                                    && Character.isLowerCase(name.charAt(i + 1))
                                    && Character.isUpperCase(name.charAt(i - 1))));
            if (!Character.isLetterOrDigit(c) || starts) {
                flush(words, word);
            }
            if (Character.isLetterOrDigit(c)) {
                word.append(c);
            }
        }
        flush(words, word);
        return words;
    }

    private static void flush(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) {
            words.add(word.toString().toLowerCase(Locale.ROOT));
            word.setLength(0);
        }
    }
}
