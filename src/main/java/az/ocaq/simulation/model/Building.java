package az.ocaq.simulation.model;

import az.ocaq.device.SiteKind;
import az.ocaq.simulation.Draw;
import az.ocaq.simulation.fault.FaultKind;
import java.util.List;

/** A school, a service building, a workshop: its year's energy spread over the hours of use. */
final class Building implements DeviceModel {
    private static final double HOURS_OF_A_YEAR = 8766;
    /** Lamps, machines and fans together have a power factor of 0.94. */
    private static final double REACTIVE = 0.36;

    private final Subject subject;
    private final double mean;
    private final ThreePhaseMeter meter;

    Building(Subject subject, Network network) {
        this.subject = subject;
        this.mean = subject.number("annual_energy", 35_000_000) / HOURS_OF_A_YEAR;
        this.meter = new ThreePhaseMeter(subject, network, new double[] {0.36, 0.33, 0.31}, 0.004);
    }

    @Override
    public List<String> metrics() {
        return ThreePhaseMeter.METRICS;
    }

    @Override
    public void produce(Day day) {
        Draw draw = new Draw(Draw.key(subject.key(), day.date().toEpochDay()));
        double[] load = day.scratch();
        boolean open = day.workday() || subject.kind() == SiteKind.FARM;
        double level = draw.between(0.9, 1.1) * (subject.kind() == SiteKind.FARM ? 0.88 : 1.1);
        for (int i = 0; i < load.length; i++) {
            double hour = (i + 0.5) * day.hours();
            double use = open ? use(hour) : 0;
            double weather = 0.006 * Math.min(60, day.heating()[i] * 10) + 0.35 * day.cooling()[i];
            load[i] = mean * level * (0.32 + 1.75 * use + weather * (0.4 + use)) * (1 + 0.03 * draw.normal());
        }
        for (int i = 0; !subject.faults().none(day) && i < load.length; i++) {
            load[i] += subject.faults().size(FaultKind.OVERLOAD, day, i);
        }
        day.network().add(subject.node(), load, 1);
        day.network().addReactive(subject.node(), load, REACTIVE);
    }

    /** How much of it is in use: rises from 7 to 9, falls from 16 to 19. */
    private static double use(double hour) {
        double up = Math.max(0, Math.min(1, (hour - 7) / 2));
        double down = Math.max(0, Math.min(1, (19 - hour) / 3));
        return Math.min(up, down);
    }

    @Override
    public void meter(Day day) {
        meter.count(day);
    }

    @Override
    public void report(Moment at, double[] out) {
        meter.report(at, out);
    }

    @Override
    public double[] save() {
        return meter.save();
    }

    @Override
    public void restore(double[] saved) {
        meter.restore(saved);
    }
}
