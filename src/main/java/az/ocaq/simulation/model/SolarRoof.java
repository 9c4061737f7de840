package az.ocaq.simulation.model;

import az.ocaq.simulation.fault.FaultKind;
import az.ocaq.simulation.physics.Photovoltaics;
import java.util.List;

/** A roof of panels with its inverter: Hay-Davies, Faiman, PVWatts; soiled between rains after Kimber (2006). */
final class SolarRoof implements DeviceModel {
    private static final double GAMMA = -0.0035;
    private static final double DIRECT_TO_ALTERNATING = 1.1;
    private static final double SOILING_PER_DAY = 0.0015;
    private static final double MOST_SOILING = 0.3;
    private static final double WASHING_RAIN = 6;
    private static final int GRACE_DAYS = 14;
    private static final double OWN_USE = 3.2;
    private static final double STARTS_AT = 12;

    private final Subject subject;
    private final double rated;
    private final double[] output;
    private final Register produced;
    private final double gain;
    private double[] light = {};
    private double kept;
    private double soiling;
    private double graceDays;

    SolarRoof(Subject subject) {
        this.subject = subject;
        this.rated = subject.number("rated_power", 5000);
        output = new double[subject.slots()];
        produced = new Register();
        gain = 1 + 0.015 * (subject.gain(1) - 1);
    }

    @Override
    public List<String> metrics() {
        return List.of(
                "active_power",
                "power_dc",
                "voltage_dc",
                "current_dc",
                "heat_sink_temperature",
                "energy_production",
                "state");
    }

    @Override
    public void produce(Day day) {
        light = day.environment().plane(subject.number("tilt", 30), subject.number("azimuth", 180));
        soil(day);
        double limit = rated / DIRECT_TO_ALTERNATING / 0.96;
        boolean well = subject.faults().none(day);
        kept = (1 - Photovoltaics.SYSTEM_LOSSES) * (1 - soiling) * gain;
        for (int i = 0; i < output.length; i++) {
            boolean tripped = !well && subject.faults().size(FaultKind.INVERTER_TRIP, day, i) != 0;
            if (light[i] < STARTS_AT || tripped) {
                output[i] = tripped ? 0 : -OWN_USE;
            } else {
                output[i] = held(Photovoltaics.inverter(panels(day, i), limit, 0.96) - OWN_USE, well, day, i);
            }
            day.solar()[i] += output[i];
        }
        produced.count(output.length, i -> Math.max(0, output[i]) * day.hours());
        day.network().add(subject.node(), output, -1);
    }

    /** Power of the panels in a slot in which the inverter runs. */
    private double panels(Day day, int slot) {
        double air = day.environment().air().temperature()[slot];
        double cell = Photovoltaics.faiman(light[slot], air, day.environment().wind()[slot]);
        double direct = Photovoltaics.direct(light[slot], cell, rated, GAMMA) * kept;
        return direct * (1 - subject.faults().size(FaultKind.PANEL_LOSS, day, slot));
    }

    private boolean stands(Day day, int slot) {
        return light[slot] < STARTS_AT || subject.faults().size(FaultKind.INVERTER_TRIP, day, slot) != 0;
    }

    private double heatSink(Day day, int slot) {
        double air = day.environment().air().temperature()[slot];
        return stands(day, slot) ? air : air + 4 + 30 * output[slot] / rated;
    }

    /** What the grid lets it give. */
    private double held(double power, boolean well, Day day, int slot) {
        double cap = well ? 0 : subject.faults().size(FaultKind.CURTAILMENT, day, slot);
        return cap == 0 ? power : Math.min(power, cap * rated);
    }

    private void soil(Day day) {
        double rain = 0;
        for (double rate : day.environment().air().rainRate()) {
            rain += rate * day.hours();
        }
        if (rain > WASHING_RAIN) {
            soiling = 0;
            graceDays = GRACE_DAYS;
        } else if (graceDays > 0) {
            graceDays--;
        } else {
            soiling = Math.min(MOST_SOILING, soiling + SOILING_PER_DAY);
        }
    }

    @Override
    public void report(Moment at, double[] out) {
        int slot = at.slot();
        double cell = heatSink(at.day(), slot) + 5;
        boolean running = output[slot] > 0;
        double flicker = 1 + 0.004 * at.noise(subject.key(), 1);
        out[0] = output[slot] * (running ? flicker : 1 + 0.1 * at.noise(subject.key(), 1));
        out[1] = stands(at.day(), slot) ? 0 : panels(at.day(), slot) * flicker;
        out[2] = running
                ? 0.086 * (4000 + rated / 5) * (1 - 0.0028 * (cell - 25)) * (1 + 0.003 * at.noise(subject.key(), 2))
                : 0;
        out[3] = running ? out[1] / out[2] : 0;
        out[4] = at.smooth(i -> heatSink(at.day(), i)) + 0.15 * at.noise(subject.key(), 3);
        out[5] = produced.at(at);
        out[6] = running ? 1 : subject.faults().size(FaultKind.INVERTER_TRIP, at.millis()) != 0 ? 2 : 0;
    }

    @Override
    public double[] save() {
        return new double[] {produced.end(), soiling, graceDays};
    }

    @Override
    public void restore(double[] saved) {
        produced.restore(saved[0]);
        soiling = saved[1];
        graceDays = saved[2];
    }
}
