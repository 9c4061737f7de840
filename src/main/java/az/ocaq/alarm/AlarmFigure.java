package az.ocaq.alarm;

/**
 * What was measured where an alarm's condition is true: how bad it is, of conditions that no single value stands for.
 *
 * @param device at which it is measured; of a group the member that is worst
 * @param metric its name; empty where the rule's unit says all that is known
 * @param value as the rule judges it
 * @param unit as the rule says; empty: that of the device's metric
 * @param sign how it is compared with the limit: {@code >}, {@code >=}, {@code <}, {@code <=}
 * @param limit that it is beyond
 */
public record AlarmFigure(String device, String metric, double value, String unit, String sign, double limit) {
    /** Whether it is further beyond its limit than another of the same kind. */
    public boolean isWorseThan(AlarmFigure other) {
        return sign.startsWith(">") ? value > other.value : value < other.value;
    }
}
