package az.ocaq.simulation.model;

import az.ocaq.simulation.fault.FaultKind;
import az.ocaq.simulation.physics.Machines;
import java.util.List;

/** One turbine of a plant, an Archimedes screw if nobody says more: as many run as the river feeds, each with an equal share of its water. None in a flood. */
final class HydroUnit implements DeviceModel {
    /** The screws at Aghali: 7 m3/s each, 3.88 m. */
    private static final double FLOW = 7;

    private static final double RATED = 212_000;

    private static final double HEAD = 3.88;
    private static final double INTAKE_LEVEL = 325.4;
    private static final double LEAST_LOAD = 0.3;
    /** The river at which the gates close, 120 m3/s, as a multiple of what the plant can use. */
    private static final double FLOOD = 120 / 21.0;
    /** What a flood adds to the level below and above a plant, m. */
    private static final double FLOOD_BELOW = 1.6;

    private static final double FLOOD_ABOVE = 0.7;

    /** What the capacitors of an asynchronous generator leave: a power factor of 0.995. */
    private static final double REACTIVE = 0.1;

    private final Subject subject;
    private final int ordinal;
    private final int units;
    private final double rated;
    /** The water it can take, m3/s. */
    private final double capacity;

    private final double nominalHead;

    private final double[] output;
    private final Register produced;
    private double flow;
    private double head;
    private boolean flood;

    HydroUnit(Subject subject, int ordinal, int units) {
        this.subject = subject;
        this.ordinal = ordinal;
        this.units = units;
        this.rated = subject.number("rated_power", RATED);
        this.nominalHead = subject.number("head", HEAD);
        this.capacity = FLOW * rated / RATED * HEAD / nominalHead;
        output = new double[subject.slots()];
        produced = new Register();
    }

    @Override
    public List<String> metrics() {
        return List.of(
                "active_power",
                "flow",
                "head",
                "level_upstream",
                "level_downstream",
                "speed",
                "bearing_temperature",
                "pressure_difference",
                "energy_production",
                "state");
    }

    @Override
    public void produce(Day day) {
        // 1.5 m3/s stay in the river, whatever flows
        double share = Math.max(0.02, Math.min(1, day.environment().river() - 1.5 / (units * capacity)));
        int running = (int) Math.max(1, Math.ceil(share * units - 0.1));
        // the first to start changes every month, so that all wear alike
        int place = (ordinal + day.date().getMonthValue()) % units;
        flood = day.environment().river() > FLOOD;
        double load = place < running && !flood ? Math.min(1, share * units / running) : 0;
        flow = load < LEAST_LOAD ? 0 : load * capacity;
        head = nominalHead * (1.02 - 0.04 * share);
        double power = Math.min(rated, Machines.hydro(flow, head, Machines.screwEfficiency(load)));
        for (int i = 0; i < output.length; i++) {
            double river = 1 + 0.01 * StrictMath.sin(2 * Math.PI * (i * day.hours() / 24 + 0.1));
            double clogged = subject.faults().size(FaultKind.TRASH_RACK, day, i);
            double left = clogged == 0 ? 1 : Math.max(0, 1 - clogged / head);
            left *= 1 - subject.faults().size(FaultKind.LOW_FLOW, day, i);
            output[i] = flow > 0 ? Math.min(rated * 1.02, power * river * left) : -180;
        }
        produced.count(output, day.hours());
        day.network().add(subject.node(), output, -1);
        day.network().addReactive(subject.node(), output, REACTIVE);
    }

    @Override
    public void report(Moment at, double[] out) {
        boolean running = flow > 0;
        double air = at.smooth(at.day().environment().air().temperature());
        // a rack takes head of the water that flows through it
        double clogged = running ? subject.faults().size(FaultKind.TRASH_RACK, at.millis()) : 0;
        double lower = INTAKE_LEVEL - head + (flood ? FLOOD_BELOW : 0) + 0.01 * at.noise(subject.key(), 1);
        out[0] = output[at.slot()] * (1 + 0.003 * at.noise(subject.key(), 2));
        double there = flow * (1 - subject.faults().size(FaultKind.LOW_FLOW, at.millis()));
        out[1] = running ? there * 3600 * (1 + 0.004 * at.noise(subject.key(), 3)) : 0;
        out[3] = INTAKE_LEVEL + (flood ? FLOOD_ABOVE : 0) - clogged + 0.008 * at.noise(subject.key(), 4);
        out[4] = lower;
        out[2] = out[3] - out[4];
        out[5] = running ? 20 + 8 * flow / capacity + 0.1 * at.noise(subject.key(), 5) : 0;
        out[6] = air + (running ? 12 + 14 * flow / capacity : 1) + 0.2 * at.noise(subject.key(), 6);
        out[7] = running
                ? 0.006 + 0.004 * flow / capacity + clogged / 10.2 + 0.0004 * at.noise(subject.key(), 7)
                : 0.001;
        out[8] = produced.at(at);
        out[9] = running ? 1 : 0;
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
