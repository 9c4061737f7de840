package az.ocaq.measurement;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The canonical units. Values are scaled to one of these once, in {@code decode}, and never again. */
public enum Unit {
    WATT("W"),
    VOLT_AMPERE("VA"),
    VAR("var"),
    WATT_HOUR("Wh"),
    VAR_HOUR("varh"),
    VOLT_AMPERE_HOUR("VAh"),
    VOLT("V"),
    AMPERE("A"),
    AMPERE_HOUR("Ah"),
    HERTZ("Hz"),
    ONE("1"),
    CELSIUS("°C"),
    KELVIN("K"),
    PERCENT("%"),
    RELATIVE_HUMIDITY("%RH"),
    CUBIC_METRE("m3"),
    CUBIC_METRE_PER_HOUR("m3/h"),
    BAR("bar"),
    METRE("m"),
    WATT_PER_SQUARE_METRE("W/m2"),
    LUX("lx"),
    METRE_PER_SECOND("m/s"),
    DEGREE("°"),
    DEGREE_LATITUDE("°lat"),
    DEGREE_LONGITUDE("°lon"),
    PARTS_PER_MILLION("ppm"),
    PARTS_PER_BILLION("ppb"),
    MICROGRAM_PER_CUBIC_METRE("µg/m3"),
    MILLIMETRE("mm"),
    MILLIMETRE_PER_HOUR("mm/h"),
    SECOND("s"),
    REVOLUTION_PER_MINUTE("rpm"),
    DECIBEL_MILLIWATT("dBm"),
    DECIBEL("dB"),
    PH("pH"),
    NTU("NTU"),
    KILOGRAM("kg"),
    COUNT("count"),
    /** A state: 0 and 1, or the number of a state of a list. */
    STATE("state"),
    /** Words; not a number. */
    TEXT("text"),
    /** The message does not say, and nobody guesses. */
    UNKNOWN("unknown");

    private static final Map<String, Unit> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Unit::code, Function.identity()));

    private final String code;

    Unit(String code) {
        this.code = code;
    }

    /** The code in data: {@code m3}, not {@code m³}. */
    public String code() {
        return code;
    }

    /** The unit of a code exactly as {@link #code} prints it. */
    public static Optional<Unit> ofCode(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
