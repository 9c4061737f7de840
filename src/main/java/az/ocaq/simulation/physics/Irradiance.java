package az.ocaq.simulation.physics;

/** Sunlight: clear sky, its split into direct and diffuse, and what falls on a tilted plane. Angles in radians. */
public final class Irradiance {
    private static final double SOLAR_CONSTANT = 1366.1;
    private static final double DIRECT_ABOVE = StrictMath.cos(Math.toRadians(87));
    private static final double SMALLEST_COSINE = 0.01745;

    private Irradiance() {}

    /** What reaches the top of the air on a day of the year (Spencer 1971), W/m2. */
    public static double extraterrestrial(int dayOfYear) {
        double b = 2 * Math.PI * (dayOfYear - 1) / 365;
        return SOLAR_CONSTANT
                * (1.00011
                        + 0.034221 * StrictMath.cos(b)
                        + 0.00128 * StrictMath.sin(b)
                        + 0.000719 * StrictMath.cos(2 * b)
                        + 7.7e-5 * StrictMath.sin(2 * b));
    }

    /** Global horizontal irradiance of a clear sky after Haurwitz, from the cosine of the apparent zenith. */
    public static double haurwitz(double cosZenith) {
        return cosZenith <= 0 ? 0 : 1098 * cosZenith * StrictMath.exp(-0.059 / cosZenith);
    }

    /** Relative air mass after Kasten and Young (1989); zenith in degrees. */
    public static double airMass(double zenith) {
        return 1 / (StrictMath.cos(Math.toRadians(zenith)) + 0.50572 * StrictMath.pow(6.07995 + 90 - zenith, -1.6364));
    }

    /** Air pressure at an altitude of the standard atmosphere, Pa. */
    public static double pressure(double altitude) {
        return 100 * StrictMath.pow((44331.514 - altitude) / 11880.516, 1 / 0.1902632);
    }

    /** Global horizontal irradiance of a clear sky after Ineichen and Perez (2002), without Perez's enhancement. */
    public static double ineichenGlobal(
            double cosZenith, double airMassAbsolute, double turbidity, double altitude, double extraterrestrial) {
        if (cosZenith <= 0) {
            return 0;
        }
        double fh1 = StrictMath.exp(-altitude / 8000);
        double fh2 = StrictMath.exp(-altitude / 1250);
        double cg1 = 5.09e-5 * altitude + 0.868;
        double cg2 = 3.92e-5 * altitude + 0.0387;
        return cg1
                * extraterrestrial
                * cosZenith
                * StrictMath.exp(-cg2 * airMassAbsolute * (fh1 + fh2 * (turbidity - 1)));
    }

    /** Direct normal irradiance of a clear sky after Ineichen and Perez (2002), for its global irradiance. */
    public static double ineichenDirect(
            double cosZenith, double airMassAbsolute, double turbidity, double altitude, double extraterrestrial) {
        if (cosZenith <= 0) {
            return 0;
        }
        double global = ineichenGlobal(cosZenith, airMassAbsolute, turbidity, altitude, extraterrestrial);
        double b = 0.664 + 0.163 / StrictMath.exp(-altitude / 8000);
        double beam = b * StrictMath.exp(-0.09 * airMassAbsolute * (turbidity - 1)) * extraterrestrial;
        double limit = global
                * (1 - (0.1 - 0.2 * StrictMath.exp(-turbidity)) / (0.1 + 0.882 / StrictMath.exp(-altitude / 8000)))
                / cosZenith;
        return Math.max(0, Math.min(beam, limit));
    }

    /** The share of global horizontal irradiance that is diffuse (Erbs 1982), from the clearness index. */
    public static double erbsDiffuseShare(double clearness) {
        double kt = Math.max(0, Math.min(1, clearness));
        if (kt <= 0.22) {
            return 1 - 0.09 * kt;
        }
        return kt > 0.8
                ? 0.165
                : 0.9511 - 0.1604 * kt + 4.388 * kt * kt - 16.638 * kt * kt * kt + 12.336 * kt * kt * kt * kt;
    }

    /** Diffuse horizontal irradiance after Erbs; all of it is diffuse when the sun is lower than 3 degrees. */
    public static double erbsDiffuse(double global, double cosZenith, double extraterrestrial) {
        if (cosZenith < DIRECT_ABOVE) {
            return global;
        }
        double clearness = global / (extraterrestrial * Math.max(cosZenith, 0.065));
        return Math.min(global, global * erbsDiffuseShare(clearness));
    }

    /** Sky diffuse on a tilted plane after Hay and Davies (1980). */
    public static double hayDavies(Sky sky, double cosTilt, double cosIncidence, double cosZenith) {
        double ratio = Math.max(cosIncidence, 0) / Math.max(cosZenith, SMALLEST_COSINE);
        double anisotropy = sky.direct() / sky.extraterrestrial();
        return Math.max(0, sky.diffuse() * (anisotropy * ratio + (1 - anisotropy) * (1 + cosTilt) / 2));
    }

    /** What the ground reflects onto a tilted plane. */
    public static double groundDiffuse(double global, double albedo, double cosTilt) {
        return global * albedo * (1 - cosTilt) / 2;
    }

    /**
     * The sunlight of a moment, W/m2.
     *
     * @param global on the horizontal
     * @param direct on a plane that faces the sun
     * @param diffuse from the sky on the horizontal
     * @param extraterrestrial above the air
     */
    public record Sky(double global, double direct, double diffuse, double extraterrestrial) {}
}
