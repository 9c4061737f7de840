package az.ocaq.alarm.rule;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A condition over several metrics of one device, in three-valued logic. */
public sealed interface Expression {
    /** Every metric it looks at. */
    Stream<String> metrics();

    /** Compares a metric with a threshold; unknown when the metric was never seen or is too old. */
    record Comparison(String metric, Operator operator, double threshold) implements Expression {
        @Override
        public Stream<String> metrics() {
            return Stream.of(metric);
        }
    }

    /** True when all parts are, false when one is. */
    record And(List<Expression> parts) implements Expression {
        @Override
        public Stream<String> metrics() {
            return parts.stream().flatMap(Expression::metrics);
        }
    }

    /** True when one part is, false when all are. */
    record Or(List<Expression> parts) implements Expression {
        @Override
        public Stream<String> metrics() {
            return parts.stream().flatMap(Expression::metrics);
        }
    }

    /** True when the part is false. */
    record Not(Expression part) implements Expression {
        @Override
        public Stream<String> metrics() {
            return part.metrics();
        }
    }

    /** True while {@code then} is true and became so no longer than {@code within} after {@code first} became true. */
    record Sequence(Expression first, Expression then, Duration within) implements Expression {
        @Override
        public Stream<String> metrics() {
            return Stream.concat(first.metrics(), then.metrics());
        }
    }
}
