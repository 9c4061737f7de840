package az.ocaq.simulation.model;

import az.ocaq.simulation.Draw;
import java.util.List;

/** The air of a classroom: carbon dioxide rises while pupils are in and falls with the air that is let in. */
final class Classroom implements DeviceModel {
    private static final double OUTDOOR = 425;
    private static final double PPM_PER_HOUR = 1900;

    private final Subject subject;
    private final double[] dioxide;
    private final boolean[] used;
    private double state = OUTDOOR;

    Classroom(Subject subject) {
        this.subject = subject;
        dioxide = new double[subject.slots()];
        used = new boolean[subject.slots()];
    }

    @Override
    public List<String> metrics() {
        return List.of("co2", "temperature", "relative_humidity", "illuminance", "battery_level");
    }

    @Override
    public void produce(Day day) {
        double share = 0.75 + 0.5 * Draw.unit(subject.key() + day.date().toEpochDay());
        boolean summer = day.date().getMonthValue() >= 6 && day.date().getMonthValue() <= 8;
        for (int i = 0; i < dioxide.length; i++) {
            double minute = (i + 0.5) * day.slotMinutes();
            // lessons of 45 minutes from 8 h on, with breaks of ten
            boolean hours = minute >= 480 && minute < 800;
            used[i] = hours && (minute - 480) % 55 < 45 && day.workday() && !summer;
            double changes = used[i] ? 1.2 : hours ? 4 : 0.6;
            double rise = used[i] ? PPM_PER_HOUR * share : 0;
            state += (rise - changes * (state - OUTDOOR)) * day.hours();
            dioxide[i] = state;
        }
    }

    @Override
    public void report(Moment at, double[] out) {
        long key = subject.key();
        double outside = at.day().environment().air().slow()[at.slot()];
        boolean in = used[at.slot()];
        out[0] = at.smooth(dioxide) + 6 * at.noise(key, 1);
        out[1] = Math.max(19 + (in ? 1.8 : 0), 0.85 * outside + 3) + 0.1 * at.noise(key, 2);
        out[2] = 38
                + (in ? 6 : 0)
                + 0.15 * (at.day().environment().air().humidity()[at.slot()] - 50)
                + 0.3 * at.noise(key, 3);
        out[3] = Math.max(
                0, (in ? 320 : 0) + 0.9 * at.smooth(at.day().environment().global()) + 2 * at.noise(key, 4));
        out[4] = 98 - at.millis() / 8.64e7 % 900 / 12;
    }

    @Override
    public double[] save() {
        return new double[] {state};
    }

    @Override
    public void restore(double[] saved) {
        state = saved[0];
    }
}
