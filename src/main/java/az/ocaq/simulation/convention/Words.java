package az.ocaq.simulation.convention;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/** Which metric a convention knows by which words, and in which unit: the factor leads there from the canonical one. */
final class Words {
    private record Word(String text, double factor, int decimals) {}

    private final Map<String, Word> words = new LinkedHashMap<>();

    /** Adds a word; the answer is this. */
    Words with(String metric, String text, double factor, int decimals) {
        words.put(metric, new Word(text, factor, decimals));
        return this;
    }

    /** Every metric that the convention knows and the report tells, in the order of the words. */
    void each(Report report, BiConsumer<String, String> to) {
        words.forEach((metric, word) -> {
            OptionalDouble value = report.value(metric);
            if (value.isPresent()) {
                to.accept(word.text(), number(value.getAsDouble() * word.factor(), word.decimals()));
            }
        });
    }

    /** A number with this many digits after the point at most, without a locale. */
    static String number(double value, int decimals) {
        long scale = 1;
        for (int i = 0; i < decimals; i++) {
            scale *= 10;
        }
        long steps = Math.round(Math.abs(value) * scale);
        String sign = value < 0 && steps > 0 ? "-" : "";
        String digits = Long.toString(steps % scale + scale).substring(1);
        return decimals == 0 ? sign + steps : sign + steps / scale + '.' + digits;
    }
}
