package az.ocaq.decode;

import static az.ocaq.measurement.Unit.*;

import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Phase;
import az.ocaq.measurement.Unit;
import az.ocaq.measurement.Units;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a field is, by nothing but its name, where a convention leaves the names to its users. A quantity that everybody
 * publishes in one unit gets it ({@code temperature}, {@code humidity}); one that comes in several ({@code power},
 * {@code pressure}) has the unit {@code unknown} unless the name ends in a unit.
 */
public final class Names {
    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern NOT_WORD = Pattern.compile("[^A-Za-z0-9.]+");
    private static final int LONGEST = 96;
    private static final Map<String, Known> KNOWN = new HashMap<>();
    private static final Set<String> NOT_MEASURED = Set.of(
            "id",
            "uuid",
            "serial",
            "ts",
            "timestamp",
            "time",
            "date",
            "datetime",
            "version",
            "fw",
            "firmware",
            "seq",
            "mac",
            "ip",
            "port",
            "model",
            "name",
            "type",
            "crc",
            "msgid",
            "eui",
            "imei",
            "token",
            "unit",
            "units",
            "unixtime",
            "epoch",
            "fcnt",
            "flag",
            "flags",
            "number",
            "sn",
            "address",
            "ssid",
            "hostname",
            "deveui",
            "bytes",
            "payload",
            "hex",
            "mod",
            "valid",
            "interval",
            "cause",
            "heartbeat");

    /** Words of what somebody wants or the maker promises, which is no measurement. */
    private static final Set<String> WANTED = Set.of("setpoint", "threshold", "rated", "nominal");

    /** Words of a name of when something happened, which a number of the size of an epoch then is. */
    private static final Set<String> WHEN = Set.of(
            "last",
            "boot",
            "restart",
            "start",
            "started",
            "seen",
            "since",
            "updated",
            "update",
            "at",
            "until",
            "sync",
            "reset",
            "next",
            "expiry",
            "expires",
            "installed",
            "created");

    /** Known names that say too little to be the beginning of a longer one: {@code water leak times}. */
    private static final Set<String> WEAK = Set.of("water", "t", "u");

    private static final Set<String> CODES = Set.of(
            "status",
            "state",
            "code",
            "codes",
            "mode",
            "err",
            "error",
            "errors",
            "fault",
            "faults",
            "alarm",
            "alarms",
            "warning",
            "warnings");
    private static final Pattern TIME = Pattern.compile(".*(time|timestamp|date)");
    private static final Pattern LAST_TWO = Pattern.compile("w m2|kw m2|m s|km h|m3 h|l h|l min|l s|mm h|ug m3|mg m3");
    private static final Set<String> UNIT_WORDS = Set.of(
            "kwh", "wh", "mwh", "kw", "w", "va", "kva", "var", "kvar", "v", "mv", "a", "ma", "hz", "c", "f", "bar",
            "mbar", "hpa", "kpa", "psi", "m3", "m3h", "l", "lph", "lpm", "ppm", "ppb", "lx", "lux", "m", "mm", "cm",
            "rpm", "pct", "percent", "dbm", "db", "kmh", "mph", "deg");

    private record Known(String quantity, Unit unit) {}

