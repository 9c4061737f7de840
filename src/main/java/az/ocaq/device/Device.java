package az.ocaq.device;

import az.ocaq.measurement.DeviceId;
import java.util.Map;

/**
 * One registered device.
 *
 * @param id its identity
 * @param type what it is
 * @param title what people call it
 * @param recorded whether it replays recorded series: any time is credible and nobody is paged
 * @param attributes facts about this one device, by snake-case name, for example {@code rated_power} in its canonical unit
 */
public record Device(DeviceId id, DeviceType type, Title title, boolean recorded, Map<String, String> attributes) {
    public Device {
        attributes = Map.copyOf(attributes);
    }
}
