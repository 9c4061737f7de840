package az.ocaq.measurement;

import static az.ocaq.measurement.Unit.*;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/** The spellings of units that devices use, each with its way to a canonical unit. The only place that scales. */
public final class Units {
    private static final int LONGEST = 24;
    private static final double DECIMALS = 1e6;
    private static final double BINARY_NOISE = 1e-15;
    private static final double FAHRENHEIT_OFFSET = -160.0 / 9;
    private static final double ZERO_CELSIUS = 273.15;
    private static final Set<Unit> SHARES = Set.of(ONE, PERCENT, RELATIVE_HUMIDITY);
    private static final Set<Unit> LENGTHS = Set.of(METRE, MILLIMETRE);
    private static final Map<String, Scale> KNOWN = new HashMap<>();

    static {
        electricity();
        energy();
        milli();
        climate();
        water();
        weather();
        rest();
        cyrillic();
    }

    private Units() {}

    /**
     * How values of one unit become values of a canonical one: {@code value * numerator / denominator + offset}. Two
     * factors, because 0.1 is not exact in binary and 1 / 10 is.
     */
    public record Scale(Unit unit, double numerator, double denominator, double offset) {
        /** The value in the canonical unit, as short in decimal as the device wrote it: 1.017 kWh is 1017 Wh. */
        public double apply(double value) {
            double exact = value * numerator / denominator + offset;
            double rounded = Math.rint(exact * DECIMALS) / DECIMALS;
            return Math.abs(exact - rounded) <= Math.abs(exact) * BINARY_NOISE ? rounded : exact;
        }

        /**
         * The value in another canonical unit, where that is {@link Units#possible}. Kelvins are those of a difference: of a
         * difference in °C or °F the offset of the scale is no part.
         */
        public double apply(double value, Unit to) {
            return unit == CELSIUS && to == KELVIN
                    ? new Scale(KELVIN, numerator, denominator, 0).apply(value)
                    : convert(apply(value), unit, to);
        }

        /** The value in this unit of one in the canonical unit. */
        double undo(double canonical) {
            return new Scale(unit, denominator, numerator, 0).apply(canonical - offset);
        }

        /** The same after multiplying the value by a factor: 0.1 where a device counts in tenths. */
        public Scale times(double factor) {
            double inverse = 1 / factor;
            boolean tenths = Math.abs(factor) < 1 && Math.abs(inverse - Math.rint(inverse)) < 1e-9 * Math.abs(inverse);
            return tenths
                    ? new Scale(unit, numerator, denominator * Math.rint(inverse), offset)
                    : new Scale(unit, numerator * factor, denominator, offset);
        }
    }

    /** Whether a value in one canonical unit can be told in the other: a level sent in mm in m, a share in percent. */
    public static boolean possible(Unit from, Unit to) {
        return from == to
                || (SHARES.contains(from) && SHARES.contains(to))
                || (LENGTHS.contains(from) && LENGTHS.contains(to))
                || (from == KELVIN && to == CELSIUS)
                || (from == CELSIUS && to == KELVIN);
    }

    private static double convert(double value, Unit from, Unit to) {
        if (from == to || from == UNKNOWN) {
            return value;
        }
        if (from == KELVIN && to == CELSIUS) {
            return value - ZERO_CELSIUS;
        }
        double base = from == ONE ? value * 100 : from == METRE ? value * 1000 : value;
        return to == ONE ? base / 100 : to == METRE ? base / 1000 : base;
    }

    /**
     * The way from one unit's values to another's, both in any usual spelling; empty when they do not measure the same.
     *
     * @param difference whether values are differences, of which temperatures have no offset
     */
    public static Optional<DoubleUnaryOperator> between(String from, String to, boolean difference) {
        Optional<Scale> source = of(from).filter(it -> it.unit != UNKNOWN);
        Optional<Scale> target = of(to).filter(it -> it.unit != UNKNOWN);
        if (source.isEmpty() || target.isEmpty() || !possible(source.get().unit, target.get().unit)) {
            return Optional.empty();
        }
        return Optional.of(between(source.get(), target.get(), difference));
    }

    private static DoubleUnaryOperator between(Scale from, Scale to, boolean difference) {
        if (difference) {
            Scale source = new Scale(from.unit, from.numerator, from.denominator, 0);
            Scale target = new Scale(to.unit, to.numerator, to.denominator, 0);
            boolean degrees = from.unit == KELVIN || from.unit == CELSIUS;
            return value ->
                    target.undo(degrees ? source.apply(value) : convert(source.apply(value), from.unit, to.unit));
        }
        boolean kelvins = from.unit == CELSIUS && to.unit == KELVIN;
        return value ->
                to.undo(kelvins ? from.apply(value) + ZERO_CELSIUS : convert(from.apply(value), from.unit, to.unit));
    }