    static {
        know("temperature", CELSIUS, "temperature", "temp", "tempc", "temp c", "t");
        know("humidity", RELATIVE_HUMIDITY, "humidity", "hum", "rh", "relative humidity");
        know("dew_point", CELSIUS, "dew point", "dewpoint");
        know("voltage", VOLT, "voltage", "volt", "volts", "vrms", "u");
        know("current", AMPERE, "current", "amps", "irms");
        know("frequency", HERTZ, "frequency", "ac frequency", "grid frequency");
        know("power_factor", ONE, "power factor", "pf", "cosphi");
        know("active_power", UNKNOWN, "power", "active power", "apparent load");
        know("apparent_power", VOLT_AMPERE, "apparent power");
        know("reactive_power", VAR, "reactive power");
        know(
                "energy_import",
                UNKNOWN,
                "energy",
                "energy import",
                "total energy",
                "consumption energy",
                "energy imported");
        know("energy_import_today", UNKNOWN, "energy today", "today energy", "daily energy", "energy daily");
        know(
                "energy_export",
                UNKNOWN,
                "energy export",
                "energy exported",
                "export energy",
                "exported energy",
                "energy returned");
        know("battery_level", UNKNOWN, "battery", "batt", "bat");
        know("battery_level", PERCENT, "battery level", "battery percent", "battery percentage");
        know("soc", PERCENT, "soc", "state of charge");
        know("co2", PARTS_PER_MILLION, "co2", "carbon dioxide");
        know("eco2", PARTS_PER_MILLION, "eco2");
        know("tvoc", PARTS_PER_BILLION, "tvoc");
        know("pm2_5", MICROGRAM_PER_CUBIC_METRE, "pm2.5", "pm25", "pm2 5", "pm 2 5", "pm 2.5");
        know("pm10", MICROGRAM_PER_CUBIC_METRE, "pm10", "pm 10", "pm 10 0");
        know("pm1", MICROGRAM_PER_CUBIC_METRE, "pm1", "pm1.0", "pm 1", "pm 1 0");
        know("illuminance", LUX, "illuminance", "lux", "illumination");
        know("irradiance", WATT_PER_SQUARE_METRE, "irradiance", "solar radiation");
        know("air_pressure", UNKNOWN, "barometric pressure", "air pressure", "barometer");
        know("pressure", UNKNOWN, "pressure");
        know("volume", UNKNOWN, "volume", "water", "total volume");
        know("soil_moisture", UNKNOWN, "water soil", "soil moisture", "moisture soil");
        know("flow", UNKNOWN, "flow", "flow rate", "volume flow");
        know("level", UNKNOWN, "level");
        know("distance", UNKNOWN, "distance");
        know("wind_speed", UNKNOWN, "wind speed", "windspeed");
        know("wind_direction", DEGREE, "wind direction");
        know("rain", UNKNOWN, "rain", "rainfall", "precipitation");
        know("ph", PH, "ph");
        know("rssi", DECIBEL_MILLIWATT, "rssi", "wifi signal", "wifi rssi", "signal strength");
        know("snr", DECIBEL, "snr");
        know("latitude", DEGREE_LATITUDE, "latitude", "lat");
        know("longitude", DEGREE_LONGITUDE, "longitude", "lon", "lng");
        know("counter", COUNT, "counter", "count", "pulses");
    }

    private Names() {}

    /** Whether the name is that of something no device measures: an identity, a time, a version, a set-point. */
    public static boolean isIdentity(String name) {
        List<String> words = words(name);
        return words.isEmpty() || isWanted(words) || NOT_MEASURED.contains(last(words));
    }

    /** Whether the name is that of a set-point, or of what the maker promises. */
    public static boolean isWanted(String name) {
        return isWanted(words(name));
    }

    private static boolean isWanted(List<String> words) {
        int set = words.indexOf("set");
        return words.stream().anyMatch(WANTED::contains)
                || (set >= 0 && set + 1 < words.size() && words.get(set + 1).equals("point"))
                || (words.contains("target") && (words.contains("temperature") || words.contains("temp")));
    }

    /** Whether a number of this name and of no unit is a code for a condition or a choice: nothing that was measured. */
    public static boolean isCode(String name) {
        List<String> words = words(name);
        return !words.isEmpty() && CODES.contains(last(words));
    }

    /** Whether a number of this name and of no unit is a time: when something happened, in seconds or milliseconds. */
    public static boolean isTime(String name, double value) {
        double seconds = value > 1e11 ? value / 1000 : value;
        boolean epoch = seconds == Math.rint(seconds) && seconds >= 1e9 && seconds < 4e9;
        return epoch
                && words(name).stream()
                        .anyMatch(it -> WHEN.contains(it) || TIME.matcher(it).matches());
    }

