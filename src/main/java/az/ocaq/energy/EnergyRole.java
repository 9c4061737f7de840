package az.ocaq.energy;

/** What a device does in the energy balance of its settlement. */
public enum EnergyRole {
    SOLAR,
    WIND,
    HYDRO,
    BATTERY,
    /** The meter where the settlement meets the public grid. */
    GRID,
    /** A meter between the grid and the consumers: counting it too would count twice. */
    DISTRIBUTION,
    /** The meter of a consumer, which may also produce behind it. */
    CONSUMER,
    /** Nothing of its own: behind another meter, or not electric. */
    NONE;

    /** Whether it turns something else into electricity. */
    public boolean generates() {
        return this == SOLAR || this == WIND || this == HYDRO;
    }
}
