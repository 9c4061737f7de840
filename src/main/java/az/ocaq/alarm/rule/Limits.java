package az.ocaq.alarm.rule;

import java.util.List;
import java.util.Optional;

/**
 * One limit or several: levels make one alarm whose priority rises and falls.
 *
 * @param levels from the least to the most urgent, at least one
 * @param attribute when present, the limits are multiples of this attribute of the device, and a device without it has no
 *     such alarm
 */
public record Limits(List<Level> levels, Optional<String> attribute) {
    public Limits {
        levels = List.copyOf(levels);
    }

    /** The limit of the lowest level: beyond it there is an alarm. */
    public Limit lowest() {
        return levels.get(0).limit();
    }
}
