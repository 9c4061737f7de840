package az.ocaq.alarm.scenario;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares key figures: numbers to the decimals that the expectation is written with. */
final class Figures {
    private Figures() {}

    static boolean match(Map<String, Object> expected, Map<String, Object> seen) {
        if (expected.isEmpty() != seen.isEmpty()) {
            return false;
        }
        return expected.entrySet().stream().allMatch(it -> same(it.getValue(), seen.get(it.getKey())));
    }

    private static boolean same(Object expected, @Nullable Object seen) {
        if (expected instanceof BigDecimal wanted && seen instanceof Number number) {
            BigDecimal rounded = BigDecimal.valueOf(number.doubleValue())
                    .setScale(Math.max(0, wanted.scale()), RoundingMode.HALF_UP);
            return rounded.compareTo(wanted) == 0;
        }
        return expected.equals(seen);
    }
}
