package az.ocaq.decode.senml;

import static az.ocaq.measurement.Unit.*;

import az.ocaq.measurement.Unit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A unit of the IANA registry for SenML (RFC 8428 section 12.1) or of its secondary units (RFC 8798), with what turns a
 * value of it into one of a canonical unit: times the factor, plus the offset.
 *
 * @param word a word for the quantity where the registry's unit says more than the canonical one, else empty text
 */
record SenmlUnit(Unit canonical, double factor, double offset, String word) {
    private static final double SECONDS_PER_HOUR = 3600;
    private static final SenmlUnit UNSAID = new SenmlUnit(UNKNOWN, 1, 0, "");
    private static final Map<String, SenmlUnit> REGISTRY = new HashMap<>();

    static {
        electricity();
        substances();
        space();
        plainNumbers();
    }

    /** The unit of a registry name; {@link Unit#UNKNOWN} as canonical unit when it has none here or none is given. */
    static SenmlUnit named(String name) {
        return REGISTRY.getOrDefault(name, UNSAID);
    }

    double scale(double value) {
        return value * factor + offset;
    }

    /** What the sum of RFC 8428 is of: a value times seconds; empty when that is no quantity of ours. */
    Optional<SenmlUnit> timesSeconds() {
        Unit summed = switch (canonical) {
            case WATT -> WATT_HOUR;
            case VAR -> VAR_HOUR;
            case VOLT_AMPERE -> VOLT_AMPERE_HOUR;
            case AMPERE -> AMPERE_HOUR;
            case CUBIC_METRE_PER_HOUR -> CUBIC_METRE;
            default -> UNKNOWN;
        };
        return summed == UNKNOWN
                ? Optional.empty()
                : Optional.of(new SenmlUnit(summed, factor / SECONDS_PER_HOUR, 0, ""));
    }

    private static void electricity() {
        thousandfold("W", "kW", WATT, 1);
        thousandfold("VA", "kVA", VOLT_AMPERE, 1);
        thousandfold("var", "kvar", VAR, 1);
        thousandfold("Wh", "kWh", WATT_HOUR, 1);
        thousandfold("varh", "kvarh", VAR_HOUR, 1);
        thousandfold("VAh", "kVAh", VOLT_AMPERE_HOUR, 1);
        add("MW", WATT, 1e6);
        add("MWh", WATT_HOUR, 1e6);
        add("J", WATT_HOUR, 1 / SECONDS_PER_HOUR);
        add("vars", VAR_HOUR, 1 / SECONDS_PER_HOUR);
        add("VAs", VOLT_AMPERE_HOUR, 1 / SECONDS_PER_HOUR);
        thousandfold("mV", "V", VOLT, 1e-3);
        thousandfold("mA", "A", AMPERE, 1e-3);
        thousandfold("V", "kV", VOLT, 1);
        add("C", AMPERE_HOUR, 1 / SECONDS_PER_HOUR);
        thousandfold("mAh", "Ah", AMPERE_HOUR, 1e-3);
        add("Hz", HERTZ, 1);
        add("MHz", HERTZ, 1e6);
        add("dBm", DECIBEL_MILLIWATT, 1);
        add("dBW", DECIBEL_MILLIWATT, 1, 30, "");
        add("dB", DECIBEL, 1);
        add("Bspl", DECIBEL, 10, 0, "sound pressure");
    }

    private static void substances() {
        add("Cel", CELSIUS, 1);
        add("K", KELVIN, 1);
        add("%RH", RELATIVE_HUMIDITY, 1);
        add("Pa", BAR, 1e-5);
        add("hPa", BAR, 1e-3);
        add("kPa", BAR, 1e-2);
        add("m3", CUBIC_METRE, 1);
        add("l", CUBIC_METRE, 1e-3);
        add("m3/s", CUBIC_METRE_PER_HOUR, SECONDS_PER_HOUR);
        add("l/s", CUBIC_METRE_PER_HOUR, SECONDS_PER_HOUR / 1000);
        thousandfold("g", "kg", KILOGRAM, 1e-3);
        add("ug/m3", MICROGRAM_PER_CUBIC_METRE, 1);
        add("kg/m3", MICROGRAM_PER_CUBIC_METRE, 1e9);
        add("ppm", PARTS_PER_MILLION, 1);
        add("ppb", PARTS_PER_BILLION, 1);
        add("pH", Unit.PH, 1);
        add("NTU", Unit.NTU, 1);
        add("mm/h", MILLIMETRE_PER_HOUR, 1);
        add("m/h", MILLIMETRE_PER_HOUR, 1000);
    }

    private static void space() {
        add("m", METRE, 1);
        add("mm", MILLIMETRE, 1);
        add("cm", METRE, 1e-2);
        add("km", METRE, 1000);
        add("m/s", METRE_PER_SECOND, 1);
        add("km/h", METRE_PER_SECOND, 1 / 3.6);
        add("rad", DEGREE, 180 / Math.PI);
        add("deg", DEGREE, 1);
        add("lat", DEGREE_LATITUDE, 1);
        add("lon", DEGREE_LONGITUDE, 1);
        add("lx", LUX, 1);
        add("W/m2", WATT_PER_SQUARE_METRE, 1);
        thousandfold("ms", "s", SECOND, 1e-3);
        add("min", SECOND, 60);
        add("h", SECOND, SECONDS_PER_HOUR);
    }

    private static void plainNumbers() {
        add("/", ONE, 1);
        add("%", PERCENT, 1);
        add("/100", ONE, 1e-2);
        add("/1000", ONE, 1e-3);
        add("%EL", PERCENT, 1, 0, "battery level");
        add("EL", SECOND, 1, 0, "battery remaining");
        add("count", COUNT, 1);
        add("1/min", REVOLUTION_PER_MINUTE, 1);
        add("1/s", HERTZ, 1);
    }

    private static void thousandfold(String small, String large, Unit canonical, double factor) {
        add(small, canonical, factor);
        add(large, canonical, factor * 1000);
    }

    private static void add(String name, Unit canonical, double factor) {
        add(name, canonical, factor, 0, "");
    }

    private static void add(String name, Unit canonical, double factor, double offset, String word) {
        REGISTRY.put(name, new SenmlUnit(canonical, factor, offset, word));
    }
}
