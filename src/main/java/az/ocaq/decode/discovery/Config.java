package az.ocaq.decode.discovery;

import az.ocaq.measurement.DeviceId;
import java.util.List;
import java.util.Set;

/**
 * What one config topic describes.
 *
 * @param silent topics that it names and that measure nothing: commands, what somebody has set, attributes
 * @param ids the unique identifiers that it gives to its entities
 * @param all whether every availability topic must say so for the device to be there
 */
record Config(
        DeviceId device,
        Set<String> ids,
        List<Entity> entities,
        List<Availability> availability,
        boolean all,
        Set<String> silent) {}
