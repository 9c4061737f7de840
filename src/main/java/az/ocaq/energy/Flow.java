package az.ocaq.energy;

import java.util.Locale;

/** What an energy balance counts, in watt-hours. */
public enum Flow {
    SOLAR,
    WIND,
    HYDRO,
    BATTERY_CHARGE,
    BATTERY_DISCHARGE,
    GRID_IMPORT,
    GRID_EXPORT,
    CONSUMPTION,
    /** What was supplied and reached no consumer's meter. */
    LOSSES;

    /** The word in data. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
