package az.ocaq.simulation.model;

import az.ocaq.simulation.Draw;
import java.util.ArrayList;
import java.util.List;

/** The meter at the head of a feeder or between village and grid: the sum of what hangs on it, with losses. */
final class SupplyMeter implements DeviceModel {
    private static final double MEDIUM_VOLTAGE = 10_000;

    private final Subject subject;
    private final boolean grid;
    private final double gain;
    private final Register imported;
    private final Register exported;

    SupplyMeter(Subject subject, boolean grid) {
        this.subject = subject;
        this.grid = grid;
        gain = subject.gain(0.002);
        imported = new Register();
        exported = new Register();
    }

    @Override
    public List<String> metrics() {
        List<String> names = new ArrayList<>(
                List.of("active_power", "reactive_power", "frequency", "energy_import", "energy_export"));
        if (!grid) {
            names.addAll(List.of("voltage_l1", "voltage_l2", "voltage_l3", "current_l1", "current_l2", "current_l3"));
        }
        return names;
    }

    @Override
    public void produce(Day day) {
        // it has no power of its own
    }

    @Override
    public void meter(Day day) {
        double[] power = day.network().power(subject.node());
        imported.countPositive(power, gain * day.hours());
        exported.countPositive(power, -gain * day.hours());
    }

    @Override
    public void report(Moment at, double[] out) {
        long key = subject.key();
        double truth = at.day().network().power(subject.node())[at.slot()];
        double scale = grid ? MEDIUM_VOLTAGE / 100 : 3;
        out[0] = truth * gain * (1 + 0.0008 * at.noise(key, 1)) + scale * at.noise(key, 2);
        out[1] = 0.21 * Math.abs(truth) + 2 * scale * at.noise(key, 3);
        out[2] = at.day().environment().frequency()[at.slot()]
                + 0.002 * at.noise(at.day().startMillis(), 4);
        out[3] = imported.at(at);
        out[4] = exported.at(at);
        if (!grid) {
            phases(at, out);
        }
    }

    private void phases(Moment at, double[] out) {
        double busbar = at.smooth(at.day().environment().voltage());
        double voltage = 230 * at.day().network().voltage(subject.node(), at.slot(), busbar, 0);
        for (int phase = 0; phase < 3; phase++) {
            double share = 0.333 + 0.03 * Draw.noise(subject.key() + 11 + phase);
            out[5 + phase] = voltage + 0.2 * at.noise(subject.key(), 5 + phase);
            out[8 + phase] = out[0] * share / out[5 + phase] / 0.97;
        }
    }

    @Override
    public double[] save() {
        return new double[] {imported.end(), exported.end()};
    }

    @Override
    public void restore(double[] saved) {
        imported.restore(saved[0]);
        exported.restore(saved[1]);
    }
}
