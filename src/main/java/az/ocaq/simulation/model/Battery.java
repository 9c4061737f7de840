package az.ocaq.simulation.model;

import java.util.Arrays;
import java.util.List;

/** A battery that takes the noon's sun and gives it back in the evening; its charge is the integral of its power. */
final class Battery implements DeviceModel {
    private static final double EFFICIENCY = 0.96;
    /** Kept in reserve for an outage. */
    private static final double LOWEST = 20;

    private static final double HIGHEST = 95;
    private static final double TAPER_FROM = 88;
    private static final double OWN_USE = 45;
    private static final double SELF_DISCHARGE_PER_HOUR = 2.0 / (30 * 24);
    private static final double CELLS_OHM = 0.010;
    /** 14 packs of 16 cells in a row. */
    private static final int CELLS = 224;

    /** Volts between the lowest and the highest cell, at rest and more at rated power. */
    private static final double RESTING_SPREAD = 0.012;

    private static final double LOADED_SPREAD = 0.03;
    private static final double AGEING_PER_DAY = 2.0 / 365;

    private final Subject subject;
    private final double rated;
    private final double capacity;
    private final double[] power;
    private final double[] charge;
    private final double[] drawn;
    private final Register in;
    private final Register out;
    private double state = 50;
    private double health = 100;

    Battery(Subject subject) {
        this.subject = subject;
        rated = subject.number("rated_power", 50_000);
        capacity = subject.number("capacity", 100_000);
        power = new double[subject.slots()];
        charge = new double[subject.slots()];
        drawn = new double[subject.slots()];
        in = new Register();
        out = new Register();
    }

    @Override
    public int stage() {
        return 2;
    }

    @Override
    public List<String> metrics() {
        return List.of(
                "power",
                "state_of_charge",
                "state_of_health",
                "voltage",
                "current",
                "temperature",
                "energy_charge",
                "energy_discharge",
                "state",
                "voltage_mincell",
                "voltage_maxcell");
    }

    @Override
    public void produce(Day day) {
        health -= AGEING_PER_DAY;
        for (int i = 0; i < power.length; i++) {
            double wish = wish(day, i);
            power[i] = Math.max(-mostOut(day.hours()), Math.min(mostIn(day.hours()), wish));
            double stored = power[i] > 0 ? power[i] * EFFICIENCY : power[i] / EFFICIENCY;
            charge[i] = state;
            state += 100 * stored * day.hours() / capacity - SELF_DISCHARGE_PER_HOUR * day.hours();
            state = Math.max(0, state);
        }
        in.count(power, day.hours());
        out.count(power, -day.hours());
        Arrays.setAll(drawn, i -> power[i] + OWN_USE);
        day.network().add(subject.node(), drawn, 1);
    }

    private double wish(Day day, int slot) {
        double hour = (slot + 0.5) * day.hours();
        double sun = day.solar()[slot];
        if (sun > 0.3 * rated) {
            return Math.min(rated, 0.5 * (sun - 0.3 * rated));
        }
        if (hour > 18 && hour < 23.5) {
            return -0.45 * rated;
        }
        // without roofs it takes what wind or river give at night
        boolean roofs = day.solar()[day.slots() / 2] > 0;
        return !roofs && hour < 5 ? 0.2 * rated : 0;
    }

    private double mostIn(double hours) {
        double taper = Math.max(0.05, Math.min(1, (HIGHEST + 1 - state) / (HIGHEST + 1 - TAPER_FROM)));
        return Math.max(0, Math.min(rated * taper, (HIGHEST - state) / 100 * capacity / EFFICIENCY / hours));
    }

    private double mostOut(double hours) {
        return Math.max(0, Math.min(rated, (state - LOWEST) / 100 * capacity * EFFICIENCY / hours));
    }

    @Override
    public void report(Moment at, double[] to) {
        int slot = at.slot();
        double next = slot + 1 < charge.length ? charge[slot + 1] : state;
        double soc = charge[slot] + at.fraction() * (next - charge[slot]);
        double packs = capacity / 5120;
        double current = power[slot] / 51.2 / packs;
        double air = at.smooth(at.day().environment().air().temperature());
        to[0] = power[slot] + (power[slot] == 0 ? 0 : 8 * at.noise(subject.key(), 1));
        to[1] = soc;
        to[2] = health;
        to[3] = 14 * (48 + 6 * soc / 100 + current * CELLS_OHM) + 0.05 * at.noise(subject.key(), 2);
        to[4] = to[0] / to[3];
        to[5] = Math.max(12, 0.5 * air + 10) + 8 * Math.abs(power[slot]) / rated + 0.1 * at.noise(subject.key(), 3);
        to[6] = in.at(at);
        to[7] = out.at(at);
        to[8] = power[slot] > 0 ? 1 : power[slot] < 0 ? 2 : 0;
        double cell = to[3] / CELLS;
        double spread = RESTING_SPREAD + LOADED_SPREAD * Math.abs(power[slot]) / rated;
        to[9] = cell - spread / 2 + 0.001 * at.noise(subject.key(), 4);
        to[10] = cell + spread / 2 + 0.001 * at.noise(subject.key(), 5);
    }

    @Override
    public double[] save() {
        return new double[] {in.end(), out.end(), state, health};
    }

    @Override
    public void restore(double[] saved) {
        in.restore(saved[0]);
        out.restore(saved[1]);
        state = saved[2];
        health = saved[3];
    }
}
