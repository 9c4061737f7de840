package az.ocaq.measurement;

import static az.ocaq.measurement.Unit.*;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The quantities that Ocaq knows, each with its canonical unit and how it behaves over time. Signs: power, current and
 * energy are positive when drawn from the grid at a meter ({@code energy_import}), positive when produced at a generator
 * ({@code energy_production}); {@code energy_export} counts what is fed in. A battery's {@code power} is positive when
 * charging.
 *
 * @param name snake case, for example {@code active_power}
 * @param unit the unit its values are stored in
 * @param kind how it behaves over time
 */
public record Quantity(String name, Unit unit, Kind kind) {
    /** How a quantity behaves over time. */
    public enum Kind {
        /** Goes up and down. */
        GAUGE,
        /** Only rises, but for a reset or a roll-over. */
        COUNTER,
        /** One of a few values. */
        STATE
    }

    private static final Map<String, Quantity> KNOWN = new HashMap<>();

    static {
        gauges(
                WATT,
                "active_power",
                "power",
                "thermal_power",
                "active_power_export",
                "active_power_max",
                "power_limit");
        gauges(VAR, "reactive_power");
        gauges(VOLT_AMPERE, "apparent_power");
        gauges(VOLT, "voltage", "redox");
        gauges(AMPERE, "current", "current_setpoint");
        gauges(HERTZ, "frequency");
        gauges(ONE, "power_factor");
        counters(WATT_HOUR, "energy_import", "energy_export", "energy_production", "thermal_energy", "energy_charge");
        counters(WATT_HOUR, "energy_discharge", "energy_import_today", "energy_export_today", "energy_session");
        counters(WATT_HOUR, "energy_production_today", "thermal_energy_today", "energy_import_meter");
        gauges(WATT_HOUR, "energy_stored");
        counters(VAR_HOUR, "reactive_energy_import", "reactive_energy_export");
        counters(VOLT_AMPERE_HOUR, "apparent_energy");
        gauges(AMPERE_HOUR, "charge");
        gauges(PERCENT, "state_of_charge", "soc", "state_of_health", "battery_level", "ratio", "brightness");
        gauges(PERCENT, "valve_position", "gate_position", "wifi_quality", "cpu_idle", "memory_used", "dimming");
        gauges(
                PERCENT,
                "irradiation_percent",
                "tank_level",
                "load_factor",
                "total_harmonic_distortion",
                "soil_moisture");
        gauges(CELSIUS, "temperature", "temperature_setpoint", "dew_point", "flow_temperature", "return_temperature");
        gauges(CELSIUS, "module_temperature", "ambient_temperature", "oil_temperature", "hot_spot_temperature");
        gauges(CELSIUS, "bearing_temperature", "indoor_temperature", "outdoor_temperature", "heat_sink_temperature");
        gauges(KELVIN, "temperature_difference");
        gauges(RELATIVE_HUMIDITY, "humidity", "relative_humidity");
        counters(CUBIC_METRE, "volume", "gas_volume");
        gauges(CUBIC_METRE_PER_HOUR, "flow", "volume_flow", "flow_max");
        gauges(BAR, "pressure", "pressure_max", "air_pressure", "pressure_difference");
        gauges(METRE, "level", "head", "level_upstream", "level_downstream", "distance", "altitude", "snow_depth");
        gauges(WATT_PER_SQUARE_METRE, "irradiance", "irradiance_poa", "irradiance_diffuse", "irradiance_direct");
        gauges(LUX, "illuminance");
        gauges(METRE_PER_SECOND, "wind_speed", "wind_speed_avg", "wind_gust");
        gauges(DEGREE, "wind_direction", "wind_direction_avg", "nacelle_position", "sun_elevation", "angle");
        gauges(DEGREE_LATITUDE, "latitude");
        gauges(DEGREE_LONGITUDE, "longitude");
        gauges(PARTS_PER_MILLION, "co2", "eco2", "chlorine", "co");
        gauges(PARTS_PER_BILLION, "tvoc", "voc");
        gauges(MICROGRAM_PER_CUBIC_METRE, "pm1", "pm2_5", "pm4", "pm10", "no2", "o3", "so2");
        counters(MILLIMETRE, "rain_total");
        gauges(MILLIMETRE, "rain_event", "rain_active", "rain");
        gauges(MILLIMETRE_PER_HOUR, "rain_rate");
        gauges(SECOND, "uptime", "runtime_today", "runtime");
        gauges(REVOLUTION_PER_MINUTE, "rotor_speed", "speed");
        gauges(DECIBEL_MILLIWATT, "rssi");
        gauges(DECIBEL, "snr", "sound_pressure");
        gauges(PH, "ph");
        gauges(NTU, "turbidity");
        gauges(COUNT, "counter", "starts", "children");
        states("state", "relay", "valve", "pump", "lamp", "door", "occupancy", "alarm", "fault_code", "leak");
    }

    /** The quantity of this name, when Ocaq knows it. */
    public static Optional<Quantity> named(String name) {
        return Optional.ofNullable(KNOWN.get(name));
    }

    /** All quantities, in no order. */
    public static Collection<Quantity> all() {
        return KNOWN.values();
    }

    private static void gauges(Unit unit, String... names) {
        add(unit, Kind.GAUGE, names);
    }

    private static void counters(Unit unit, String... names) {
        add(unit, Kind.COUNTER, names);
    }

    private static void states(String... names) {
        add(STATE, Kind.STATE, names);
    }

    private static void add(Unit unit, Kind kind, String... names) {
        for (String name : names) {
            KNOWN.put(name, new Quantity(name, unit, kind));
        }
    }
}
