package az.ocaq.simulation.model;

import az.ocaq.device.Device;
import az.ocaq.device.SiteKind;
import az.ocaq.fleet.Behaviour;
import az.ocaq.simulation.Draw;

/**
 * The device that a model is of.
 *
 * @param device as registered
 * @param behaviour its type's
 * @param kind what its site is
 * @param key of what it draws by chance
 * @param siteKey of what all devices of its site share by chance
 * @param node its site in the network
 * @param slots of a day
 * @param faults that it has
 */
record Subject(
        Device device, Behaviour behaviour, SiteKind kind, long key, long siteKey, int node, int slots, Faults faults) {
    /** A number of the device, else of its type, else another. */
    double number(String name, double otherwise) {
        String own = device.attributes().get(name);
        return own == null ? behaviour.parameters().getOrDefault(name, otherwise) : Double.parseDouble(own);
    }

    /** A constant error of its instrument, with this deviation: 1 is none. */
    double gain(double deviation) {
        return 1 + deviation * Draw.noise(key);
    }
}
