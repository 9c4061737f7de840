package az.ocaq.simulation.model;

import az.ocaq.simulation.physics.Machines;
import java.util.List;

/** The heat pump of a home: the part of the home's load that heats it. */
final class HomeHeatPump implements DeviceModel {
    private final Subject subject;
    private final HeatedHouse house;
    private final double[] power;
    private final double[] thermal;
    private final double[] indoor;
    private final Register drawn;
    private final Register given;

    HomeHeatPump(Subject subject) {
        this.subject = subject;
        house = new HeatedHouse(subject.siteKey(), Home.of(subject.siteKey()).heatLoss());
        power = new double[subject.slots()];
        thermal = new double[subject.slots()];
        indoor = new double[subject.slots()];
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
        for (int i = 0; i < power.length; i++) {
            power[i] = house.step(day, i);
            thermal[i] = house.thermal();
            indoor[i] = house.indoor();
        }
        drawn.count(power, day.hours());
        given.count(thermal, day.hours());
    }

    @Override
    public void report(Moment at, double[] out) {
        long key = subject.key();
        Day day = at.day();
        boolean on = power[at.slot()] > HeatedHouse.STANDBY;
        boolean defrosting = on && thermal[at.slot()] == 0;
        double felt = day.felt()[at.slot()];
        double flow = on ? Machines.heatingCurve(felt) - (defrosting ? 12 : 0) : 22;
        double spread = on ? thermal[at.slot()] / 1000 : 0;
        out[0] = on ? power[at.slot()] * (1 + 0.01 * at.noise(key, 1)) : power[at.slot()] + at.noise(key, 1);
        out[1] = thermal[at.slot()] * (1 + 0.01 * at.noise(key, 2));
        out[2] = flow + 0.2 * at.noise(key, 3);
        out[3] = flow - spread + 0.2 * at.noise(key, 4);
        out[4] = at.smooth(day.environment().air().temperature()) + 0.2 * at.noise(key, 5);
        out[5] = at.smooth(indoor) + 0.06 * at.noise(key, 6);
        out[6] = drawn.at(at);
        out[7] = given.at(at);
        out[8] = defrosting ? 2 : on ? 1 : 0;
    }

    @Override
    public double[] save() {
        double[] saved = new double[2 + HeatedHouse.STATE];
        saved[0] = drawn.end();
        saved[1] = given.end();
        house.save(saved, 2);
        return saved;
    }

    @Override
    public void restore(double[] saved) {
        drawn.restore(saved[0]);
        given.restore(saved[1]);
        house.restore(saved, 2);
    }
}
