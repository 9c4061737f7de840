package az.ocaq.alarm.engine;

import az.ocaq.alarm.AlarmFigure;
import az.ocaq.alarm.rule.Condition;
import az.ocaq.alarm.rule.Expression;
import az.ocaq.alarm.rule.Operator;
import az.ocaq.alarm.rule.Signal;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * How bad it is where an expression is true: the values in those of its parts that are true. Of each metric the first
 * comparison counts, because a second one says as a rule which values are no measurement at all.
 */
final class Figures {
    private static final Set<Operator> ORDERING =
            EnumSet.of(Operator.GREATER, Operator.GREATER_OR_EQUAL, Operator.LESS, Operator.LESS_OR_EQUAL);

    private final String device;
    /** The newest value of a metric; NaN while it is unknown. */
    private final ToDoubleFunction<String> values;

    private final Map<String, AlarmFigure> found = new LinkedHashMap<>();

    private Figures(String device, ToDoubleFunction<String> values) {
        this.device = device;
        this.values = values;
    }

    static List<AlarmFigure> of(Expression expression, String device, ToDoubleFunction<String> values) {
        Figures figures = new Figures(device, values);
        figures.collect(expression);
        return List.copyOf(figures.found.values());
    }

    /** The value of an alarm of one metric against the limit of its priority. */
    static List<AlarmFigure> of(Instance alarm) {
        Condition condition = alarm.rule().condition();
        if (alarm.value().isEmpty()
                || condition.limits().isEmpty()
                || !(condition instanceof Signal signal)
                || signal.metrics().isEmpty()) {
            return List.of();
        }
        return condition.limits().get().levels().stream()
                .filter(it -> it.priority() == alarm.priority()
                        && ORDERING.contains(it.limit().operator()))
                .map(it -> new AlarmFigure(
                        alarm.device(),
                        signal.metrics().get(0),
                        alarm.value().getAsDouble(),
                        condition.unit(),
                        it.limit().operator().sign(),
                        it.limit().threshold()))
                .limit(1)
                .toList();
    }

    private void collect(Expression expression) {
        if (!isTrue(expression)) {
            return;
        }
        if (expression instanceof Expression.Comparison it) {
            add(it.metric(), it.unit(), it.operator(), it.threshold());
        } else if (expression instanceof Expression.Versus it) {
            add(it.metric(), it.unit(), it.operator(), values.applyAsDouble(it.than()) + it.by());
        } else if (expression instanceof Expression.And it) {
            it.parts().forEach(this::collect);
        } else if (expression instanceof Expression.Or it) {
            it.parts().forEach(this::collect);
        } else if (expression instanceof Expression.Sequence it) {
            collect(it.then());
        }
    }

    private void add(String metric, String unit, Operator operator, double limit) {
        if (ORDERING.contains(operator)) {
            found.putIfAbsent(
                    metric,
                    new AlarmFigure(device, metric, values.applyAsDouble(metric), unit, operator.sign(), limit));
        }
    }

    private boolean isTrue(Expression expression) {
        if (expression instanceof Expression.Comparison it) {
            double value = values.applyAsDouble(it.metric());
            return Double.isFinite(value) && it.operator().holds(value, it.threshold());
        } else if (expression instanceof Expression.Versus it) {
            double value = values.applyAsDouble(it.metric());
            double limit = values.applyAsDouble(it.than()) + it.by();
            return Double.isFinite(value)
                    && Double.isFinite(limit)
                    && it.operator().holds(value, limit);
        } else if (expression instanceof Expression.And it) {
            return it.parts().stream().allMatch(this::isTrue);
        } else if (expression instanceof Expression.Or it) {
            return it.parts().stream().anyMatch(this::isTrue);
        } else if (expression instanceof Expression.Not it) {
            return !isTrue(it.part());
        }
        return isTrue(((Expression.Sequence) expression).then());
    }
}
