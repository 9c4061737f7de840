package az.ocaq.simulation.physics;

import java.time.Instant;

/**
 * Where the sun stands, after algorithm 3 of Grena (2012), Solar Energy 86(5): good to 0.01 degrees from 2010 to 2110. The
 * same on every machine, to the last bit.
 *
 * @param azimuth radians from north over east
 * @param zenith radians, with the refraction of the air
 */
public record SunPosition(double azimuth, double zenith) {
    private static final Instant ORIGIN = Instant.parse("2060-01-01T00:00:00Z");
    private static final double SECONDS_OF_A_DAY = 86_400;
    /** Terrestrial time less universal time; a few seconds more or less change nothing that can be seen. */
    private static final double DELTA_T = 72;

    /**
     * The position at a time and a place.
     *
     * @param latitude degrees
     * @param longitude degrees
     * @param pressure hPa
     * @param temperature °C
     */
    public static SunPosition at(Instant time, double latitude, double longitude, double pressure, double temperature) {
        double t = (time.getEpochSecond() - ORIGIN.getEpochSecond()) / SECONDS_OF_A_DAY;
        double te = t + DELTA_T / SECONDS_OF_A_DAY;
        double w = 0.0172019715 * te;
        double lambda = -1.388803
                + 1.720279216e-2 * te
                + 3.3366e-2 * StrictMath.sin(w - 0.06172)
                + 3.53e-4 * StrictMath.sin(2 * w - 0.1163);
        double epsilon = 4.089567e-1 - 6.19e-9 * te;
        double sinLambda = StrictMath.sin(lambda);
        double cosLambda = StrictMath.cos(lambda);
        double sinEpsilon = StrictMath.sin(epsilon);
        double cosEpsilon = StrictMath.sqrt(1 - sinEpsilon * sinEpsilon);
        double ascension = StrictMath.atan2(sinLambda * cosEpsilon, cosLambda);
        double declination = StrictMath.asin(sinLambda * sinEpsilon);
        double hourAngle = 1.7528311 + 6.300388099 * t + Math.toRadians(longitude) - ascension;
        return horizontal(declination, hourAngle, Math.toRadians(latitude), pressure, temperature);
    }

    private static SunPosition horizontal(
            double declination, double hourAngle, double latitude, double pressure, double temperature) {
        double sinLatitude = StrictMath.sin(latitude);
        double cosLatitude = StrictMath.sqrt(1 - sinLatitude * sinLatitude);
        double sinDeclination = StrictMath.sin(declination);
        double cosDeclination = StrictMath.sqrt(1 - sinDeclination * sinDeclination);
        double sinHour = StrictMath.sin(hourAngle);
        double cosHour = StrictMath.cos(hourAngle);
        double sinElevation = sinLatitude * sinDeclination + cosLatitude * cosDeclination * cosHour;
        double elevation = StrictMath.asin(sinElevation) - 4.26e-5 * StrictMath.sqrt(1 - sinElevation * sinElevation);
        double fromSouth =
                StrictMath.atan2(sinHour, cosHour * sinLatitude - sinDeclination * cosLatitude / cosDeclination);
        double refraction = elevation > 0
                ? 0.08422
                        * (pressure / 1000)
                        / ((273 + temperature) * StrictMath.tan(elevation + 0.003138 / (elevation + 0.08919)))
                : 0;
        return new SunPosition(fromSouth + Math.PI, Math.PI / 2 - elevation - refraction);
    }
}
