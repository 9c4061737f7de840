package az.ocaq.simulation.model;

import az.ocaq.device.SiteKind;
import az.ocaq.simulation.Draw;
import az.ocaq.simulation.fault.FaultKind;
import java.util.Arrays;
import java.util.List;

/**
 * A public charging point. With alternating current a car takes 13.6 kWh on average, as fast as it can; with direct current
 * (more than 43 kW) 40 kWh on average, with full power up to 60 % of its battery and less and less down to 20 kW at 90 %. Cars
 * come by the hour of the day and wait while another one charges. At a home one car is plugged in on most evenings, about half
 * past six, stays until morning and takes 9 kWh on average; what midnight cuts off is charged after it.
 */
final class ChargingPoint implements DeviceModel {
    /** Two points for some twenty cars that take 2.5 MWh a year each. */
    private static final double ALTERNATING_A_DAY = 5;

    private static final double ALTERNATING_MEDIAN = 12_000;
    private static final double DIRECT_A_DAY = 3;
    private static final double DIRECT_MEDIAN = 35_300;
    /** At home: evenings with a charge, when it is plugged in (minutes), its energy, and a single-phase wallbox, W. */
    private static final double HOME_A_DAY = 0.75;

    private static final double HOME_AT = 18.5 * 60;
    private static final double HOME_SPREAD = 2 * 60;
    private static final double HOME_MEDIAN = 7_900;
    private static final double HOME_POWER = 7_400;
    private static final double LEAVES_AT = 7.5 * 60;
    /** The power factor of the chargers is 0.99. */
    private static final double REACTIVE = 0.14;

    /** The most that alternating current gives: 63 A. */
    private static final double MOST_ALTERNATING = 43_500;

    private static final double CAR_BATTERY = 60_000;
    private static final double FULL_POWER_TO = 0.6;
    private static final double FULL = 0.9;
    private static final double POWER_WHEN_FULL = 20_000;

    private final Subject subject;
    private final double rated;
    private final boolean direct;
    private final boolean home;
    private final double[] power;
    private final double[] session;
    private final double[] state;
    private final Register drawn;
    /** What the car at home still has to get after midnight, what it got before, Wh, and whether it is there. */
    private double waits;

    private double charged;
    private boolean stays;

    ChargingPoint(Subject subject) {
        this.subject = subject;
        home = subject.kind() == SiteKind.HOME;
        rated = subject.number("rated_power", home ? HOME_POWER : 22_000);
        direct = rated > MOST_ALTERNATING;
        power = new double[subject.slots()];
        session = new double[subject.slots()];
        state = new double[subject.slots()];
        drawn = new Register();
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
        if (home) {
            chargeAtHome(draw, day);
        } else {
            double free = 0;
            for (double start : arrivals(draw)) {
                free = charge(Math.max(start, free), draw, day);
            }
        }
        stick(day);
        drawn.count(power, day.hours());
        day.network().add(subject.node(), power, 1);
        day.network().addReactive(subject.node(), power, REACTIVE);
    }

    /** The night of yesterday's car, then the evening of today's. */
    private void chargeAtHome(Draw draw, Day day) {
        if (waits > 0 || stays) {
            stayUntil(fill(0, waits, charged, day), LEAVES_AT, day);
        }
        waits = 0;
        charged = 0;
        stays = draw.unit() < HOME_A_DAY;
        if (stays) {
            double start = Math.max(LEAVES_AT + 60, Math.min(23.5 * 60, HOME_AT + HOME_SPREAD * draw.normal()));
            double energy = Math.min(40_000, HOME_MEDIAN * StrictMath.exp(0.5 * draw.normal()));
            int slot = fill((int) (start / day.slotMinutes()), energy, 0, day);
            charged = session[power.length - 1];
            if (slot < power.length) {
                charged = session[slot - 1];
                stayUntil(slot, 24 * 60, day);
            } else {
                waits = Math.max(0, energy - charged);
            }
        }
    }

    /** Charges from a slot on, with some energy counted already; gives the slot after. */
    private int fill(int from, double energy, double before, Day day) {
        int slot = from;
        double got = 0;
        for (; slot < power.length && got < energy; slot++) {
            power[slot] = Math.min(rated, (energy - got) / day.hours());
            got += power[slot] * day.hours();
            session[slot] = before + got;
            state[slot] = 2;
        }
        return slot;
    }

    private void stayUntil(int from, double minute, Day day) {
        double last = from > 0 ? session[from - 1] : charged;
        for (int slot = from; slot < power.length && slot * (double) day.slotMinutes() < minute; slot++) {
            session[slot] = last;
            state[slot] = 1;
        }
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

    /** The minutes at which cars come. */
    private double[] arrivals(Draw draw) {
        double[] minutes = new double[draw.count(direct ? DIRECT_A_DAY : ALTERNATING_A_DAY)];
        Arrays.setAll(minutes, i -> Times.ERRANDS.minute(draw));
        Arrays.sort(minutes);
        return minutes;
    }

    /** One car from a minute on; gives the minute it leaves. What midnight cuts off is not charged. */
    private double charge(double start, Draw draw, Day day) {
        double median = direct ? DIRECT_MEDIAN : ALTERNATING_MEDIAN;
        double energy = Math.min(55_000, median * StrictMath.exp(0.5 * draw.normal()));
        double speed = Math.min(rated, draw.unit() < 0.5 ? 7360 : draw.unit() < 0.6 ? 11_000 : 22_000);
        double before = FULL - energy / CAR_BATTERY;
        int slot = (int) (start / day.slotMinutes());
        double got = 0;
        for (; slot < power.length && got < energy; slot++) {
            double most = direct ? tapered(Math.max(0, before) + got / CAR_BATTERY) : speed;
            power[slot] = Math.min(most, (energy - got) / day.hours());
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

    /** What direct current gives to a car's battery that is so full. */
    private double tapered(double full) {
        double least = Math.min(rated, POWER_WHEN_FULL);
        double share = Math.max(0, Math.min(1, (full - FULL_POWER_TO) / (FULL - FULL_POWER_TO)));
        return rated + share * (least - rated);
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
        return new double[] {drawn.end(), waits, charged, stays ? 1 : 0};
    }

    @Override
    public void restore(double[] saved) {
        drawn.restore(saved[0]);
        waits = saved[1];
        charged = saved[2];
        stays = saved[3] > 0;
    }
}
