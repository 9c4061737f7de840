package az.ocaq.simulation.model;

import az.ocaq.simulation.fault.FaultKind;
import az.ocaq.simulation.physics.Machines;
import java.util.List;

/** A watered block: the water balance of FAO-56 for its root zone; watered at night once half of it is used up. */
final class Irrigation implements DeviceModel {
    private static final double FIELD_CAPACITY = 32;
    private static final double WILTING = 14;
    private static final double ROOT_MILLIMETRES = 600;
    private static final double HEAD = 62;
    /** m3/h: a hot day's water in a night. */
    private static final double FLOW_PER_HECTARE = 6;

    private static final double STUCK_OPEN = 1;

    private final Subject subject;
    private final double area;
    private final double[] flow;
    private final double[] power;
    private final boolean[] asked;
    private final double[] moisture;
    private final Register volume;
    private final Register drawn;
    private double depletion = 30;
    private double middle = 28;
    private double deep = 27;
    private boolean watering;

    Irrigation(Subject subject) {
        this.subject = subject;
        area = subject.number("area", 39);
        flow = new double[subject.slots()];
        power = new double[subject.slots()];
        asked = new boolean[subject.slots()];
        moisture = new double[subject.slots()];
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
        watering = season && depletion > available / 2;
        for (int i = 0; i < flow.length; i++) {
            double hour = (i + 0.5) * day.hours();
            asked[i] = watering && (hour < 6 || hour > 21) && depletion > 2;
            double stuck = subject.faults().size(FaultKind.VALVE_STUCK, day, i);
            boolean open = stuck == 0 ? asked[i] : stuck == STUCK_OPEN;
            flow[i] = open ? FLOW_PER_HECTARE * area : 0;
            power[i] = open ? Machines.pump(flow[i], HEAD, 0.62) : 5;
            double evaporation = evaporation(day, i);
            double gained = day.environment().air().rainRate()[i] + flow[i] / area / 10;
            depletion = Math.max(0, Math.min(available * 0.95, depletion + (evaporation - gained) * day.hours()));
            moisture[i] = FIELD_CAPACITY - 100 * depletion / ROOT_MILLIMETRES;
        }
        volume.count(flow.length, i -> flow[i] * day.hours());
        drawn.count(power.length, i -> power[i] * day.hours());
        day.network().add(subject.node(), power, 1);
        middle += 0.8 * (moisture[moisture.length - 1] - middle);
        deep += 0.4 * (moisture[moisture.length - 1] - deep);
    }

    /** mm/h: about half a millimetre on a winter's day, six and a half in July, by the light. */
    private static double evaporation(Day day, int slot) {
        double warm = Math.max(0.2, Math.min(1.3, (day.environment().air().temperature()[slot] + 6) / 30));
        return 0.00083 * day.environment().global()[slot] * warm;
    }

    @Override
    public void report(Moment at, double[] out) {
        double surface = at.smooth(moisture);
        out[0] = surface + 0.12 * at.noise(subject.key(), 1);
        out[1] = middle + 0.12 * at.noise(subject.key(), 2);
        out[2] = deep + 0.12 * at.noise(subject.key(), 3);
        out[3] = flow[at.slot()] * (1 + 0.006 * at.noise(subject.key(), 4));
        out[4] = volume.at(at);
        out[5] = power[at.slot()] * (1 + 0.005 * at.noise(subject.key(), 5));
        out[6] = drawn.at(at);
        out[7] = asked[at.slot()] ? 1 : 0;
    }

    @Override
    public double[] save() {
        return new double[] {volume.end(), drawn.end(), depletion, middle, deep};
    }

    @Override
    public void restore(double[] saved) {
        volume.restore(saved[0]);
        drawn.restore(saved[1]);
        depletion = saved[2];
        middle = saved[3];
        deep = saved[4];
    }
}
