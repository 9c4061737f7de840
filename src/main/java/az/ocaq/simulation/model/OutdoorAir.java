package az.ocaq.simulation.model;

import az.ocaq.simulation.Draw;
import java.util.List;

/** Outdoor air: dust from stoves on winter evenings and from the plain on a few days, ozone with the sun. */
final class OutdoorAir implements DeviceModel {
    private static final double DUST_DAYS = 10 / 365.0;

    private final Subject subject;
    private double score;
    private double before;
    private double dust;

    OutdoorAir(Subject subject) {
        this.subject = subject;
    }

    @Override
    public List<String> metrics() {
        return List.of("pm2_5", "pm10", "no2", "o3", "temperature", "relative_humidity");
    }

    @Override
    public void produce(Day day) {
        Draw draw = new Draw(Draw.key(subject.key(), day.date().toEpochDay()));
        before = score;
        score = 0.6 * score + 0.8 * draw.normal();
        dust = draw.unit() < DUST_DAYS ? draw.between(150, 400) : 0;
    }

    @Override
    public void report(Moment at, double[] out) {
        long key = subject.key();
        double share = at.minute() / 1440;
        double cold = Math.max(0, Math.min(1, (14 - at.day().environment().air().slow()[at.slot()]) / 14));
        double evening = StrictMath.exp(-StrictMath.pow((share - 0.85) / 0.09, 2))
                + 0.5 * StrictMath.exp(-StrictMath.pow((share - 0.33) / 0.06, 2));
        double level = StrictMath.exp(0.4 * (before + share * (score - before)));
        double fine = (7 + 6 * cold + 14 * cold * evening + 3 * evening) * level;
        double storm = dust * StrictMath.exp(-StrictMath.pow((share - 0.6) / 0.15, 2));
        out[0] = Math.max(0.5, fine * (1 + 0.05 * at.noise(key, 1)) + 0.2 * storm);
        out[1] = Math.max(1, fine * 1.8 * (1 + 0.05 * at.noise(key, 2)) + storm);
        out[2] = Math.max(1, (6 + 10 * evening * (0.5 + cold)) * level + 0.4 * at.noise(key, 3));
        out[3] = 42 + 0.075 * at.smooth(at.day().environment().global()) + at.noise(key, 4);
        out[4] = at.smooth(at.day().environment().air().temperature()) + 0.15 * at.noise(key, 5);
        out[5] = Math.min(100, at.smooth(at.day().environment().air().humidity()) + at.noise(key, 6));
    }

    @Override
    public double[] save() {
        return new double[] {score};
    }

    @Override
    public void restore(double[] saved) {
        score = saved[0];
    }
}
