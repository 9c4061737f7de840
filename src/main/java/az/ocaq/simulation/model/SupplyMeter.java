package az.ocaq.simulation.model;

import az.ocaq.simulation.fault.FaultKind;
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
        imported.count(power, gain * day.hours());
        exported.count(power, -gain * day.hours());
    }

    @Override
    public void report(Moment at, double[] out) {
        long key = subject.key();
        double truth = at.day().network().power(subject.node())[at.slot()];
        double scale = grid ? MEDIUM_VOLTAGE / 100 : 3;
        out[0] = truth * gain * (1 + 0.0008 * at.noise(key, 1)) + scale * at.noise(key, 2);
        double reactive = at.day().network().reactive(subject.node(), at.slot());
        out[1] = reactive * gain * (1 + 0.002 * at.noise(key, 3)) + scale * at.noise(key, 4);
        out[2] = at.day().environment().frequency(at.millis()) + 0.001 * at.noise(key, 15);
        out[3] = imported.at(at);
        out[4] = exported.at(at);
        if (!grid) {
            phases(at, out);
        }
    }

    private void phases(Moment at, double[] out) {
        double busbar = at.smooth(at.day().environment().voltage());
        Network network = at.day().network();
        double reactive = network.reactive(subject.node(), at.slot()) / 3;
        for (int phase = 0; phase < 3; phase++) {
            double shift = subject.faults().size(FaultKind.VOLTAGE_SHIFT, "voltage_l" + (phase + 1), at.millis());
            double there = network.voltage(subject.node(), phase, at.slot(), busbar, 0);
            double active = network.phase(subject.node(), phase, at.slot());
            double apparent = Math.sqrt(active * active + reactive * reactive);
            out[5 + phase] = 230 * there * (1 + shift) + 0.2 * at.noise(subject.key(), 5 + phase);
            out[8 + phase] = Math.copySign(apparent, active)
                    * gain
                    / out[5 + phase]
                    * (1 + 0.001 * at.noise(subject.key(), 8 + phase));
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
