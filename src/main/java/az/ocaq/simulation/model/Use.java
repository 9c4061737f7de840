package az.ocaq.simulation.model;

import java.util.Locale;

/** What a home's electricity is used for. */
public enum Use {
    /** Lamps, fridge, cooking, washing, television and all that is always on. */
    APPLIANCES,
    /** The heat pump; with gas the pump of the boiler. */
    HEATING,
    /** Water of kitchen and bath, heated by electricity. */
    HOT_WATER,
    /** The air conditioner. */
    COOLING;

    /** The word in files and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
