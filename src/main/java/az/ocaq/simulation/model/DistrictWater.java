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
    /** Metres that the main takes, for each (m3/h) squared: the narrowest one, as wide as hydrants ask. */
    private static final double FRICTION = 0.006;
    /** So many connections are enough for it; for more a wider one is laid, that takes as much at the same flow for each. */
    private static final double CONNECTIONS = 206;

    private final Subject subject;
    private final double background;
    private final double friction;
    private final double[] flow;
    private final double[] pressure;
    private final Register volume;
    private final double gain;

    DistrictWater(Subject subject, int connections) {
        this.subject = subject;
        background = connections * LITRES_A_DAY_PER_CONNECTION / 24_000;
        double shared = Math.min(1, CONNECTIONS / Math.max(1, connections));
        friction = FRICTION * shared * shared;
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
            double leak = Machines.leak(subject.faults().size(FaultKind.DISTRICT_LEAK, day, i), 1);
            double head = head(demand, leak);
            flow[i] = demand + background * Math.sqrt(head / STATIC_HEAD) + leak * Math.sqrt(head);
            water[i] = flow[i];
            pressure[i] = head / METRES_OF_A_BAR;
        }
        volume.count(flow, gain * day.hours());
    }

    /**
     * The head that is left of the static one when demand and leak flow through the pipe, m; a leak flows with the root of
     * the head, so that this solves h = H - c (d + k sqrt(h))^2.
     */
    private double head(double demand, double leak) {
        double square = 1 + friction * leak * leak;
        double linear = friction * demand * leak;
        double rest = friction * demand * demand - STATIC_HEAD;
        double root = (Math.sqrt(Math.max(0, linear * linear - square * rest)) - linear) / square;
        return rest > 0 ? 0 : root * root;
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
