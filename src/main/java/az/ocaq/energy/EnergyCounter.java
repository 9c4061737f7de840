package az.ocaq.energy;

import java.util.List;

/**
 * A counter that a device of a role has.
 *
 * @param metric its name
 * @param flow what it counts
 * @param sign 1 when it adds to what consumers use, -1 when it takes from it
 */
record EnergyCounter(EnergyRole role, String metric, Flow flow, int sign) {
    /** The counters of a role. */
    static List<EnergyCounter> of(EnergyRole role) {
        return switch (role) {
            case SOLAR -> List.of(new EnergyCounter(role, "energy_production", Flow.SOLAR, 1));
            case WIND -> List.of(new EnergyCounter(role, "energy_production", Flow.WIND, 1));
            case HYDRO -> List.of(new EnergyCounter(role, "energy_production", Flow.HYDRO, 1));
            case BATTERY ->
                List.of(
                        new EnergyCounter(role, "energy_charge", Flow.BATTERY_CHARGE, -1),
                        new EnergyCounter(role, "energy_discharge", Flow.BATTERY_DISCHARGE, 1));
            case GRID, CONSUMER ->
                List.of(
                        new EnergyCounter(role, "energy_import", Flow.GRID_IMPORT, 1),
                        new EnergyCounter(role, "energy_export", Flow.GRID_EXPORT, -1));
            case DISTRIBUTION, NONE -> List.of();
        };
    }
}
