package az.ocaq.decode;

import az.ocaq.measurement.Quantity;
import az.ocaq.measurement.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Words that together mean a quantity, in any order.
 *
 * @param words all of them must be there
 * @param quantity what they mean
 */
record WordRule(Set<String> words, String quantity) {
    /** Words that say the same; the first of a line is the one that rules use. */
    private static final String SYNONYMS = """
            temperature temp tmp temperatur tempc
            humidity hum rh humid moisture
            power pwr watt watts leistung pw
            active real actpow wirk
            voltage volt volts spannung
            current curr amp amps amperage ampere strom
            frequency freq
            pressure press druck
            battery batt bat accu
            level lvl pegel fill
            illuminance lux light luminance
            direction dir heading
            rain rainfall precipitation
            flow flowrate volumeflow
            volume vol
            energy wh kwh mwh
            import imported consumed consumption bezug drawn
            export exported delivered feedin einspeisung fed
            production produced yield generated generation harvest
            today daily day
            reactive blind
            apparent schein
            thermal heat heating
            speed velocity
            latitude lat
            longitude lon lng long
            altitude alt elevation
            pm2_5 pm25
            barometric barometer baro atmospheric
            irradiance irradiation radiation pyranometer ghi
            soc stateofcharge
            charge charged
            discharge discharged
            position pos opening
            outdoor outside
            indoor inside
            return rücklauf ruecklauf
            supply vorlauf
            """;

    /** {@code words = quantity}; more words go before fewer, earlier lines before later. */
    private static final String RULES = """
            dew point = dew_point
            wind gust = wind_gust
            wind direction = wind_direction
            wind speed = wind_speed
            rotor speed = rotor_speed
            generator speed = rotor_speed
            shaft speed = rotor_speed
            turbine speed = rotor_speed
            rpm = rotor_speed
            gate position = gate_position
            valve position = valve_position
            nacelle position = nacelle_position
            oil temperature = oil_temperature
            bearing temperature = bearing_temperature
            hot spot temperature = hot_spot_temperature
            module temperature = module_temperature
            ambient temperature = ambient_temperature
            flow temperature = flow_temperature
            supply temperature = flow_temperature
            return temperature = return_temperature
            indoor temperature = indoor_temperature
            outdoor temperature = outdoor_temperature
            temperature = temperature
            temperature difference = temperature_difference
            soil humidity = soil_moisture
            relative humidity = humidity
            humidity = humidity
            battery level = battery_level
            battery percent = battery_level
            battery percentage = battery_level
            state of charge = state_of_charge
            soc = state_of_charge
            soh = state_of_health
            state of health = state_of_health
            tank level = tank_level
            level upstream = level_upstream
            level downstream = level_downstream
            level = level
            distance = distance
            snow depth = snow_depth
            altitude = altitude
            power limit = power_limit
            apparent power = apparent_power
            reactive power = reactive_power
            active power = active_power
            power = active_power
            power factor = power_factor
            pf = power_factor
            cos phi = power_factor
            cosphi = power_factor
            thermal power = thermal_power
            thermal energy = thermal_energy
            reactive energy = reactive_energy_import
            reactive energy export = reactive_energy_export
            apparent energy = apparent_energy
            energy = energy_import
            energy import = energy_import
            energy export = energy_export
            energy production = energy_production
            energy today = energy_import_today
            energy export today = energy_export_today
            energy import today = energy_import_today
            energy production today = energy_production_today
            production today = energy_production_today
            energy stored = energy_stored
            energy charge = energy_charge
            energy discharge = energy_discharge
            voltage = voltage
            current = current
            frequency = frequency
            irradiance = irradiance
            solar irradiance = irradiance
            illuminance = illuminance
            pressure = pressure
            barometric pressure = air_pressure
            barometric = air_pressure
            air pressure = air_pressure
            differential pressure = pressure_difference
            flow = flow
            volume = volume
            gas volume = gas_volume
            co2 = co2
            tvoc = tvoc
            voc = voc
            pm1 = pm1
            pm2_5 = pm2_5
            pm2 5 = pm2_5
            pm4 = pm4
            pm10 = pm10
            no2 = no2
            o3 = o3
            so2 = so2
            rain rate = rain_rate
            rain intensity = rain_rate
            rain total = rain_total
            rain = rain
            uptime = uptime
            rssi = rssi
            snr = snr
            sound pressure = sound_pressure
            sound level = sound_pressure
            latitude = latitude
            longitude = longitude
            ph = ph
            turbidity = turbidity
            angle = angle
            brightness = brightness
            dimming = dimming
            usage idle = cpu_idle
            used percent = memory_used
            thd = total_harmonic_distortion
            battery = battery_level
            wind = wind_speed
            gust = wind_gust
            head = head
            production = energy_production
            import = energy_import
            export = energy_export
            speed = speed
            water = volume
            gas = gas_volume
            co = co
            count = counter
            pulses = counter
            pulse = counter
            counter = counter
            depth = level
            noise = sound_pressure
            sound = sound_pressure
            """;

