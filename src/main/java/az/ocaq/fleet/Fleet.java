package az.ocaq.fleet;

import az.ocaq.device.DeviceRegistry;
import java.time.LocalDate;
import java.util.Map;

/**
 * What the fleet files describe.
 *
 * @param registry its settlements, sites and devices
 * @param commissioned by settlement, the day on which its registers started at zero; nothing is simulated before it
 */
public record Fleet(DeviceRegistry registry, Map<String, LocalDate> commissioned) {
    public Fleet {
        commissioned = Map.copyOf(commissioned);
    }
}
