package az.ocaq.simulation.model;

import az.ocaq.simulation.fault.FaultKind;
import az.ocaq.simulation.physics.Machines;
import java.util.List;

/** The heat meter of a building: its demand by the outdoor temperature, carried by a flow with a spread of about 6 K. */
final class Heat implements DeviceModel {
    private static final double WATER = 1163;
    private static final double DESIGN_OUTSIDE = -8;
    private static final double LIMIT = 18;

    private final Subject subject;
    private final double rated;
    private final double[] power;
    private final double[] supply;
    private final double[] flow;
    private final Register energy;
    private final Register volume;

    Heat(Subject subject) {
        this.subject = subject;
        rated = subject.number("rated_power", 30_000);
        power = new double[subject.slots()];
        supply = new double[subject.slots()];
        flow = new double[subject.slots()];
        energy = new Register();
        volume = new Register();
    }

    @Override
    public List<String> metrics() {
        return List.of(
                "thermal_power",
                "flow",
                "flow_temperature",
                "return_temperature",
                "temperature_difference",
                "thermal_energy",
                "volume");
    }

    @Override
    public void produce(Day day) {
        double[] air = day.environment().air().temperature();
        double[] slow = day.environment().air().slow();
        for (int i = 0; i < power.length; i++) {
            double felt = 0.5 * (air[i] + slow[i]);
            double hour = (i + 0.5) * day.hours();
            double schedule = day.workday() && hour > 5.5 && hour < 17 ? 1.1 : 0.6;
            double share = Math.max(0, Math.min(1, (LIMIT - felt) / (LIMIT - DESIGN_OUTSIDE) * schedule));
            power[i] = share < 0.02 ? 0 : rated * share;
            supply[i] = power[i] == 0 ? 21 : Machines.heatingCurve(felt);
            flow[i] = power[i] == 0 ? 0 : power[i] / (WATER * spread(share));
        }
        energy.count(power, day.hours());
        volume.count(flow, day.hours());
    }

    private static double spread(double share) {
        return 4 + 4 * Math.sqrt(share);
    }

    @Override
    public void report(Moment at, double[] out) {
        boolean on = power[at.slot()] > 0;
        double now = at.smooth(supply);
        double spread = on ? spread(power[at.slot()] / rated) : 0;
        out[1] = on ? flow[at.slot()] * (1 + 0.004 * at.noise(subject.key(), 1)) : 0;
        out[2] = now + 0.04 * at.noise(subject.key(), 2);
        out[3] = now - spread + 0.04 * at.noise(subject.key(), 3);
        if (subject.faults().has(FaultKind.SWAPPED_SENSORS, at.millis())) {
            double swapped = out[2];
            out[2] = out[3];
            out[3] = swapped;
        }
        out[4] = out[2] - out[3];
        out[0] = out[1] * WATER * out[4];
        out[5] = energy.at(at);
        out[6] = volume.at(at);
    }

    @Override
    public double[] save() {
        return new double[] {energy.end(), volume.end()};
    }

    @Override
    public void restore(double[] saved) {
        energy.restore(saved[0]);
        volume.restore(saved[1]);
    }
}
