package az.ocaq.simulation.model;

import az.ocaq.simulation.Draw;
import az.ocaq.simulation.fault.FaultKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A home and its meter: a base load, a cycling fridge, lamps in the dark, heat pump and air conditioner by the weather, and
 * events of appliances drawn by the hour while somebody is at home, after the idea of CREST (Richardson et al. 2010).
 */
final class Household implements DeviceModel {
    private static final int APPLIANCES = 0;
    private static final int HEATING = 1;
    private static final int HOT_WATER = 2;
    private static final int COOLING = 3;
    private static final int USES = 4;

    private static final int FRIDGE_CYCLE = 36;
    private static final int FRIDGE_ON = 12;

    /** Reactive for active power, the tangent of the angle: power factors of 0.95, 0.97, 0.8 and 0.85; heaters have none. */
    private static final double ELECTRONICS = 0.33;

    private static final double COMPRESSOR = 0.25;
    private static final double FRIDGE = 0.75;
    private static final double MOTOR = 0.62;

    private final Subject subject;
    private final Home home;
    private final boolean gas;
    private final ThreePhaseMeter meter;
    private final HeatedHouse house;
    private double[] load = {};
    private double[] vars = {};
    private Presence presence = Presence.ALWAYS;
    /** By use, Wh: of all days before, and of the day last produced. */
    private final double[] used = new double[USES];

    private final double[] usedToday = new double[USES];
    /** What the events since it was last looked at have used, Wh. */
    private double pulsed;

    Household(Subject subject, Network network, boolean gas) {
        this.subject = subject;
        this.home = Home.of(subject.siteKey());
        this.gas = gas;
        this.house = new HeatedHouse(subject.siteKey(), home.heatLoss());
        this.meter = new ThreePhaseMeter(subject, network, home.phaseShares(), 0.004);
    }

    @Override
    public List<String> metrics() {
        return ThreePhaseMeter.METRICS;
    }

    @Override
    public void produce(Day day) {
        Draw draw = new Draw(Draw.key(subject.key(), day.date().toEpochDay()));
        for (int i = 0; i < used.length; i++) {
            used[i] += usedToday[i];
        }
        load = day.scratch();
        vars = day.vars();
        presence = Presence.of(subject.siteKey(), home.people(), day);
        double base = 55 + 45 * home.scale() * draw.between(0.9, 1.1);
        double lamps = 130 * StrictMath.pow(home.scale(), 0.7);
        double cooling = 600 + 300 * home.scale();
        double lit = 0;
        double heated = 0;
        double cooled = 0;
        for (int i = 0; i < load.length; i++) {
            double light = lamps * day.lighting()[i] * (presence.isHome(i * day.slotMinutes()) ? 1 : 0.15);
            // with gas only the pump of the boiler runs
            double heat = gas ? 4 * day.heating()[i] : house.step(day, i);
            double machines = cooling * day.cooling()[i] + heat;
            load[i] = base + light + machines;
            vars[i] = ELECTRONICS * (base + light) + COMPRESSOR * machines;
            lit += light;
            heated += heat;
            cooled += machines - heat;
        }
        usedToday[HEATING] = heated * day.hours();
        usedToday[COOLING] = cooled * day.hours();
        pulsed = 0;
        fridge(day.slotMinutes(), draw);
        if (!presence.isAwayAllDay()) {
            appliances(day.slotMinutes(), draw);
        }
        usedToday[APPLIANCES] = 24 * base + lit * day.hours() + pulsed;
        pulsed = 0;
        if (!gas && !presence.isAwayAllDay()) {
            events(day.slotMinutes(), draw, Times.WATER, 0.54 * home.people(), 1500, 40, 0);
        }
        usedToday[HOT_WATER] = pulsed;
        for (int i = 0; !subject.faults().none(day) && i < load.length; i++) {
            load[i] += subject.faults().size(FaultKind.OVERLOAD, day, i);
        }
        day.network().add(subject.node(), load, 1);
        day.network().addReactive(subject.node(), vars, 1);
    }

    private void fridge(int slotMinutes, Draw draw) {
        for (int minute = (int) draw.between(0, FRIDGE_CYCLE); minute < 24 * 60; minute += FRIDGE_CYCLE) {
            pulse(minute, FRIDGE_ON, 90, FRIDGE, slotMinutes);
        }
    }

    private void appliances(int slotMinutes, Draw draw) {
        double often = Math.sqrt(home.scale());
        events(slotMinutes, draw, Times.MEALS, 4 * often, 2000, 3, 0);
        events(slotMinutes, draw, Times.MEALS, (gas ? 0.1 : 0.8) * often, 2000, 35, 0);
        washing(slotMinutes, draw);
        events(slotMinutes, draw, Times.CHORES, 0.3 * home.scale(), 1400, 25, 0);
        events(slotMinutes, draw, Times.LEISURE, 1.2 * often, 90, 150, ELECTRONICS);
        events(slotMinutes, draw, Times.MEALS, 1.6 * home.scale(), 700, 20, ELECTRONICS);
    }

    /** A wash heats for a sixth of its time and turns the drum for the rest: 500 W on average. */
    private void washing(int slotMinutes, Draw draw) {
        for (int left = draw.count(0.6 * home.scale()); left > 0; left--) {
            int start = presence.moved(Times.CHORES.minute(draw), draw);
            int minutes = (int) draw.between(63, 117);
            pulse(start, minutes / 6, 2100, 0, slotMinutes);
            pulse(start + minutes / 6, minutes - minutes / 6, 180, MOTOR, slotMinutes);
        }
    }

    private void events(
            int slotMinutes, Draw draw, Times times, double perDay, double watts, int minutes, double tangent) {
        for (int left = draw.count(perDay); left > 0; left--) {
            int length = Math.max(1, (int) Math.round(minutes * draw.between(0.7, 1.3)));
            int start = presence.moved(times.minute(draw), draw);
            pulse(start, length, watts * draw.between(0.85, 1.15), tangent, slotMinutes);
        }
    }

    /** What would last beyond midnight is put at the day's beginning, so that each day's energy is its own. */
    private void pulse(int start, int minutes, double watts, double tangent, int slotMinutes) {
        pulsed += watts * minutes / 60;
        double part = watts / slotMinutes;
        for (int minute = start; minute < start + minutes; minute++) {
            int slot = slotMinutes == 1 ? minute : minute / slotMinutes;
            int place = slot < load.length ? slot : slot - load.length;
            load[place] += part;
            vars[place] += part * tangent;
        }
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
    public Map<Use, Double> uses() {
        return Map.of(
                Use.APPLIANCES, used[APPLIANCES],
                Use.HEATING, used[HEATING],
                Use.HOT_WATER, used[HOT_WATER],
                Use.COOLING, used[COOLING]);
    }

    @Override
    public double[] save() {
        double[] registers = meter.save();
        double[] saved = Arrays.copyOf(registers, registers.length + HeatedHouse.STATE + used.length);
        house.save(saved, registers.length);
        for (int i = 0; i < used.length; i++) {
            saved[registers.length + HeatedHouse.STATE + i] = used[i] + usedToday[i];
        }
        return saved;
    }

    @Override
    public void restore(double[] saved) {
        meter.restore(saved);
        house.restore(saved, saved.length - used.length - HeatedHouse.STATE);
        System.arraycopy(saved, saved.length - used.length, used, 0, used.length);
        Arrays.fill(usedToday, 0);
    }
}
