package az.ocaq.simulation.model;

import az.ocaq.simulation.fault.FaultKind;
import az.ocaq.simulation.physics.Machines;
import java.util.List;

/**
 * A watered block: the water balance of FAO-56 for its root zone, with the reference evapotranspiration of Hargreaves and a
 * crop coefficient by the month; watered at night once half of it is used up. The probes follow the root zone's water by 2,
 * 12 and 48 hours.
 */
final class Irrigation implements DeviceModel {
    private static final double FIELD_CAPACITY = 32;
    private static final double WILTING = 14;
    private static final double ROOT_MILLIMETRES = 600;
    private static final double HEAD = 62;
    /** m3/h: a hot day's water in a night. */
    private static final double FLOW_PER_HECTARE = 6;

    private static final double STUCK_OPEN = 1;

    /** Bare in winter, grown up in July. */
    private static final double[] CROP = {.4, .4, .45, .7, .95, 1.15, 1.2, 1.15, .95, .7, .45, .4};

    private static final double[] PROBE_HOURS = {2, 12, 48};

    /** The motor has a power factor of 0.85. */
    private static final double REACTIVE = 0.62;

    private final Subject subject;
    private final double area;
    private final double[] flow;
    private final double[] power;
    private final boolean[] asked;
    private final double[] moisture;
    private final float[][] probes;
    private final double[] seen = {28, 28, 27};
    private final Register volume;
    private final Register drawn;
    private double depletion = 30;
    private boolean watering;

    Irrigation(Subject subject) {
        this.subject = subject;
        area = subject.number("area", 39);
        flow = new double[subject.slots()];
        power = new double[subject.slots()];
        asked = new boolean[subject.slots()];
        moisture = new double[subject.slots()];
        probes = new float[PROBE_HOURS.length][subject.slots()];
        volume = new Register();
        drawn = new Register();
    }

    @Override
    public List<String> metrics() {
        return List.of(
                "soil_moisture_20",
                "soil_moisture_40",
                "soil_moisture_60",
                "flow",
                "volume",
                "active_power",
                "energy_import",
                "valve");
    }

    @Override
    public void produce(Day day) {
        double available = (FIELD_CAPACITY - WILTING) / 100 * ROOT_MILLIMETRES;
        boolean season = day.date().getMonthValue() >= 4 && day.date().getMonthValue() <= 10;
        double light = 0;
        for (double global : day.environment().global()) {
            light += global * day.hours();
        }
        double evaporated =
                CROP[day.date().getMonthValue() - 1] * day.environment().evapotranspiration();
        watering = season && depletion > available / 2;
        for (int i = 0; i < flow.length; i++) {
            double hour = (i + 0.5) * day.hours();
            asked[i] = watering && (hour < 6 || hour > 21) && depletion > 2;
            double stuck = subject.faults().size(FaultKind.VALVE_STUCK, day, i);
            boolean open = stuck == 0 ? asked[i] : stuck == STUCK_OPEN;
            flow[i] = open ? FLOW_PER_HECTARE * area : 0;
            power[i] = open ? Machines.pump(flow[i], HEAD, 0.62) : 5;
            // through the day as the light comes
            double evaporation = evaporated * day.environment().global()[i] / light;
            double gained = day.environment().air().rainRate()[i] + flow[i] / area / 10;
            depletion = Math.max(0, Math.min(available * 0.95, depletion + (evaporation - gained) * day.hours()));
            moisture[i] = FIELD_CAPACITY - 100 * depletion / ROOT_MILLIMETRES;
        }
        volume.count(flow, day.hours());
        drawn.count(power, day.hours());
        day.network().add(subject.node(), power, 1);
        day.network().addReactive(subject.node(), power, REACTIVE);
        for (int probe = 0; probe < PROBE_HOURS.length; probe++) {
            double follow = 1 - StrictMath.exp(-day.hours() / PROBE_HOURS[probe]);
            for (int i = 0; i < moisture.length; i++) {
                seen[probe] += follow * (moisture[i] - seen[probe]);
                probes[probe][i] = (float) seen[probe];
            }
        }
    }

    @Override
    public void report(Moment at, double[] out) {
        for (int probe = 0; probe < PROBE_HOURS.length; probe++) {
            out[probe] = probes[probe][at.slot()] + 0.12 * at.noise(subject.key(), 1 + probe);
        }
        out[3] = flow[at.slot()] * (1 + 0.006 * at.noise(subject.key(), 4));
        out[4] = volume.at(at);
        out[5] = power[at.slot()] * (1 + 0.005 * at.noise(subject.key(), 5));
        out[6] = drawn.at(at);
        out[7] = asked[at.slot()] ? 1 : 0;
    }

    @Override
    public double[] save() {
        return new double[] {volume.end(), drawn.end(), depletion, seen[0], seen[1], seen[2]};
    }

    @Override
    public void restore(double[] saved) {
        volume.restore(saved[0]);
        drawn.restore(saved[1]);
        depletion = saved[2];
        System.arraycopy(saved, 3, seen, 0, seen.length);
    }
}
