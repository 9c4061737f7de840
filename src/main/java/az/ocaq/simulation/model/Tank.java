package az.ocaq.simulation.model;

import java.util.List;

/** A drinking-water tank and what its pump does: on at 60 %, off at 90 %. The outflow is shared evenly by all tanks. */
final class Tank implements DeviceModel {
    private static final double START_AT = 60;
    private static final double STOP_AT = 90;

    private final Subject subject;
    private final int tanks;
    private final double pumpFlow;
    private final double capacity;
    private final double height;
    private final double[] level;
    private final boolean[] pumping;
    private double state;
    private boolean running;

    Tank(Subject subject, int ordinal, int tanks, double pumpFlow) {
        this.subject = subject;
        this.tanks = tanks;
        this.pumpFlow = pumpFlow;
        capacity = subject.number("capacity", 250);
        height = subject.number("height", 4);
        level = new double[subject.slots()];
        pumping = new boolean[subject.slots()];
        state = 72 + 6 * ordinal;
    }

    @Override
    public int stage() {
        return 2;
    }

    @Override
    public List<String> metrics() {
        return List.of("tank_level", "level", "temperature", "chlorine", "turbidity");
    }

    @Override
    public void produce(Day day) {
        for (int i = 0; i < level.length; i++) {
            running = state < START_AT || (running && state < STOP_AT);
            level[i] = state;
            pumping[i] = running;
            double net = (running ? pumpFlow : 0) - day.water()[i] / tanks;
            state = Math.max(0, Math.min(100, state + 100 * net * day.hours() / capacity));
        }
    }

    /** Whether its pump ran in each slot. */
    boolean[] pumping() {
        return pumping;
    }

    @Override
    public void report(Moment at, double[] out) {
        double next = at.slot() + 1 < level.length ? level[at.slot() + 1] : state;
        double now = level[at.slot()] + at.fraction() * (next - level[at.slot()]);
        double season = 12 + 5 * StrictMath.sin(2 * Math.PI * (at.day().date().getDayOfYear() - 120) / 365.0);
        double days = at.millis() / 8.64e7;
        out[0] = Math.max(0, Math.min(100, now + 0.05 * at.noise(subject.key(), 1)));
        out[1] = out[0] / 100 * height;
        out[2] = season + 0.1 * at.noise(subject.key(), 2);
        out[3] = 0.33 + 0.05 * StrictMath.sin(2 * Math.PI * days) + 0.008 * at.noise(subject.key(), 3);
        out[4] = Math.max(0.02, 0.35 + 0.1 * StrictMath.sin(days) + 0.03 * at.noise(subject.key(), 4));
    }

    @Override
    public double[] save() {
        return new double[] {state, running ? 1 : 0};
    }

    @Override
    public void restore(double[] saved) {
        state = saved[0];
        running = saved[1] > 0;
    }
}