    /** The scale of values that already are in a canonical unit. */
    public static Scale plain(Unit unit) {
        return new Scale(unit, 1, 1, 0);
    }

    /** What a unit's text means, in any usual spelling: {@code kWh}, {@code m³/h}, {@code °F}, {@code Watt}. */
    public static Optional<Scale> of(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        String trimmed = text.strip();
        Scale exact = KNOWN.get(trimmed);
        return exact != null ? Optional.of(exact) : Optional.ofNullable(KNOWN.get(folded(trimmed)));
    }

    /** Lower case, plain digits and letters: m³ and m^3 are m3, µ has two code points, a space says nothing. */
    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replace("³", "3")
                .replace("²", "2")
                .replace("^", "")
                .replace("μ", "µ")
                .replace("º", "°")
                .replace("·", "")
                .replace("*", "")
                .replace("/hr", "/h")
                .replace("/hour", "/h")
                .replace(" ", "");
    }

    private static void electricity() {
        add(WATT, 1, 1, "W", "watt", "watts");
        add(WATT, 1000, 1, "kW", "kilowatt");
        add(WATT, 1_000_000, 1, "MW");
        add(WATT, 1_000_000_000, 1, "GW");
        add(WATT, 0.29307107, 1, "BTU/h");
        add(WATT, 1, 10, "dW");
        add(VOLT_AMPERE, 1, 1, "VA");
        add(VOLT_AMPERE, 1000, 1, "kVA");
        add(VOLT_AMPERE, 1_000_000, 1, "MVA");
        add(VAR, 1, 1, "var", "VAr");
        add(VAR, 1000, 1, "kvar", "kVAr");
        add(VAR, 1_000_000, 1, "Mvar");
        add(VOLT, 1, 1, "V", "volt", "volts", "Vac", "Vdc");
        add(VOLT, 1, 1000, "mV", "millivolt");
        add(VOLT, 1, 10, "dV");
        add(VOLT, 1000, 1, "kV");
        add(AMPERE, 1, 1, "A", "amp", "amps", "ampere", "amperes", "Aac", "Adc");
        add(AMPERE, 1, 1000, "mA", "milliampere");
        add(AMPERE, 1, 1_000_000, "µA", "uA");
        add(AMPERE, 1, 100, "cA");
        add(AMPERE, 1, 10, "dA");
        add(AMPERE_HOUR, 1, 1, "Ah");
        add(AMPERE_HOUR, 1, 1000, "mAh");
        add(HERTZ, 1, 1, "Hz", "hertz");
        add(HERTZ, 1000, 1, "kHz");
    }

    /** Where upper and lower case are different units, only the exact spelling counts: an MW is not an mW. */
    private static void milli() {
        KNOWN.put("mHz", new Scale(HERTZ, 1, 1000, 0));
        KNOWN.put("mW", new Scale(WATT, 1, 1000, 0));
        KNOWN.put("mWh", new Scale(WATT_HOUR, 1, 1000, 0));
        KNOWN.remove("mw");
    }

    private static void energy() {
        add(WATT_HOUR, 1, 1, "Wh");
        add(WATT_HOUR, 100, 1, "hWh");
        add(WATT_HOUR, 1000, 1, "kWh", "kilowatthour", "kilowatthours");
        add(WATT_HOUR, 1_000_000, 1, "MWh");
        add(WATT_HOUR, 1_000_000_000, 1, "GWh");
        add(WATT_HOUR, 1e12, 1, "TWh");
        add(WATT_HOUR, 1.163, 1, "kcal");
        add(WATT_HOUR, 0.29307107, 1, "BTU");
        add(WATT_HOUR, 1, 60, "Wmin", "watt-minute");
        add(WATT_HOUR, 1, 3600, "J", "Ws");
        add(WATT_HOUR, 1000, 3600, "kJ");
        add(WATT_HOUR, 1_000_000, 3600, "MJ");
        add(WATT_HOUR, 1_000_000_000, 3600, "GJ");
        add(VAR_HOUR, 1, 1, "varh");
        add(VAR_HOUR, 1000, 1, "kvarh");
        add(VOLT_AMPERE_HOUR, 1, 1, "VAh");
        add(VOLT_AMPERE_HOUR, 1000, 1, "kVAh");
    }

    private static void climate() {
        add(CELSIUS, 1, 1, "°C", "℃", "Cel", "degC", "celsius", "°Celsius", "C");
        KNOWN.put("mC", new Scale(CELSIUS, 1, 1000, 0));
        add(CELSIUS, 1, 10, "dC");
        Scale fahrenheit = new Scale(CELSIUS, 5, 9, FAHRENHEIT_OFFSET);
        for (String name : new String[] {"°f", "f", "degf", "fahrenheit", "℉"}) {
            KNOWN.put(name, fahrenheit);
        }
        add(KELVIN, 1, 1, "K", "kelvin");
        add(RELATIVE_HUMIDITY, 1, 1, "%RH", "%r.H.", "RH%");
        add(PERCENT, 1, 1, "%", "pct", "percent", "%EL");
        add(PARTS_PER_MILLION, 1, 1, "ppm");
        add(PARTS_PER_BILLION, 1, 1, "ppb");
        add(MICROGRAM_PER_CUBIC_METRE, 1, 1, "µg/m3", "ug/m3");
        add(MICROGRAM_PER_CUBIC_METRE, 1000, 1, "mg/m3");
        add(LUX, 1, 1, "lx", "lux");
        add(LUX, 1000, 1, "klx");
        add(PH, 1, 1, "pH");
    }

    private static void water() {
        add(CUBIC_METRE, 1, 1, "m3", "cubicmetre", "cubicmeter", "cubicmetres", "cubicmeters", "cbm", "Nm3");
        add(CUBIC_METRE, 1, 1000, "L", "l", "litre", "litres", "liter", "liters", "ltr", "dm3");
        add(CUBIC_METRE, 1, 10, "hL");
        add(CUBIC_METRE, 1, 1, "kL");
        add(CUBIC_METRE, 1, 1_000_000, "mL");
        add(CUBIC_METRE, 0.003785411784, 1, "gal", "gallon", "gallons", "USgal");
        add(CUBIC_METRE, 0.028316846592, 1, "ft3", "cf", "cuft", "cubicfeet");
        add(CUBIC_METRE, 2.8316846592, 1, "CCF");
        add(CUBIC_METRE_PER_HOUR, 1, 1, "m3/h", "m3h");
        add(CUBIC_METRE_PER_HOUR, 3600, 1, "m3/s");
        add(CUBIC_METRE_PER_HOUR, 60, 1, "m3/min");
        add(CUBIC_METRE_PER_HOUR, 1, 24, "m3/d", "m3/day");
        add(CUBIC_METRE_PER_HOUR, 60, 1_000_000, "mL/min");
        add(CUBIC_METRE_PER_HOUR, 0.22712470704, 1, "gal/min", "gpm");
        add(CUBIC_METRE_PER_HOUR, 0.003785411784, 1, "gal/h");
        add(CUBIC_METRE_PER_HOUR, 1.69901079552, 1, "ft3/min", "cfm");
        add(CUBIC_METRE_PER_HOUR, 1, 1000, "L/h", "lph");
        add(CUBIC_METRE_PER_HOUR, 60, 1000, "L/min", "lpm");
        add(CUBIC_METRE_PER_HOUR, 3.6, 1, "L/s");
        add(BAR, 1, 1, "bar", "barg", "bara");
        add(BAR, 1, 1000, "mbar", "hPa", "mb");
        add(BAR, 0.980665, 1, "kgf/cm2");
        add(BAR, 0.0024908891, 1, "inH2O");
        add(BAR, 1, 100, "kPa");
        add(BAR, 1, 100_000, "Pa");
        add(BAR, 10, 1, "MPa");
        add(BAR, 0.0689475729318, 1, "psi");
        add(BAR, 0.00133322387415, 1, "mmHg", "torr");
        add(BAR, 0.0338638866667, 1, "inHg");
        add(BAR, 1.01325, 1, "atm");
        add(NTU, 1, 1, "NTU");
    }

    private static void weather() {
        add(WATT_PER_SQUARE_METRE, 1, 1, "W/m2");
        add(WATT_PER_SQUARE_METRE, 1000, 1, "kW/m2");
        add(METRE_PER_SECOND, 1, 1, "m/s", "mps");
        add(METRE_PER_SECOND, 1, 3.6, "km/h", "kmh", "kph");
        add(METRE_PER_SECOND, 0.44704, 1, "mph", "mi/h");
        add(METRE_PER_SECOND, 0.514444444444, 1, "kn", "kt", "knot", "knots");
        add(METRE_PER_SECOND, 0.3048, 1, "ft/s");
        add(DEGREE, 1, 1, "°", "deg", "degree", "degrees");
        KNOWN.put("lat", new Scale(DEGREE_LATITUDE, 1, 1, 0));
        KNOWN.put("lon", new Scale(DEGREE_LONGITUDE, 1, 1, 0));
        KNOWN.put("°lat", new Scale(DEGREE_LATITUDE, 1, 1, 0));
        KNOWN.put("°lon", new Scale(DEGREE_LONGITUDE, 1, 1, 0));
        add(MILLIMETRE, 1, 1, "mm", "millimetre");
        add(MILLIMETRE_PER_HOUR, 1, 1, "mm/h");
        add(MILLIMETRE_PER_HOUR, 1, 24, "mm/d", "mm/day");
        add(MILLIMETRE, 25.4, 1, "in", "inch", "inches");
        add(MILLIMETRE_PER_HOUR, 25.4, 1, "in/h");
        add(METRE, 1, 1, "m", "metre", "meter");
        add(METRE, 1, 100, "cm");
        add(METRE, 1000, 1, "km");
        add(METRE, 0.3048, 1, "ft", "feet");
        add(METRE, 1609.344, 1, "mi", "mile", "miles");
    }

    private static void rest() {
        add(SECOND, 1, 1, "s", "sec", "secs", "second", "seconds");
        add(SECOND, 1, 1000, "ms");
        add(SECOND, 60, 1, "min", "mins", "minute", "minutes");
        add(SECOND, 3600, 1, "h", "hr", "hrs", "hour", "hours");
        add(SECOND, 86_400, 1, "d", "day", "days");
        add(REVOLUTION_PER_MINUTE, 1, 1, "rpm", "1/min", "min-1", "U/min", "rev/min");
        add(REVOLUTION_PER_MINUTE, 60, 1, "rps");
        add(DECIBEL_MILLIWATT, 1, 1, "dBm");
        add(DECIBEL, 1, 1, "dB", "dBA", "dB(A)");
        add(KILOGRAM, 1, 1, "kg");
        add(KILOGRAM, 1, 1000, "g");
        add(KILOGRAM, 1000, 1, "t");
        add(KILOGRAM, 0.45359237, 1, "lb", "lbs");
        add(ONE, 1, 1, "1", "ratio", "pf", "cosphi", "cosφ");
        add(ONE, 1, 100, "pct_pf");
        add(COUNT, 1, 1, "count", "counts", "pcs", "imp", "impulses", "pulses");
        add(STATE, 1, 1, "state", "onoff", "bool");
        for (String other : new String[] {"unknown", "MB", "Mb", "MV", "S", "T"}) { // megabytes are no millibars
            KNOWN.put(other, plain(UNKNOWN));
        }
        KNOWN.put("text", plain(TEXT));
    }

    /** As devices with Russian texts write them; the C of °С is another letter there. */
    private static void cyrillic() {
        add(WATT, 1, 1, "Вт");
        add(WATT, 1000, 1, "кВт");
        add(WATT_HOUR, 1, 1, "Втч");
        add(WATT_HOUR, 1000, 1, "кВтч");
        add(WATT_HOUR, 1_000_000, 1, "МВтч");
        add(VOLT_AMPERE, 1, 1, "ВА");
        add(VOLT_AMPERE, 1000, 1, "кВА");
        add(VAR, 1, 1, "вар");
        add(VAR, 1000, 1, "квар");
        add(VOLT, 1, 1, "В");
        add(AMPERE, 1, 1, "А");
        add(HERTZ, 1, 1, "Гц");
        add(CELSIUS, 1, 1, "°С");
        add(CUBIC_METRE, 1, 1, "м3");
        add(CUBIC_METRE, 1, 1000, "л");
        add(CUBIC_METRE_PER_HOUR, 1, 1, "м3/ч");
        add(CUBIC_METRE_PER_HOUR, 60, 1000, "л/мин");
        add(CUBIC_METRE_PER_HOUR, 3.6, 1, "л/с");
        add(BAR, 1, 1, "бар");
        add(BAR, 1, 100, "кПа");
        add(BAR, 10, 1, "МПа");
        add(BAR, 1, 100_000, "Па");
        add(BAR, 0.00133322387415, 1, "мм рт. ст.", "ммртст");
        add(BAR, 0.980665, 1, "кгс/см2");
        add(METRE_PER_SECOND, 1, 1, "м/с");
        add(MILLIMETRE, 1, 1, "мм");
        add(METRE, 1, 100, "см");
        add(METRE, 1, 1, "м");
        add(LUX, 1, 1, "лк");
    }

    /** Each spelling as it is and folded; where two units fold to one spelling, the first keeps it. */
    private static void add(Unit unit, double numerator, double denominator, String... spellings) {
        Scale scale = new Scale(unit, numerator, denominator, 0);
        for (String spelling : spellings) {
            KNOWN.put(spelling, scale);
            KNOWN.putIfAbsent(folded(spelling), scale);
        }
    }
}
