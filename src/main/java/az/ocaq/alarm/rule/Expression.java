package az.ocaq.alarm.rule;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A condition over several metrics of one device, in three-valued logic. */
public sealed interface Expression {
    /** Every comparison in it. */
    Stream<Comparison> comparisons();

    /** Compares a metric, converted to a unit, with a threshold; unknown when it was never seen or is too old. */
    record Comparison(String metric, String unit, Operator operator, double threshold) implements Expression {
        @Override
        public Stream<Comparison> comparisons() {
            return Stream.of(this);
        }
    }

    /** True when all parts are, false when one is. */
    record And(List<Expression> parts) implements Expression {
        @Override
        public Stream<Comparison> comparisons() {
            return parts.stream().flatMap(Expression::comparisons);
        }
    }

    /** True when one part is, false when all are. */
    record Or(List<Expression> parts) implements Expression {
        @Override
        public Stream<Comparison> comparisons() {
            return parts.stream().flatMap(Expression::comparisons);
        }
    }

    /** True when the part is false. */
    record Not(Expression part) implements Expression {
        @Override
        public Stream<Comparison> comparisons() {
            return part.comparisons();
        }
    }

    /** True while {@code then} is true and became so no longer than {@code within} after {@code first} became true. */
    record Sequence(Expression first, Expression then, Duration within) implements Expression {
        @Override
        public Stream<Comparison> comparisons() {
            return Stream.concat(first.comparisons(), then.comparisons());
        }
    }
}
