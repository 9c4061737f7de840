package az.ocaq.fleet;

import az.ocaq.device.DeviceRegistry;
import java.time.LocalDate;
import java.util.Map;

/**
 * What the fleet files describe.
 *
 * @param registry its settlements, sites and devices
 * @param commissioned by settlement, the day on which its registers started at zero
 * @param stepMinutes by settlement, the length of the steps in which it is simulated, in minutes
 */
public record Fleet(DeviceRegistry registry, Map<String, LocalDate> commissioned, Map<String, Integer> stepMinutes) {
    public Fleet {
        commissioned = Map.copyOf(commissioned);
        stepMinutes = Map.copyOf(stepMinutes);
    }
}
