package az.ocaq.alarm.rule;

import java.math.BigDecimal;

/**
 * A limit with hysteresis: the predicate that raises and the different one that clears. Between them nothing changes.
 *
 * @param operator compares a value with the threshold
 * @param threshold raises
 * @param clearAt clears; equal to the threshold when there is no deadband
 */
public record Limit(Operator operator, double threshold, double clearAt) {
    /** A limit that clears {@code deadband} on the good side of the threshold, computed in decimal. */
    public static Limit withDeadband(Operator operator, double threshold, double deadband) {
        BigDecimal limit = BigDecimal.valueOf(threshold);
        BigDecimal band = BigDecimal.valueOf(deadband);
        double clearAt = switch (operator) {
            case GREATER, GREATER_OR_EQUAL -> limit.subtract(band).doubleValue();
            case LESS, LESS_OR_EQUAL -> limit.add(band).doubleValue();
            case EQUAL, NOT_EQUAL -> threshold;
        };
        return new Limit(operator, threshold, clearAt);
    }

    /** The limit in multiples of {@code factor}. */
    public Limit times(double factor) {
        return new Limit(operator, threshold * factor, clearAt * factor);
    }

    /** Whether the value is on the bad side. */
    public boolean raises(double value) {
        return operator.holds(value, threshold);
    }

    /** Whether the value is far enough on the good side. */
    public boolean clears(double value) {
        return operator.negated().holds(value, clearAt);
    }
}
