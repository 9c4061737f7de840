package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Expression;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Expressions made ready, once for all the devices that a rule watches. */
final class Logics {
    private record Key(Expression expression, List<String> metrics, Optional<Duration> staleAfter) {}

    private final Map<Key, Logic> known = new HashMap<>();

    /** What {@link Logic#of} makes of it. */
    Logic of(Expression expression, List<String> metrics, Optional<Duration> staleAfter) {
        return known.computeIfAbsent(
                new Key(expression, metrics, staleAfter), it -> Logic.of(expression, metrics, staleAfter));
    }
}
