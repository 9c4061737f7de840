package az.ocaq.simulation.model;

import az.ocaq.simulation.physics.TransformerHeat;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** A distribution transformer: its load, and the temperatures that follow. */
final class Transformer implements DeviceModel {
    private static final int STEPS = 256;
    private static final int MOST_LOADS = 8;

    /** Final rises of oil and winding by the load, in 256 steps for each rated load: powers are dear. */
    private static final double[] OIL = table(load -> TransformerHeat.DISTRIBUTION.finalOil(0, load));

    private static final double[] WINDING = table(TransformerHeat.DISTRIBUTION::finalRise);

    private final Subject subject;
    private final double rated;
    private final double[] load;
    private final double[] oil;
    private final double[] rise;
    private double state = Double.NaN;
    private double hotter;

    Transformer(Subject subject, Network network) {
        this.subject = subject;
        rated = subject.number("rated_power", 400_000);
        network.rate(subject.node(), rated);
        load = new double[subject.slots()];
        oil = new double[subject.slots()];
        rise = new double[subject.slots()];
    }

    @Override
    public List<String> metrics() {
        return List.of(
                "apparent_power", "load_factor", "oil_temperature", "hot_spot_temperature", "ambient_temperature");
    }

    @Override
    public void produce(Day day) {
        // its load is that of the network
    }

    @Override
    public void meter(Day day) {
        double[] air = day.environment().air().temperature();
        double oilKeeps = TransformerHeat.DISTRIBUTION.oilKeeps(day.slotMinutes());
        double riseKeeps = TransformerHeat.DISTRIBUTION.riseKeeps(day.slotMinutes());
        for (int i = 0; i < load.length; i++) {
            load[i] = day.network().apparent(subject.node(), i) / rated;
            double oilTarget = air[i] + at(OIL, load[i]);
            double before = Double.isNaN(state) ? air[i] + 8 : state;
            state = oilTarget + (before - oilTarget) * oilKeeps;
            oil[i] = state;
            double riseTarget = at(WINDING, load[i]);
            hotter = riseTarget + (hotter - riseTarget) * riseKeeps;
            rise[i] = hotter;
        }
    }

    private static double[] table(DoubleUnaryOperator of) {
        return IntStream.rangeClosed(0, STEPS * MOST_LOADS)
                .mapToDouble(it -> of.applyAsDouble(it / (double) STEPS))
                .toArray();
    }

    private static double at(double[] table, double load) {
        double place = Math.min(load, MOST_LOADS - 1) * STEPS;
        int below = (int) place;
        return table[below] + (place - below) * (table[below + 1] - table[below]);
    }

    @Override
    public void report(Moment at, double[] out) {
        double now = load[at.slot()];
        double warm = at.smooth(oil);
        out[0] = now * rated * (1 + 0.004 * at.noise(subject.key(), 1));
        out[1] = 100 * out[0] / rated;
        out[2] = warm + 0.1 * at.noise(subject.key(), 2);
        out[3] = warm + at.smooth(rise) + 0.15 * at.noise(subject.key(), 3);
        out[4] = at.smooth(at.day().environment().air().temperature()) + 0.1 * at.noise(subject.key(), 4);
    }

    @Override
    public double[] save() {
        return new double[] {state, hotter};
    }

    @Override
    public void restore(double[] saved) {
        state = saved[0];
        hotter = saved[1];
    }
}
