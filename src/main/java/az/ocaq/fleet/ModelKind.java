package az.ocaq.fleet;

import java.util.Locale;
import java.util.Set;

/**
 * The simulation models that a device type may name, each with the numbers it takes from type or device. The words in
 * files are the names in lower case.
 */
public enum ModelKind {
    /** Nobody simulates it. */
    NONE,
    /** A home with its meter. */
    HOUSEHOLD,
    /** A building that is used by day; {@code annual_energy} in Wh. */
    BUILDING("annual_energy"),
    /** The meter at the head of a feeder. */
    FEEDER,
    /** The meter between village and grid. */
    GRID,
    /** A distribution transformer; {@code rated_power} in VA. */
    TRANSFORMER("rated_power"),
    /** Solar panels with their inverter; W and degrees. */
    PV("rated_power", "tilt", "azimuth"),
    /** One unit of a run-of-river plant; W. */
    HYDRO("rated_power", "head"),
    /** A wind turbine; W. */
    WIND("rated_power"),
    /** A battery; W and Wh. */
    BATTERY("rated_power", "capacity"),
    /** A charging point; W. */
    EV("rated_power"),
    /** A cabinet of street lights; how many, and W each. */
    STREET_LIGHT("lamps", "lamp_power"),
    /** A weather station. */
    WEATHER,
    /** The water of a home, or of a building with so many {@code people}. */
    HOME_WATER("people"),
    /** The inlet of a water district. */
    DISTRICT_WATER,
    /** A tank; m3 and m. */
    WATER_TANK("capacity", "height"),
    /** The pump of a tank; m3/h and m. */
    PUMP("rated_flow", "head"),
    /** The heat meter of a building; W. */
    HEAT_METER("rated_power"),
    /** The heat pump of a home. */
    HEAT_PUMP,
    /** The gas of a home. */
    GAS,
    /** Outdoor air. */
    AIR_QUALITY,
    /** The air of a classroom. */
    INDOOR_AIR,
    /** A watered block; {@code area} in ha. */
    IRRIGATION("area");

    @SuppressWarnings("ImmutableEnumChecker") // Set.of
    private final Set<String> parameters;

    ModelKind(String... parameters) {
        this.parameters = Set.of(parameters);
    }

    /** The numbers it takes, by snake-case name. */
    public Set<String> parameters() {
        return parameters;
    }

    /** The word in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
