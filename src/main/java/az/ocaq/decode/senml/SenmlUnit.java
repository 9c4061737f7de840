package az.ocaq.decode.senml;

import static az.ocaq.measurement.Unit.*;

import az.ocaq.measurement.Unit;
import az.ocaq.measurement.Units;
import az.ocaq.measurement.Units.Scale;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A unit of the IANA registry for SenML (RFC 8428 section 12.1) or of its secondary units (RFC 8798). Most are spelled as
 * everywhere; those that are not ({@code C} is the coulomb, {@code /} a ratio) stand here.
 *
 * @param scale to the canonical unit
 * @param word a word for the quantity where the registry's unit says more than the canonical one, else empty text
 */
record SenmlUnit(Scale scale, String word) {
    private static final double SECONDS_PER_HOUR = 3600;

    /** Of the registry, and something else to everybody else. */
    private static final Set<String> NO_QUANTITY = Set.of("F", "H", "T", "S", "N", "kat", "lm", "cd", "mol", "L", "t");

    private static final Map<String, SenmlUnit> OWN = new HashMap<>();

    static {
        own("C", new Scale(AMPERE_HOUR, 1, SECONDS_PER_HOUR, 0), "");
        own("vars", new Scale(VAR_HOUR, 1, SECONDS_PER_HOUR, 0), "");
        own("VAs", new Scale(VOLT_AMPERE_HOUR, 1, SECONDS_PER_HOUR, 0), "");
        own("MHz", new Scale(HERTZ, 1e6, 1, 0), "");
        own("1/s", new Scale(HERTZ, 1, 1, 0), "");
        own("dBW", new Scale(DECIBEL_MILLIWATT, 1, 1, 30), "");
        own("Bspl", new Scale(DECIBEL, 10, 1, 0), "sound pressure");
        own("kg/m3", new Scale(MICROGRAM_PER_CUBIC_METRE, 1e9, 1, 0), "");
        own("m/h", new Scale(MILLIMETRE_PER_HOUR, 1000, 1, 0), "");
        own("rad", new Scale(DEGREE, 180, Math.PI, 0), "");
        own("/", new Scale(ONE, 1, 1, 0), "");
        own("/100", new Scale(ONE, 1, 100, 0), "");
        own("/1000", new Scale(ONE, 1, 1000, 0), "");
        own("%EL", new Scale(PERCENT, 1, 1, 0), "battery level");
        own("EL", new Scale(SECOND, 1, 1, 0), "battery remaining");
    }

    /** The unit of a registry name; {@link Unit#UNKNOWN} as canonical unit when it has none here or none is given. */
    static SenmlUnit named(String name) {
        SenmlUnit own = OWN.get(name);
        if (own != null) {
            return own;
        }
        Optional<Scale> scale = NO_QUANTITY.contains(name) ? Optional.empty() : Units.of(name);
        return new SenmlUnit(scale.orElse(Units.plain(UNKNOWN)), "");
    }

    /** What the sum of RFC 8428 is of: a value times seconds; empty when that is no quantity of ours. */
    Optional<SenmlUnit> timesSeconds() {
        Unit summed = switch (scale.unit()) {
            case WATT -> WATT_HOUR;
            case VAR -> VAR_HOUR;
            case VOLT_AMPERE -> VOLT_AMPERE_HOUR;
            case AMPERE -> AMPERE_HOUR;
            case CUBIC_METRE_PER_HOUR -> CUBIC_METRE;
            default -> UNKNOWN;
        };
        if (summed == UNKNOWN) {
            return Optional.empty();
        }
        return Optional.of(
                new SenmlUnit(new Scale(summed, scale.numerator(), scale.denominator() * SECONDS_PER_HOUR, 0), ""));
    }

    private static void own(String name, Scale scale, String word) {
        OWN.put(name, new SenmlUnit(scale, word));
    }
}
