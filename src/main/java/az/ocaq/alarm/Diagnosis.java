package az.ocaq.alarm;

import az.ocaq.measurement.DeviceId;

/**
 * What the server finds out of itself or of a device, for rules to judge. Names of such metrics begin with {@link #PREFIX},
 * and no device is believed when it sends one.
 *
 * @param device {@link az.ocaq.device.ServerItself#ID}, or a device, registered or not
 * @param unit of the value; empty when it is the rule's
 */
public record Diagnosis(DeviceId device, String metric, double value, String unit) {
    /** How the names of these metrics begin. */
    public static final String PREFIX = "ocaq_";

    /** The same of another device. */
    public Diagnosis at(DeviceId other) {
        return new Diagnosis(other, metric, value, unit);
    }
}
