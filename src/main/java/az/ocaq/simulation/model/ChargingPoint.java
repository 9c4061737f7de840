package az.ocaq.simulation.model;

import az.ocaq.simulation.Draw;
import az.ocaq.simulation.fault.FaultKind;
import java.util.Arrays;
import java.util.List;

/** A public charging point: a few cars a day, each with a charge of about 12 kWh. */
final class ChargingPoint implements DeviceModel {
    private static final double SESSIONS_PER_DAY = 6;

    private final Subject subject;
    private final double rated;
    private final double[] power;
    private final double[] session;
    private final double[] state;
    private final Register drawn;

    ChargingPoint(Subject subject) {
        this.subject = subject;
        rated = subject.number("rated_power", 22_000);
        power = new double[subject.slots()];
        session = new double[subject.slots()];
        state = new double[subject.slots()];
        drawn = new Register(subject.slots());
    }

    @Override
    public List<String> metrics() {
        return List.of("active_power", "energy_import", "energy_session", "state");
    }

    @Override
    public void produce(Day day) {
        Draw draw = new Draw(Draw.key(subject.key(), day.date().toEpochDay()));
        Arrays.fill(power, 4);
        Arrays.fill(session, 0);
        Arrays.fill(state, 0);
        double free = 6.5 * 60;
        for (int left = draw.count(SESSIONS_PER_DAY); left > 0 && free < 20 * 60; left--) {
            double start = free + draw.between(0, (20 * 60 - free) / left);
            free = charge(start, draw, day) + draw.between(15, 60);
        }
        stick(day);
        drawn.begin();
        for (int i = 0; i < power.length; i++) {
            drawn.add(i, power[i] * day.hours());
        }
        day.network().add(subject.node(), power, 1);
    }

    /** While it is stuck it says that it charges and gives nothing. */
    private void stick(Day day) {
        boolean well = subject.faults().none(day);
        for (int i = 0; !well && i < power.length; i++) {
            if (subject.faults().size(FaultKind.EV_STUCK, day, i) != 0) {
                power[i] = 0;
                state[i] = 2;
            }
        }
    }

    /** One car from a minute on; gives the minute it leaves. */
    private double charge(double start, Draw draw, Day day) {
        double energy = Math.min(55_000, 12_000 * StrictMath.exp(0.5 * draw.normal()));
        double speed = Math.min(rated, draw.unit() < 0.5 ? 7360 : draw.unit() < 0.6 ? 11_000 : 22_000);
        int slot = (int) (start / day.slotMinutes());
        double got = 0;
        for (; slot < power.length && got < energy; slot++) {
            power[slot] = Math.min(speed, (energy - got) / day.hours());
            got += power[slot] * day.hours();
            session[slot] = got;
            state[slot] = 2;
        }
        int stays = (int) (draw.between(5, 45) / day.slotMinutes());
        for (; stays > 0 && slot < power.length; stays--, slot++) {
            session[slot] = got;
            state[slot] = 1;
        }
        return slot * (double) day.slotMinutes();
    }

    @Override
    public void report(Moment at, double[] out) {
        out[0] = Math.max(0, power[at.slot()] * (1 + 0.003 * at.noise(subject.key(), 1)));
        out[1] = drawn.at(at);
        out[2] = session[at.slot()];
        out[3] = state[at.slot()];
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
