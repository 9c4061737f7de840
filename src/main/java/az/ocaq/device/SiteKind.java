package az.ocaq.device;

import java.util.Locale;

/** What a site is. The words in files and in the API are the names in lower case. */
public enum SiteKind {
    HOME,
    SCHOOL,
    KINDERGARTEN,
    VOCATIONAL_SCHOOL,
    HEALTH_CENTRE,
    MEDICAL_CENTRE,
    SERVICE_BUILDING,
    SERVICE_CENTRE,
    SPORTS_COMPLEX,
    YOUTH_HOUSE,
    INDUSTRIAL_PARK,
    ECONOMIC_ZONE,
    AGRICULTURAL_PARK,
    FARM,
    SUBSTATION,
    TRANSFORMER_STATION,
    FEEDER,
    SOLAR_PARK,
    HYDRO_PLANT,
    WIND_FARM,
    BATTERY_STATION,
    WATER_WORKS,
    HEAT_PLANT,
    GAS_STATION,
    STREET_LIGHTING,
    CHARGING_STATION,
    WEATHER_STATION,
    GATEWAY;

    /** Whether such a site needs its supply more than others, unless its fleet says otherwise: lives hang on it. */
    public boolean critical() {
        return this == HEALTH_CENTRE || this == MEDICAL_CENTRE || this == WATER_WORKS;
    }

    /** Whether people live or work there, who are supplied: all others are parts of the networks. */
    public boolean isCustomer() {
        return compareTo(SUBSTATION) < 0;
    }

    /** The word in files and in the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
