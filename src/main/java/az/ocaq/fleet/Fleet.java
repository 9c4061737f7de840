package az.ocaq.fleet;

import az.ocaq.device.DeviceRegistry;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;

/**
 * What the fleet files describe.
 *
 * @param registry its settlements, sites and devices
 * @param commissioned by settlement, the day on which its registers started at zero
 * @param stepMinutes by settlement, the length of the steps in which it is simulated, in minutes
 * @param stated by settlement, what is published or planned of a year's electricity by item, MWh
 */
public record Fleet(
        DeviceRegistry registry,
        Map<String, LocalDate> commissioned,
        Map<String, Integer> stepMinutes,
        SortedMap<String, SortedMap<String, Double>> stated) {
    public Fleet {
        commissioned = Map.copyOf(commissioned);
        stepMinutes = Map.copyOf(stepMinutes);
    }
}
