package az.ocaq.simulation.model;

import az.ocaq.device.SiteKind;
import az.ocaq.simulation.Draw;
import az.ocaq.simulation.fault.FaultKind;
import java.time.Month;
import java.util.Arrays;
import java.util.List;

/**
 * The water of a home or a building: events drawn by the hour, 150 l a day and person at home, and the garden on summer
 * evenings.
 */
final class HomeWater implements DeviceModel {
    /** The most that a garden takes a day from May to September. */
    private static final double GARDEN_LITRES = 400;

    private static final double BATTERY_YEARS = 12;

    private final Subject subject;
    private final double people;
    private final boolean home;
    private final double[] flow;
    private final Register volume;
    private final double gain;
    private Presence presence = Presence.ALWAYS;

    HomeWater(Subject subject) {
        this.subject = subject;
        home = subject.kind() == SiteKind.HOME;
        people = subject.number("people", home ? Home.of(subject.siteKey()).people() : 20);
        flow = new double[subject.slots()];
        volume = new Register();
        gain = subject.gain(0.01);
    }

    @Override
    public List<String> metrics() {
        return List.of("volume", "flow", "temperature", "battery_level");
    }

    @Override
    public void produce(Day day) {
        Draw draw = new Draw(Draw.key(subject.key(), day.date().toEpochDay()));
        Arrays.fill(flow, 0);
        double present = home ? people : day.workday() ? people : 0.5;
        presence =
                home ? Presence.of(subject.siteKey(), Home.of(subject.siteKey()).people(), day) : Presence.ALWAYS;
        if (!presence.isAwayAllDay()) {
            use(day, draw, present);
        }
        double[] water = day.water();
        boolean well = subject.faults().none(day);
        for (int i = 0; i < flow.length; i++) {
            flow[i] += well ? 0 : subject.faults().size(FaultKind.HOME_LEAK, day, i);
            water[i] += flow[i];
        }
        volume.count(flow, gain * day.hours());
    }

    private void use(Day day, Draw draw, double present) {
        events(day, draw, present * 5, 7, 1);
        events(day, draw, present * (home ? 12 : 3), home ? 5.6 : 3.5, 1);
        if (home) {
            events(day, draw, people * 0.6, 60, 6);
            events(day, draw, 0.6 + people * 0.1, 50, 30);
            garden(day, draw);
        }
    }

    private void events(Day day, Draw draw, double perDay, double litres, int minutes) {
        int count = (int) (perDay + draw.unit());
        for (; count > 0; count--) {
            draw(day, presence.moved(Times.WATER.minute(draw), draw), minutes, litres * (0.6 + 0.8 * draw.unit()));
        }
    }

    private void draw(Day day, int start, int minutes, double litres) {
        int slotMinutes = day.slotMinutes();
        double part = litres * 0.06 / (minutes * slotMinutes);
        for (int minute = start; minute < start + minutes; minute++) {
            int slot = slotMinutes == 1 ? minute : minute / slotMinutes;
            flow[slot < flow.length ? slot : slot - flow.length] += part;
        }
    }

    private void garden(Day day, Draw draw) {
        Month month = day.date().getMonth();
        boolean season = month.compareTo(Month.MAY) >= 0 && month.compareTo(Month.SEPTEMBER) <= 0;
        if (season) {
            draw(day, (int) draw.between(18.5 * 60, 20.5 * 60), 50, GARDEN_LITRES * Draw.unit(subject.key()));
        }
    }

    @Override
    public void report(Moment at, double[] out) {
        double season = 12 + 6 * StrictMath.sin(2 * Math.PI * (at.day().date().getDayOfYear() - 120) / 365.0);
        double value = flow[at.slot()];
        out[0] = volume.at(at);
        out[1] = value == 0 ? 0 : value * gain * (1 + 0.01 * at.noise(subject.key(), 1));
        out[2] = season + (value > 0 ? 0 : 1.5) + 0.15 * at.noise(subject.key(), 2);
        double days = at.millis() / 8.64e7 - 19_700;
        out[3] = 100 - (days + 900 * Draw.unit(subject.key() + 7)) / (BATTERY_YEARS * 3.65) % 100;
    }

    @Override
    public double[] save() {
        return new double[] {volume.end()};
    }

    @Override
    public void restore(double[] saved) {
        volume.restore(saved[0]);
    }
}