    /**
     * A field's metric and the way to it.
     *
     * @param metric what the field measures
     * @param scale from the field's unit to the metric's
     */
    public record Named(Metric metric, Units.Scale scale) {}

    /** The metric of a name. A name that says nothing is its own quantity in an unknown unit. */
    public static Named named(String name) {
        List<String> words = new ArrayList<>(words(name));
        Optional<Units.Scale> told = unitTakenFrom(words);
        if (words.size() > 1 && last(words).equals("value")) {
            words.remove(words.size() - 1);
        }
        Optional<Phase> phase = words.size() > 1 ? Phases.takenFrom(words) : Optional.empty();
        Optional<Found> known = known(words);
        if (known.isPresent()
                && known.get().quantity.equals("battery_level")
                && told.isPresent()
                && told.get().unit() == VOLT) {
            known = Optional.of(new Found("voltage", "battery", VOLT));
        }
        if (known.isEmpty() && told.isPresent() && phase.isEmpty()) {
            Metric byUnit =
                    MetricWords.metric(String.join(" ", words), told.get().unit());
            if (byUnit.unit() == told.get().unit()) {
                return new Named(byUnit, told.get());
            }
        }
        Units.Scale scale = told.orElse(Units.plain(known.map(it -> it.unit).orElse(UNKNOWN)));
        String quantity = known.map(it -> it.quantity).orElse(name);
        String channel = known.map(it -> it.channel).orElse("");
        return new Named(Metric.of(quantity, channel, phase, scale.unit()), scale);
    }

    /** Removes the words at the end that are a unit: {@code kwh}, {@code m3 h}. */
    private static Optional<Units.Scale> unitTakenFrom(List<String> words) {
        int size = words.size();
        if (size > 2
                && LAST_TWO.matcher(words.get(size - 2) + ' ' + last(words)).matches()) {
            String over = words.remove(size - 1);
            return Units.of(words.remove(size - 2) + '/' + over);
        }
        return size > 1 && UNIT_WORDS.contains(last(words)) ? Units.of(words.remove(size - 1)) : Optional.empty();
    }

    private record Found(String quantity, String channel, Unit unit) {}

    /** The longest run of words that ends the name, else that starts it, and is known; the others are the channel. */
    private static Optional<Found> known(List<String> words) {
        for (int start = 0; start < words.size(); start++) {
            Known known = KNOWN.get(String.join(" ", words.subList(start, words.size())));
            if (known != null) {
                return Optional.of(new Found(known.quantity, String.join("_", words.subList(0, start)), known.unit));
            }
        }
        for (int end = words.size() - 1; end > 0; end--) {
            String start = String.join(" ", words.subList(0, end));
            Known known = KNOWN.get(start);
            boolean weak =
                    WEAK.contains(start) && !Character.isDigit(words.get(end).charAt(0));
            if (known != null && !weak) {
                String channel = String.join("_", words.subList(end, words.size()));
                return Optional.of(new Found(known.quantity, channel, known.unit));
            }
        }
        return Optional.empty();
    }

    /** Split at everything that is no letter or digit, and where a small letter meets a capital unless that is kWh. */
    private static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        for (String part : NOT_WORD.split(name.substring(0, Math.min(name.length(), LONGEST)), -1)) {
            String lower = part.toLowerCase(Locale.ROOT);
            if (UNIT_WORDS.contains(lower)) {
                words.add(lower);
            } else if (!part.isEmpty()) {
                words.addAll(List.of(CAMEL.matcher(part)
                        .replaceAll(" ")
                        .toLowerCase(Locale.ROOT)
                        .split(" ", -1)));
            }
        }
        return words;
    }

    private static String last(List<String> words) {
        return words.get(words.size() - 1);
    }

    private static void know(String quantity, Unit unit, String... names) {
        for (String name : names) {
            KNOWN.put(name, new Known(quantity, unit));
        }
    }
}
