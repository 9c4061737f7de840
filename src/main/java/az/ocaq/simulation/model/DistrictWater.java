package az.ocaq.simulation.model;

import az.ocaq.simulation.fault.FaultKind;
import az.ocaq.simulation.physics.Machines;
import java.util.List;

/** The inlet of the village's water district: what homes and buildings draw, and what leaks from the pipes. */
final class DistrictWater implements DeviceModel {
    /** Joints and small breaks that nobody has found: an eighth of the inlet, as in new pipes. */
    private static final double LITRES_A_DAY_PER_CONNECTION = 115;

    private static final double METRES_OF_A_BAR = 10.2;
    private static final double STATIC_HEAD = 46;

    private final Subject subject;
    private final double background;
    private final double[] flow;
    private final double[] pressure;
    private final Register volume;
    private final double gain;

    DistrictWater(Subject subject, int connections) {
        this.subject = subject;
        background = connections * LITRES_A_DAY_PER_CONNECTION / 24_000;
        flow = new double[subject.slots()];
        pressure = new double[subject.slots()];
        volume = new Register();
        gain = subject.gain(0.005);
    }

    @Override
    public int stage() {
        return 1;
    }

    @Override
    public List<String> metrics() {
        return List.of("volume", "flow", "pressure");
    }

    @Override
    public void produce(Day day) {
        double[] water = day.water();
        for (int i = 0; i < flow.length; i++) {
            double demand = water[i];
            double head = STATIC_HEAD - 0.006 * demand * demand;
            // a leak follows the pressure
            flow[i] = demand
                    + background * Math.sqrt(Math.max(0, head) / STATIC_HEAD)
                    + Machines.leak(subject.faults().size(FaultKind.DISTRICT_LEAK, day, i), head);
            water[i] = flow[i];
            pressure[i] = head / METRES_OF_A_BAR;
        }
        volume.count(flow, gain * day.hours());
    }

    @Override
    public void report(Moment at, double[] out) {
        out[0] = volume.at(at);
        out[1] = flow[at.slot()] * gain * (1 + 0.004 * at.noise(subject.key(), 1));
        out[2] = Math.max(0, pressure[at.slot()] + 0.012 * at.noise(subject.key(), 2));
    }

    @Override
    public double[] save() {
        return new double[] {volume.end()};
    }

    @Override
    public void restore(double[] saved) {
        volume.restore(saved[0]);
    }
}
