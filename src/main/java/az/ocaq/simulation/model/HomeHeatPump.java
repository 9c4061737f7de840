package az.ocaq.simulation.model;

import az.ocaq.simulation.physics.Machines;
import java.util.List;

/** The heat pump of a home: the part of the home's load that heats it. */
final class HomeHeatPump implements DeviceModel {
    private static final double STANDBY = 8;

    private final Subject subject;
    private final Home home;
    private final double[] power;
    private final double[] thermal;
    private final Register drawn;
    private final Register given;

    HomeHeatPump(Subject subject) {
        this.subject = subject;
        home = Home.of(subject.siteKey());
        power = new double[subject.slots()];
        thermal = new double[subject.slots()];
        drawn = new Register();
        given = new Register();
    }

    @Override
    public List<String> metrics() {
        return List.of(
                "active_power",
                "thermal_power",
                "flow_temperature",
                "return_temperature",
                "outdoor_temperature",
                "indoor_temperature",
                "energy_import",
                "thermal_energy",
                "state");
    }

    @Override
    public void produce(Day day) {
        double[] air = day.environment().air().temperature();
        for (int i = 0; i < power.length; i++) {
            power[i] = home.heatLoss() * day.heating()[i];
            thermal[i] = power[i] * Machines.airHeatPump(air[i], Machines.heatingCurve(felt(day, i)));
        }
        drawn.count(power.length, i -> power[i] * day.hours());
        given.count(power.length, i -> thermal[i] * day.hours());
    }

    private static double felt(Day day, int slot) {
        return 0.4 * day.environment().air().temperature()[slot]
                + 0.6 * day.environment().air().slow()[slot];
    }

    @Override
    public void report(Moment at, double[] out) {
        long key = subject.key();
        boolean on = power[at.slot()] > 0;
        double flow = on ? Machines.heatingCurve(felt(at.day(), at.slot())) : 22;
        double spread = on ? 3 + thermal[at.slot()] / 1500 : 0;
        out[0] = on ? power[at.slot()] * (1 + 0.01 * at.noise(key, 1)) : STANDBY + at.noise(key, 1);
        out[1] = thermal[at.slot()] * (1 + 0.01 * at.noise(key, 2));
        out[2] = flow + 0.2 * at.noise(key, 3);
        out[3] = flow - spread + 0.2 * at.noise(key, 4);
        out[4] = at.smooth(at.day().environment().air().temperature()) + 0.2 * at.noise(key, 5);
        double summer = Math.max(0, at.day().environment().air().slow()[at.slot()] - 21) * 0.5;
        out[5] = 20.6
                + summer
                + 0.5 * StrictMath.sin(2 * Math.PI * (at.minute() / 1440 - 0.4))
                + 0.06 * at.noise(key, 6);
        out[6] = drawn.at(at);
        out[7] = given.at(at);
        out[8] = on ? 1 : 0;
    }

    @Override
    public double[] save() {
        return new double[] {drawn.end(), given.end()};
    }

    @Override
    public void restore(double[] saved) {
        drawn.restore(saved[0]);
        given.restore(saved[1]);
    }
}
