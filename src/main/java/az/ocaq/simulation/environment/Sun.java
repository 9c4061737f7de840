package az.ocaq.simulation.environment;

import az.ocaq.device.Place;
import az.ocaq.simulation.physics.SunPosition;
import java.time.Instant;

/**
 * Where the sun stands through a day, as a unit vector to the east, to the north and up. Computed every ten minutes to
 * 0.01 degrees (Grena 2012) and interpolated between.
 */
final class Sun {
    private static final int MINUTES = 10;
    private static final int POINTS = 24 * 60 / MINUTES + 1;

    private final double[] east = new double[POINTS];
    private final double[] north = new double[POINTS];
    private final double[] up = new double[POINTS];

    /** Fills it for the 24 hours from an instant. */
    void place(Place place, Instant start, double pressure, double temperature) {
        for (int i = 0; i < POINTS; i++) {
            SunPosition position = SunPosition.at(
                    start.plusSeconds(60L * MINUTES * i), place.latitude(), place.longitude(), pressure, temperature);
            double horizontal = StrictMath.sin(position.zenith());
            east[i] = horizontal * StrictMath.sin(position.azimuth());
            north[i] = horizontal * StrictMath.cos(position.azimuth());
            up[i] = StrictMath.cos(position.zenith());
        }
    }

    double east(double minute) {
        return at(east, minute);
    }

    double north(double minute) {
        return at(north, minute);
    }

    /** The cosine of the zenith angle. */
    double up(double minute) {
        return at(up, minute);
    }

    private static double at(double[] points, double minute) {
        int before = (int) (minute / MINUTES);
        double share = minute / MINUTES - before;
        return points[before] * (1 - share) + points[before + 1] * share;
    }
}
