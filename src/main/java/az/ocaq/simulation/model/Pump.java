package az.ocaq.simulation.model;

import az.ocaq.simulation.physics.Machines;
import java.util.List;

/** The pump of a tank. */
final class Pump implements DeviceModel {
    private static final double EFFICIENCY = 0.62;
    /** Controller, dosing of chlorine and frost heating while the pump stands, W. */
    private static final double STANDBY = 60;

    private static final double METRES_OF_A_BAR = 10.2;

    /** The motor has a power factor of 0.85. */
    private static final double REACTIVE = 0.62;

    private final Subject subject;
    private final Tank tank;
    private final double rated;
    private final double head;
    private final double[] power;
    private final Register drawn;
    private final Register seconds;
    private final Register starts;
    private boolean before;

    Pump(Subject subject, Tank tank) {
        this.subject = subject;
        this.tank = tank;
        rated = subject.number("rated_flow", 18);
        head = subject.number("head", 50);
        power = new double[subject.slots()];
        drawn = new Register();
        seconds = new Register();
        starts = new Register();
    }

    @Override
    public int stage() {
        return 3;
    }

    @Override
    public List<String> metrics() {
        return List.of("active_power", "flow", "pressure", "starts", "runtime", "energy_import", "pump");
    }

    @Override
    public void produce(Day day) {
        boolean[] pumping = tank.pumping();
        boolean yesterday = before;
        for (int i = 0; i < power.length; i++) {
            power[i] = pumping[i] ? Machines.pump(rated, head, EFFICIENCY) : STANDBY;
        }
        before = pumping[pumping.length - 1];
        drawn.count(power, day.hours());
        seconds.count(power.length, i -> pumping[i] ? 3600 * day.hours() : 0);
        starts.count(power.length, i -> pumping[i] && !(i == 0 ? yesterday : pumping[i - 1]) ? 1 : 0);
        day.network().add(subject.node(), power, 1);
        day.network().addReactive(subject.node(), power, REACTIVE);
    }

    @Override
    public void report(Moment at, double[] out) {
        boolean on = tank.pumping()[at.slot()];
        out[0] = power[at.slot()] * (1 + 0.006 * at.noise(subject.key(), 1));
        out[1] = on ? rated * (1 + 0.008 * at.noise(subject.key(), 2)) : 0;
        out[2] = (on ? head : head * 0.8) / METRES_OF_A_BAR + 0.02 * at.noise(subject.key(), 3);
        out[3] = Math.floor(starts.at(at) + 0.999);
        out[4] = seconds.at(at);
        out[5] = drawn.at(at);
        out[6] = on ? 1 : 0;
    }

    @Override
    public double[] save() {
        return new double[] {drawn.end(), seconds.end(), starts.end(), before ? 1 : 0};
    }

    @Override
    public void restore(double[] saved) {
        drawn.restore(saved[0]);
        seconds.restore(saved[1]);
        starts.restore(saved[2]);
        before = saved[3] > 0;
    }
}
