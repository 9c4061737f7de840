package az.ocaq.simulation.model;

import az.ocaq.simulation.physics.Irradiance;
import az.ocaq.simulation.physics.Machines;
import java.util.List;

/** A wind turbine: the wind at hub height through a published power curve. */
final class WindTurbine implements DeviceModel {
    private static final double HUB_FACTOR = StrictMath.pow(2.8, 0.2);
    private static final double GAS_CONSTANT = 287;

    private final Subject subject;
    private final double rated;
    private final double[] speed;
    private final double[] output;
    private final Register produced;

    WindTurbine(Subject subject) {
        this.subject = subject;
        this.rated = subject.number("rated_power", 100_000);
        speed = new double[subject.slots()];
        output = new double[subject.slots()];
        produced = new Register();
    }

    @Override
    public List<String> metrics() {
        return List.of(
                "active_power",
                "wind_speed",
                "wind_direction",
                "nacelle_position",
                "rotor_speed",
                "energy_production",
                "state");
    }

    @Override
    public void produce(Day day) {
        double pressure = Irradiance.pressure(day.environment().place().altitude());
        for (int i = 0; i < output.length; i++) {
            double kelvin = day.environment().air().temperature()[i] + 273.15;
            speed[i] = day.environment().wind()[i] * HUB_FACTOR;
            double share = Machines.wind(speed[i], pressure / GAS_CONSTANT / kelvin);
            output[i] = share > 0 ? share * rated : -0.004 * rated;
        }
        produced.count(output, day.hours());
        day.network().add(subject.node(), output, -1);
    }

    @Override
    public void report(Moment at, double[] out) {
        double direction = at.day().environment().direction()[at.slot()];
        boolean running = output[at.slot()] > 0;
        out[0] = output[at.slot()] * (1 + 0.01 * at.noise(subject.key(), 1));
        out[1] = Math.max(0.63, speed[at.slot()] * (1 + 0.05 * at.noise(subject.key(), 2)));
        out[2] = (direction + 6 * at.noise(subject.key(), 3) + 360) % 360;
        out[3] = (Math.rint(direction / 8) * 8 + 0.03 * at.noise(subject.key(), 4) + 360) % 360;
        out[4] = running ? Math.min(59, 18 + 4.2 * speed[at.slot()]) + 0.2 * at.noise(subject.key(), 5) : 0;
        out[5] = produced.at(at);
        out[6] = running ? 1 : 0;
    }

    @Override
    public double[] save() {
        return new double[] {produced.end()};
    }

    @Override
    public void restore(double[] saved) {
        produced.restore(saved[0]);
    }
}
