package az.ocaq.alarm.rule;

import az.ocaq.config.YamlMap;
import java.time.Duration;
import java.util.List;

/** Reads the expression of a compound rule: {@code and}, {@code or}, {@code not}, {@code sequence} and comparisons. */
final class ExpressionReader {
    /** Deeper than anybody means, and far from what a thread's stack takes. */
    private static final int DEEPEST = 50;

    private static final Expression NOTHING = new Expression.Or(List.of());

    private ExpressionReader() {}

    /** @param unit of comparisons that name none */
    static Expression read(YamlMap map, String unit) {
        return read(map, unit, 1);
    }

    private static Expression read(YamlMap map, String unit, int depth) {
        if (depth > DEEPEST) {
            map.problem("", "is nested deeper than " + DEEPEST);
            return NOTHING;
        }
        if (map.has("and")) {
            return finished(map, new Expression.And(parts(map, "and", unit, depth)));
        }
        if (map.has("or")) {
            return finished(map, new Expression.Or(parts(map, "or", unit, depth)));
        }
        if (map.has("not")) {
            return finished(map, new Expression.Not(read(map.map("not"), unit, depth + 1)));
        }
        if (map.has("sequence")) {
            return sequence(map, unit, depth);
        }
        if (map.has("than")) {
            return finished(
                    map,
                    new Expression.Versus(
                            map.string("metric"),
                            map.string("unit", unit),
                            ConditionReader.operator(map),
                            map.string("than"),
                            map.number("by", -ConditionReader.WIDE, ConditionReader.WIDE, 0)));
        }
        return comparison(map, unit);
    }

    static Expression.Comparison comparison(YamlMap map, String unit) {
        var comparison = new Expression.Comparison(
                map.string("metric"),
                map.string("unit", unit),
                ConditionReader.operator(map),
                map.number("threshold", -ConditionReader.WIDE, ConditionReader.WIDE));
        map.finish();
        return comparison;
    }

    private static Expression sequence(YamlMap map, String unit, int depth) {
        List<Expression> parts = parts(map, "sequence", unit, depth);
        Duration within = map.duration("within", Duration.ofMinutes(5));
        if (parts.size() != 2) {
            map.problem("sequence", "must have two parts");
            return finished(map, new Expression.Or(parts));
        }
        return finished(map, new Expression.Sequence(parts.get(0), parts.get(1), within));
    }

    private static List<Expression> parts(YamlMap map, String key, String unit, int depth) {
        return map.list(key).stream().map(it -> read(it, unit, depth + 1)).toList();
    }

    private static Expression finished(YamlMap map, Expression expression) {
        map.finish();
        return expression;
    }
}
