package az.ocaq.decode;

import static az.ocaq.measurement.Unit.*;

import az.ocaq.measurement.Unit;
import java.util.Set;

/** From one canonical unit to another of the same dimension: a level sent in mm is stored in m, rain in mm. */
public final class UnitConversion {
    private static final Set<Unit> SHARES = Set.of(ONE, PERCENT, RELATIVE_HUMIDITY);
    private static final double ZERO_CELSIUS = 273.15;

    private UnitConversion() {}

    /** Whether a value in one unit can be told in the other. */
    public static boolean possible(Unit from, Unit to) {
        return from == to
                || (SHARES.contains(from) && SHARES.contains(to))
                || (isLength(from) && isLength(to))
                || (from == KELVIN && to == CELSIUS);
    }

    /** The value in the other unit; only where that is {@link #possible}. */
    public static double convert(double value, Unit from, Unit to) {
        if (from == to || from == UNKNOWN) {
            return value;
        }
        if (from == KELVIN && to == CELSIUS) {
            return value - ZERO_CELSIUS;
        }
        double base = from == ONE ? value * 100 : from == METRE ? value * 1000 : value;
        return to == ONE ? base / 100 : to == METRE ? base / 1000 : base;
    }

    private static boolean isLength(Unit unit) {
        return unit == METRE || unit == MILLIMETRE;
    }
}
