package az.ocaq.onboarding;

import az.ocaq.measurement.DeviceId;

/**
 * The home that somebody wants to give a device.
 *
 * @param source the identity that its decoder reads from its messages
 * @param device the identity that it gets: a settlement and a site of the registry, and a name of its own there
 * @param type id of a device type
 * @param title what people call it; empty for the type's title
 * @param line of the sheet that it is from; 0 when it is from none
 */
public record Wish(DeviceId source, DeviceId device, String type, String title, int line) {}
