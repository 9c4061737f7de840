package az.ocaq.simulation.model;

import az.ocaq.simulation.fault.FaultKind;
import java.util.List;

/** Lamps from civil dusk to civil dawn, at half power from 23 h to 5 h. */
final class StreetLights implements DeviceModel {
    private static final double CIVIL_TWILIGHT = StrictMath.sin(Math.toRadians(-6));
    private static final double STANDBY = 1.5;

    /** The drivers have a power factor of 0.95. */
    private static final double REACTIVE = 0.33;

    private final Subject subject;
    private final double lamps;
    private final double lampPower;
    private final double[] power;
    private final double[] dimming;
    private final Register drawn;

    StreetLights(Subject subject) {
        this.subject = subject;
        lamps = subject.number("lamps", 100);
        lampPower = subject.number("lamp_power", 60);
        power = new double[subject.slots()];
        dimming = new double[subject.slots()];
        drawn = new Register();
    }

    @Override
    public List<String> metrics() {
        return List.of("active_power", "voltage", "dimming", "illuminance", "lamp", "energy_import");
    }

    @Override
    public void produce(Day day) {
        for (int i = 0; i < power.length; i++) {
            double hour = (i + 0.5) * day.hours();
            boolean dark = day.environment().up()[i] < CIVIL_TWILIGHT;
            dimming[i] = !dark ? 0 : hour >= 23 || hour < 5 ? 50 : 100;
            double dead = subject.faults().size(FaultKind.LAMPS_DEAD, day, i);
            double burning = subject.faults().size(FaultKind.DAY_BURNER, day, i) != 0 ? 100 : dimming[i];
            power[i] = lamps * (1 - dead) * (STANDBY + (lampPower - STANDBY) * burning / 100);
        }
        drawn.count(power, day.hours());
        day.network().add(subject.node(), power, 1);
        day.network().addReactive(subject.node(), power, REACTIVE);
    }

    @Override
    public void report(Moment at, double[] out) {
        double light = at.smooth(at.day().environment().global());
        double busbar = at.smooth(at.day().environment().voltage());
        out[0] = power[at.slot()] * (1 + 0.004 * at.noise(subject.key(), 1));
        out[1] = 230 * at.day().network().voltage(subject.node(), 0, at.slot(), busbar, 0.2)
                + 0.2 * at.noise(subject.key(), 2);
        out[2] = dimming[at.slot()];
        double daylight = light > 0 ? 110 * light * (1 + 0.02 * at.noise(subject.key(), 3)) : twilight(at);
        out[3] = Math.max(0, daylight + dimming[at.slot()] * 0.06);
        boolean burning = subject.faults().size(FaultKind.DAY_BURNER, at.millis()) != 0;
        out[4] = burning || dimming[at.slot()] > 0 ? 1 : 0;
        out[5] = drawn.at(at);
    }

    /** About 400 lx when the sun sets, 3 lx when civil twilight ends. */
    private static double twilight(Moment at) {
        double elevation = Math.toDegrees(
                StrictMath.asin(Math.max(-1, at.smooth(at.day().environment().up()))));
        return 400 * StrictMath.exp(0.8 * Math.min(0, elevation));
    }

    @Override
    public double[] save() {
        return new double[] {drawn.end()};
    }

    @Override
    public void restore(double[] saved) {
        drawn.restore(saved[0]);
    }
}
