package az.ocaq.simulation.model;

import az.ocaq.simulation.Draw;
import java.util.List;

/** The gas of a home: heating by the cold, a boiler for water, a cooker. */
final class GasMeter implements DeviceModel {
    /** Heat of a cubic metre in a boiler, Wh. */
    private static final double USEFUL = 10_500 * 0.92;

    private final Subject subject;
    private final Home home;
    private final double[] flow;
    private final Register volume;

    GasMeter(Subject subject) {
        this.subject = subject;
        home = Home.of(subject.siteKey());
        flow = new double[subject.slots()];
        volume = new Register();
    }

    @Override
    public List<String> metrics() {
        return List.of("gas_volume", "flow", "pressure", "temperature", "battery_level");
    }

    @Override
    public void produce(Day day) {
        Draw draw = new Draw(Draw.key(subject.key(), day.date().toEpochDay()));
        double[] slow = day.environment().air().slow();
        for (int i = 0; i < flow.length; i++) {
            double hour = (i + 0.5) * day.hours();
            double schedule = hour < 5.5 || hour > 23 ? 0.8 : 1.08;
            flow[i] = home.heatLoss() * Math.max(0, 18 - slow[i]) * schedule / USEFUL;
        }
        for (int left = draw.count(2.2); left > 0; left--) {
            burn(day, Times.MEALS.minute(draw), (int) draw.between(15, 50), 0.45);
        }
        for (int left = draw.count(0.5 * home.people()); left > 0; left--) {
            burn(day, Times.WATER.minute(draw), 8, 2.1);
        }
        volume.count(flow, day.hours());
    }

    private void burn(Day day, int start, int minutes, double rate) {
        for (int minute = start; minute < start + minutes; minute++) {
            flow[minute % (24 * 60) / day.slotMinutes()] += rate / day.slotMinutes();
        }
    }

    @Override
    public void report(Moment at, double[] out) {
        double value = flow[at.slot()];
        out[0] = volume.at(at);
        out[1] = value == 0 ? 0 : value * (1 + 0.008 * at.noise(subject.key(), 1));
        out[2] = 0.0225 - 0.0004 * value + 0.00012 * at.noise(subject.key(), 2);
        out[3] = 0.6 * at.smooth(at.day().environment().air().temperature()) + 5 + 0.1 * at.noise(subject.key(), 3);
        out[4] = 96 - at.millis() / 8.64e7 % 1500 / 40;
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
