package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Expression;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Expressions made ready, once for all the devices that a rule watches. */
final class Logics {
    private record Key(
            Expression expression, List<String> metrics, Optional<Duration> staleAfter, Set<String> optional) {}

    private final Map<Key, Logic> known = new HashMap<>();

    /** What {@link Logic#of} makes of it. */
    Logic of(Expression expression, List<String> metrics, Optional<Duration> staleAfter, Set<String> optional) {
        return known.computeIfAbsent(
                new Key(expression, metrics, staleAfter, optional),
                it -> Logic.of(expression, metrics, staleAfter, optional));
    }
}
