package az.ocaq.alarm.rule;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A condition over several metrics of one device, in three-valued logic. */
public sealed interface Expression {
    /** Every metric that it looks at, in their order; one may come again. */
    Stream<Operand> operands();

    /** A metric, converted to a unit where there is one. */
    record Operand(String metric, String unit) {}

    /** Compares a metric, converted to a unit, with a threshold; unknown when it was never seen or is too old. */
    record Comparison(String metric, String unit, Operator operator, double threshold) implements Expression {
        @Override
        public Stream<Operand> operands() {
            return Stream.of(new Operand(metric, unit));
        }
    }

    /** Compares a metric with another one of the device and so much more, all in a unit; unknown when one of them is. */
    record Versus(String metric, String unit, Operator operator, String than, double by) implements Expression {
        @Override
        public Stream<Operand> operands() {
            return Stream.of(new Operand(metric, unit), new Operand(than, unit));
        }
    }

    /** True when all parts are, false when one is. */
    record And(List<Expression> parts) implements Expression {
        @Override
        public Stream<Operand> operands() {
            return parts.stream().flatMap(Expression::operands);
        }
    }

    /** True when one part is, false when all are. */
    record Or(List<Expression> parts) implements Expression {
        @Override
        public Stream<Operand> operands() {
            return parts.stream().flatMap(Expression::operands);
        }
    }

    /** True when the part is false. */
    record Not(Expression part) implements Expression {
        @Override
        public Stream<Operand> operands() {
            return part.operands();
        }
    }

    /** True while {@code then} is true and became so no longer than {@code within} after {@code first} became true. */
    record Sequence(Expression first, Expression then, Duration within) implements Expression {
        @Override
        public Stream<Operand> operands() {
            return Stream.concat(first.operands(), then.operands());
        }
    }
}
