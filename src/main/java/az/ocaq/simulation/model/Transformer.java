package az.ocaq.simulation.model;

import az.ocaq.simulation.physics.TransformerHeat;
import java.util.List;

/** A distribution transformer: its load, and the temperatures that follow. */
final class Transformer implements DeviceModel {
    private static final double POWER_FACTOR = 0.96;

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
        double[] power = day.network().power(subject.node());
        double[] air = day.environment().air().temperature();
        for (int i = 0; i < load.length; i++) {
            load[i] = Math.abs(power[i]) / POWER_FACTOR / rated;
            double before = Double.isNaN(state) ? air[i] + 8 : state;
            state = TransformerHeat.DISTRIBUTION.oilAfter(before, air[i], load[i], day.slotMinutes());
            oil[i] = state;
            hotter = TransformerHeat.DISTRIBUTION.riseAfter(hotter, load[i], day.slotMinutes());
            rise[i] = hotter;
        }
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
