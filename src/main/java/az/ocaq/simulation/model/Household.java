package az.ocaq.simulation.model;

import az.ocaq.simulation.Draw;
import az.ocaq.simulation.fault.FaultKind;
import java.util.List;

/**
 * A home and its meter: a base load, a cycling fridge, lamps in the dark, heat pump and air conditioner by the weather, and
 * events of appliances drawn by the hour, after the idea of CREST (Richardson et al. 2010).
 */
final class Household implements DeviceModel {
    private static final int FRIDGE_CYCLE = 36;
    private static final int FRIDGE_ON = 12;

    private final Subject subject;
    private final Home home;
    private final boolean gas;
    private final ThreePhaseMeter meter;
    private double[] load = {};

    Household(Subject subject, boolean gas) {
        this.subject = subject;
        this.home = Home.of(subject.siteKey());
        this.gas = gas;
        this.meter = new ThreePhaseMeter(subject, home.phaseShares(), 0.004);
    }

    @Override
    public List<String> metrics() {
        return ThreePhaseMeter.METRICS;
    }

    @Override
    public void produce(Day day) {
        Draw draw = new Draw(Draw.key(subject.key(), day.date().toEpochDay()));
        load = day.scratch();
        double base = 55 + 45 * home.scale() * draw.between(0.9, 1.1);
        double lamps = 130 * StrictMath.pow(home.scale(), 0.7);
        double heating = gas ? 4 : home.heatLoss();
        double cooling = 700 + 350 * home.scale();
        for (int i = 0; i < load.length; i++) {
            load[i] = base + lamps * day.lighting()[i] + heating * day.heating()[i] + cooling * day.cooling()[i];
        }
        fridge(day.slotMinutes(), draw);
        appliances(day.slotMinutes(), draw);
        for (int i = 0; !subject.faults().none(day) && i < load.length; i++) {
            load[i] += subject.faults().size(FaultKind.OVERLOAD, day, i);
        }
        day.network().add(subject.node(), load, 1);
    }

    private void fridge(int slotMinutes, Draw draw) {
        for (int minute = (int) draw.between(0, FRIDGE_CYCLE); minute < 24 * 60; minute += FRIDGE_CYCLE) {
            pulse(minute, FRIDGE_ON, 90, slotMinutes);
        }
    }

    private void appliances(int slotMinutes, Draw draw) {
        double often = Math.sqrt(home.scale());
        events(slotMinutes, draw, Times.MEALS, 4 * often, 2000, 3);
        events(slotMinutes, draw, Times.MEALS, (gas ? 0.1 : 0.8) * often, 2000, 35);
        events(slotMinutes, draw, Times.CHORES, 0.6 * home.scale(), 500, 90);
        events(slotMinutes, draw, Times.CHORES, 0.3 * home.scale(), 1400, 25);
        events(slotMinutes, draw, Times.LEISURE, 1.2 * often, 90, 150);
        events(slotMinutes, draw, Times.MEALS, 1.6 * home.scale(), 700, 20);
        if (!gas) {
            events(slotMinutes, draw, Times.WATER, 0.62 * home.people(), 1500, 40);
        }
    }

    private void events(int slotMinutes, Draw draw, Times times, double perDay, double watts, int minutes) {
        for (int left = draw.count(perDay); left > 0; left--) {
            int length = Math.max(1, (int) Math.round(minutes * draw.between(0.7, 1.3)));
            pulse(times.minute(draw), length, watts * draw.between(0.85, 1.15), slotMinutes);
        }
    }

    /** What would last beyond midnight is put at the day's beginning, so that each day's energy is its own. */
    private void pulse(int start, int minutes, double watts, int slotMinutes) {
        double part = watts / slotMinutes;
        for (int minute = start; minute < start + minutes; minute++) {
            int slot = slotMinutes == 1 ? minute : minute / slotMinutes;
            load[slot < load.length ? slot : slot - load.length] += part;
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
    public double[] save() {
        return meter.save();
    }

    @Override
    public void restore(double[] saved) {
        meter.restore(saved);
    }
}
