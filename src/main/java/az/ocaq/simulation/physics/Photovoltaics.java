package az.ocaq.simulation.physics;

/** From light on a panel to power in the grid. */
public final class Photovoltaics {
    /** Losses of PVWatts version 5 with its defaults, as a share. */
    public static final double SYSTEM_LOSSES = 0.14075660688264469;

    private Photovoltaics() {}

    /** Temperature of the cells after Faiman (2008), °C. */
    public static double faiman(double irradiance, double air, double wind) {
        return air + irradiance / (25.0 + 6.84 * wind);
    }

    /** Direct-current power after PVWatts version 5 (Dobos 2014), in the unit of the rated power. */
    public static double direct(double irradiance, double cell, double rated, double gamma) {
        return Math.max(0, irradiance / 1000 * rated * (1 + gamma * (cell - 25)));
    }

    /**
     * Alternating-current power after PVWatts version 5.
     *
     * @param direct power from the panels
     * @param ratedDirect power from the panels at which the inverter is at its limit
     * @param efficiency the nominal one
     */
    public static double inverter(double direct, double ratedDirect, double efficiency) {
        if (direct <= 0) {
            return 0;
        }
        double load = direct / ratedDirect;
        double share = efficiency / 0.9637 * (-0.0162 * load - 0.0059 / load + 0.9858);
        return Math.max(0, Math.min(share * direct, efficiency * ratedDirect));
    }
}