    private static final Set<String> GENERATORS = Set.of(
            "wt", "wtg", "wind", "turbine", "hydro", "pv", "solar", "inverter", "generator", "genset", "photovoltaic");

    /** Words that add nothing beside a quantity that they belong to. */
    private static final Set<String> EMPTY_WORDS = Set.of("total", "value", "measured", "of", "sensor");

    private static final Map<String, String> CANONICAL = synonyms();
    private static final Map<Unit, String> BY_UNIT = byUnit();

    /** Every rule, the one with the most words first. */
    static final List<WordRule> ALL = rules();

    boolean matches(List<String> canonical) {
        return canonical.containsAll(words);
    }

    boolean uses(String canonical) {
        return words.contains(canonical) || EMPTY_WORDS.contains(canonical);
    }

    static boolean isGenerator(String word) {
        return GENERATORS.contains(stem(word));
    }

    /** The word of the rules for a word of a name. */
    static String canonical(String word) {
        String whole = CANONICAL.get(word);
        return whole != null ? whole : CANONICAL.getOrDefault(stem(word), word);
    }

    /** The number at the end of a word whose beginning is known: {@code 2} of {@code temp2}, nothing of {@code pm10}. */
    static String number(String word) {
        return CANONICAL.containsKey(word) ? "" : word.substring(stem(word).length());
    }

    /** The quantity that a unit alone stands for. */
    static Optional<String> ofUnit(Unit unit) {
        return Optional.ofNullable(BY_UNIT.get(unit));
    }

    private static String stem(String word) {
        int end = word.length();
        while (end > 0 && word.charAt(end - 1) >= '0' && word.charAt(end - 1) <= '9') {
            end--;
        }
        return word.substring(0, end);
    }

    private static Map<String, String> synonyms() {
        Map<String, String> canonical = new HashMap<>();
        SYNONYMS.lines().map(line -> line.split(" ")).forEach(line -> {
            for (String word : line) {
                canonical.put(word, line[0]);
            }
        });
        RULES.lines()
                .flatMap(line -> List.of(line.substring(0, line.indexOf(" =")).split(" ")).stream())
                .forEach(word -> canonical.putIfAbsent(word, word));
        return canonical;
    }

    private static List<WordRule> rules() {
        List<WordRule> rules = new ArrayList<>();
        RULES.lines().forEach(line -> {
            int equals = line.indexOf(" = ");
            String quantity = line.substring(equals + 3);
            Set<String> words = new HashSet<>(List.of(line.substring(0, equals).split(" ")));
            if (Quantity.named(quantity).isEmpty()) {
                throw new IllegalStateException("no quantity " + quantity);
            }
            rules.add(new WordRule(Set.copyOf(words), quantity));
        });
        rules.sort(
                Comparator.comparingInt((WordRule rule) -> rule.words().size()).reversed());
        return List.copyOf(rules);
    }

    private static Map<Unit, String> byUnit() {
        Map<Unit, String> quantities = new EnumMap<>(Unit.class);
        quantities.put(Unit.WATT, "active_power");
        quantities.put(Unit.VOLT_AMPERE, "apparent_power");
        quantities.put(Unit.VAR, "reactive_power");
        quantities.put(Unit.WATT_HOUR, "energy_import");
        quantities.put(Unit.VAR_HOUR, "reactive_energy_import");
        quantities.put(Unit.VOLT_AMPERE_HOUR, "apparent_energy");
        quantities.put(Unit.VOLT, "voltage");
        quantities.put(Unit.AMPERE, "current");
        quantities.put(Unit.AMPERE_HOUR, "charge");
        quantities.put(Unit.HERTZ, "frequency");
        quantities.put(Unit.CELSIUS, "temperature");
        quantities.put(Unit.KELVIN, "temperature");
        quantities.put(Unit.RELATIVE_HUMIDITY, "humidity");
        quantities.put(Unit.PERCENT, "ratio");
        quantities.put(Unit.ONE, "ratio");
        quantities.put(Unit.CUBIC_METRE, "volume");
        quantities.put(Unit.CUBIC_METRE_PER_HOUR, "flow");
        quantities.put(Unit.BAR, "pressure");
        quantities.put(Unit.METRE, "distance");
        quantities.put(Unit.WATT_PER_SQUARE_METRE, "irradiance");
        quantities.put(Unit.LUX, "illuminance");
        quantities.put(Unit.MILLIMETRE_PER_HOUR, "rain_rate");
        quantities.put(Unit.DEGREE, "angle");
        quantities.put(Unit.DEGREE_LATITUDE, "latitude");
        quantities.put(Unit.DEGREE_LONGITUDE, "longitude");
        quantities.put(Unit.REVOLUTION_PER_MINUTE, "speed");
        quantities.put(Unit.DECIBEL_MILLIWATT, "rssi");
        quantities.put(Unit.PH, "ph");
        quantities.put(Unit.NTU, "turbidity");
        quantities.put(Unit.COUNT, "counter");
        return quantities;
    }
}
