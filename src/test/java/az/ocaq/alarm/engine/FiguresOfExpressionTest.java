package az.ocaq.alarm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.alarm.AlarmFigure;
import az.ocaq.alarm.rule.Expression;
import az.ocaq.alarm.rule.Expression.And;
import az.ocaq.alarm.rule.Expression.Comparison;
import az.ocaq.alarm.rule.Expression.Not;
import az.ocaq.alarm.rule.Expression.Or;
import az.ocaq.alarm.rule.Expression.Sequence;
import az.ocaq.alarm.rule.Expression.Versus;
import az.ocaq.alarm.rule.Operator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What of an expression says how bad it is. */
final class FiguresOfExpressionTest {
    private static final String METER = "aghali/home-001/meter";

    @Test
    void figures_areTheValuesOfThePartsThatAreTrue_eachMetricOnce_withTheLimitThatMatters() {
        Expression overvoltage = new Or(List.of(phase("l1"), phase("l2"), phase("l3")));

        assertThat(figures(overvoltage, Map.of("l1", 231.0, "l2", 267.5, "l3", 271.0)))
                .containsExactly(
                        new AlarmFigure(METER, "l2", 267.5, "V", ">", 260),
                        new AlarmFigure(METER, "l3", 271, "V", ">", 260));
        assertThat(figures(overvoltage, Map.of("l1", 231.0)))
                .as("nothing is true, and two phases were never heard")
                .isEmpty();
    }

    @Test
    void figures_ofStatesAndNegations_areNone_ofSequencesThePartThatStands_andOfPairsTheLimitIsTheOtherValue() {
        Expression noFlow = new And(List.of(
                new Comparison("valve", "", Operator.EQUAL, 1),
                new Comparison("flow", "m3/h", Operator.LESS, 0.2),
                new Not(new Comparison("power", "W", Operator.GREATER, 0))));
        Expression apart = new Versus("highest", "V", Operator.GREATER, "lowest", 0.05);
        Expression after = new Sequence(
                new Comparison("power", "W", Operator.GREATER, 10),
                new Comparison("flow", "m3/h", Operator.LESS, 0.2),
                Duration.ofMinutes(5));

        assertThat(figures(noFlow, Map.of("valve", 1.0, "flow", 0.0, "power", 0.0)))
                .containsExactly(new AlarmFigure(METER, "flow", 0, "m3/h", "<", 0.2));
        assertThat(figures(apart, Map.of("highest", 3.5, "lowest", 3.25)))
                .containsExactly(new AlarmFigure(METER, "highest", 3.5, "V", ">", 3.3));
        assertThat(figures(after, Map.of("flow", 0.1, "power", 20.0)))
                .containsExactly(new AlarmFigure(METER, "flow", 0.1, "m3/h", "<", 0.2));
    }

    private static Expression phase(String metric) {
        return new And(List.of(
                new Comparison(metric, "V", Operator.GREATER, 260),
                new Comparison(metric, "V", Operator.LESS_OR_EQUAL, 460)));
    }

    private static List<AlarmFigure> figures(Expression expression, Map<String, Double> values) {
        return Figures.of(expression, METER, metric -> values.getOrDefault(metric, Double.NaN));
    }
}
