package az.ocaq.fleet;

import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Settlement;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * What the fleet files describe.
 *
 * @param registry its settlements, sites and devices
 * @param commissioned by settlement, the day on which its registers started at zero
 * @param stepMinutes by settlement, the length of the steps in which it is simulated, in minutes
 * @param stated by settlement, what is published or planned of a year's electricity by item, MWh, and of the hours
 *     at full power that it makes ({@code solar_hours}): one number, or one for each month
 */
public record Fleet(
        DeviceRegistry registry,
        Map<String, LocalDate> commissioned,
        Map<String, Integer> stepMinutes,
        SortedMap<String, SortedMap<String, List<Double>>> stated) {
    public Fleet {
        commissioned = Map.copyOf(commissioned);
        stepMinutes = Map.copyOf(stepMinutes);
    }

    /** The same settlements, with registers that all started on a day. */
    public Fleet commissionedOn(LocalDate day) {
        Map<String, LocalDate> all =
                registry.settlements().stream().collect(Collectors.toMap(Settlement::id, it -> day));
        return new Fleet(registry, all, stepMinutes, stated);
    }
}
