package az.ocaq.simulation.model;

import az.ocaq.simulation.environment.Environment;
import az.ocaq.simulation.physics.Irradiance;
import java.util.List;

/** A weather station: the village's environment with the noise of its instruments. */
final class WeatherStation implements DeviceModel {
    private static final double GUSTS = 1.35;

    private final Subject subject;
    private final Register rain;
    private double[] roofs = {};

    WeatherStation(Subject subject) {
        this.subject = subject;
        rain = new Register();
    }

    @Override
    public List<String> metrics() {
        return List.of(
                "temperature",
                "relative_humidity",
                "air_pressure",
                "wind_speed",
                "wind_gust",
                "wind_direction",
                "irradiance",
                "irradiance_diffuse",
                "irradiance_poa",
                "rain_rate",
                "rain_total");
    }

    @Override
    public void produce(Day day) {
        roofs = day.environment().plane(30, 180);
        rain.count(day.environment().air().rainRate(), day.hours());
    }

    @Override
    public void report(Moment at, double[] out) {
        Environment environment = at.day().environment();
        long key = subject.key();
        double week = at.millis() / 6.048e8;
        double speed = Math.max(0, at.smooth(environment.wind()) * (1 + 0.06 * at.noise(key, 1)));
        out[0] = at.smooth(environment.air().temperature()) + 0.06 * at.noise(key, 2);
        out[1] = Math.min(100, at.smooth(environment.air().humidity()) + 0.4 * at.noise(key, 3));
        out[2] = Irradiance.pressure(environment.place().altitude()) / 1e5
                + 0.006 * StrictMath.sin(2.1 * week)
                + 0.004 * StrictMath.sin(5.3 * week)
                + 0.00006 * at.noise(key, 4);
        out[3] = speed;
        out[4] = speed * (1 + (GUSTS - 1) * (0.6 + 0.4 * Math.abs(at.noise(key, 5))));
        out[5] = (environment.direction()[at.slot()] + 9 * at.noise(key, 6) + 360) % 360;
        out[6] = light(at, environment.global(), 7);
        out[7] = light(at, environment.diffuse(), 8);
        out[8] = light(at, roofs, 9);
        out[9] = environment.air().rainRate()[at.slot()];
        out[10] = Math.floor(rain.at(at) / 0.2) * 0.2;
    }

    /** By night a pyranometer shows a little less than nothing: its body is warmer than the sky. */
    private double light(Moment at, double[] curve, int which) {
        double value = curve[at.slot()];
        double noise = at.noise(subject.key(), which);
        return value > 0 ? value * (1 + 0.004 * noise) - 0.5 : -1.2 + 0.4 * noise;
    }

    @Override
    public double[] save() {
        return new double[] {rain.end()};
    }

    @Override
    public void restore(double[] saved) {
        rain.restore(saved[0]);
    }
}
