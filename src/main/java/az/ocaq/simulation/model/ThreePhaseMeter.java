package az.ocaq.simulation.model;

import az.ocaq.simulation.Draw;
import az.ocaq.simulation.fault.FaultKind;
import java.util.List;

/** The meter between a site and its supplier: power, voltages and currents of three phases, energy both ways. */
final class ThreePhaseMeter {
    static final List<String> METRICS = List.of(
            "active_power",
            "voltage_l1",
            "voltage_l2",
            "voltage_l3",
            "current_l1",
            "current_l2",
            "current_l3",
            "power_factor",
            "energy_import",
            "energy_export");

    private final Subject subject;
    private final double[] shares;
    private final double gain;
    private final double along;
    private final Register imported;
    private final Register exported;

    ThreePhaseMeter(Subject subject, Network network, double[] shares, double classDeviation) {
        this.subject = subject;
        this.shares = shares.clone();
        this.gain = subject.gain(classDeviation);
        this.along = Draw.unit(Draw.key(subject.siteKey(), "along"));
        network.connect(subject.node(), shares);
        this.imported = new Register();
        this.exported = new Register();
    }

    void count(Day day) {
        double[] power = day.network().power(subject.node());
        if (subject.faults().none(day)) {
            imported.count(power, gain * day.hours());
            exported.count(power, -gain * day.hours());
            return;
        }
        imported.count(power.length, i -> Math.max(0, counted(day, i)));
        exported.count(power.length, i -> Math.max(0, -counted(day, i)));
    }

    private double counted(Day day, int slot) {
        double stolen = subject.faults().size(FaultKind.THEFT, day, slot);
        return day.network().power(subject.node())[slot] * gain * day.hours() * kept(stolen);
    }

    /** The share that is counted; no fault has the size 0. */
    private static double kept(double theft) {
        return theft == 0 ? 1 : theft;
    }

    void report(Moment at, double[] out) {
        Day day = at.day();
        int slot = at.slot();
        double truth = day.network().power(subject.node())[slot];
        double measured = truth
                        * gain
                        * kept(subject.faults().size(FaultKind.THEFT, at.millis()))
                        * (1 + 0.002 * at.noise(subject.key(), 1))
                + 0.6 * at.noise(subject.key(), 2);
        double busbar = at.smooth(day.environment().voltage());
        double factor = truth / Math.max(1, day.network().apparent(subject.node(), slot));
        out[0] = measured;
        for (int phase = 0; phase < 3; phase++) {
            double shift = subject.faults().size(FaultKind.VOLTAGE_SHIFT, METRICS.get(1 + phase), at.millis());
            double there = day.network().voltage(subject.node(), phase, slot, busbar, along);
            double own = 230 * there * (1 + shift) + 0.25 * at.noise(subject.key(), 4 + phase);
            out[1 + phase] = own;
            out[4 + phase] = measured * shares[phase] / own / Math.max(0.1, Math.abs(factor));
        }
        out[7] = Math.min(1, Math.abs(factor) + 0.003 * at.noise(subject.key(), 3));
        out[8] = imported.at(at);
        out[9] = exported.at(at);
    }

    double[] save() {
        return new double[] {imported.end(), exported.end()};
    }

    void restore(double[] saved) {
        imported.restore(saved[0]);
        exported.restore(saved[1]);
    }
}
