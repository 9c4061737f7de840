package az.ocaq.simulation.model;

import az.ocaq.simulation.Draw;
import az.ocaq.simulation.fault.FaultKind;
import az.ocaq.simulation.physics.Photovoltaics;
import java.util.Arrays;
import java.util.List;

/**
 * A roof of panels with its inverter: Hay-Davies, Faiman, PVWatts; soiled between rains after Kimber (2006), covered by snow
 * until it slides off after Marion et al. (2013). It leaves the grid for ten minutes above 110 % of the voltage (EN 50549)
 * and draws reactive power above half load, up to a power factor of 0.98.
 */
final class SolarRoof implements DeviceModel {
    private static final double EFFICIENCY = 0.96;
    private static final double GAMMA = -0.0035;
    private static final double DIRECT_TO_ALTERNATING = 1.1;
    private static final double SOILING_PER_DAY = 0.0015;
    private static final double MOST_SOILING = 0.3;
    private static final double WASHING_RAIN = 6;
    private static final int GRACE_DAYS = 14;
    private static final double OWN_USE = 3.2;
    private static final double STARTS_AT = 12;
    private static final double OPEN_CIRCUIT = 1.22;
    private static final double TRIPS_ABOVE = 1.10;
    private static final double MINUTES_AWAY = 10;
    private static final double MOST_REACTIVE = 0.2;
    /** The most that a watt on one phase raises the voltage in a home's own cable. */
    private static final double RISE_OF_OWN_CABLE = 1.8e-6;

    /** Snow slides once the air is warmer than minus the light over this, W/m2 and K. */
    private static final double SLIDES = 80;

    /** The share of a roof that slides off in an hour, for a vertical one. */
    private static final double SLIDES_AN_HOUR = 0.197;

    private final Subject subject;
    private final double rated;
    private final double[] output;
    private final Register produced;
    private final double gain;
    private final float[] cover;
    private final boolean[] away;
    private final double along;
    private double[] light = {};
    private double kept;
    private double snow;
    private double soiling;
    private double graceDays;

    SolarRoof(Subject subject) {
        this.subject = subject;
        this.rated = subject.number("rated_power", 5000);
        output = new double[subject.slots()];
        cover = new float[subject.slots()];
        away = new boolean[subject.slots()];
        along = Draw.unit(Draw.key(subject.siteKey(), "along"));
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
        cover(day);
        double limit = rated / DIRECT_TO_ALTERNATING / EFFICIENCY;
        boolean well = subject.faults().none(day);
        double[] vars = day.vars();
        kept = (1 - Photovoltaics.SYSTEM_LOSSES) * (1 - soiling) * gain;
        for (int i = 0; i < output.length; i++) {
            boolean tripped = !well && subject.faults().size(FaultKind.INVERTER_TRIP, day, i) != 0;
            if (light[i] < STARTS_AT || tripped) {
                output[i] = tripped ? 0 : -OWN_USE;
            } else {
                output[i] = held(Photovoltaics.inverter(panels(day, i), limit, EFFICIENCY) - OWN_USE, well, day, i);
            }
            vars[i] = output[i] * Math.max(0, MOST_REACTIVE * (2 * output[i] / rated - 1));
            day.solar()[i] += output[i];
        }
        Arrays.fill(away, false);
        day.network().add(subject.node(), output, -1);
        day.network().addReactive(subject.node(), vars, 1);
    }

    /** Snow covers it all where it falls, and slides off by light and warmth. */
    private void cover(Day day) {
        if (snow == 0 && !day.environment().snows()) {
            Arrays.fill(cover, 0);
            return;
        }
        double slides = SLIDES_AN_HOUR * StrictMath.sin(Math.toRadians(subject.number("tilt", 30))) * day.hours();
        for (int i = 0; i < cover.length; i++) {
            if (day.environment().snows(i)) {
                snow = 1;
            } else if (snow > 0 && day.environment().air().temperature()[i] > -light[i] / SLIDES) {
                snow = Math.max(0, snow - slides);
            }
            cover[i] = (float) snow;
        }
    }

    @Override
    public void protect(Day day) {
        boolean well = subject.faults().none(day);
        if (well && day.network().highest(subject.node()) + RISE_OF_OWN_CABLE * rated < TRIPS_ABOVE) {
            return;
        }
        double[] busbar = day.environment().voltage();
        double left = 0;
        for (int i = 0; i < output.length; i++) {
            if (output[i] > 0 && voltage(day, i, busbar[i]) > TRIPS_ABOVE) {
                left = MINUTES_AWAY;
            }
            if (left > 0 && output[i] > 0) {
                away[i] = true;
                day.network().take(subject.node(), i, output[i]);
                day.solar()[i] -= output[i];
                output[i] = 0;
                if (voltage(day, i, busbar[i]) > TRIPS_ABOVE) {
                    left = MINUTES_AWAY;
                }
            }
            left -= day.slotMinutes();
        }
    }

    /** The highest of its phases, as a share of 230 V. */
    private double voltage(Day day, int slot, double busbar) {
        double highest = 0;
        long millis = day.startMillis() + slot * 60_000L * day.slotMinutes();
        for (int phase = 0; phase < 3; phase++) {
            double shift = subject.faults().size(FaultKind.VOLTAGE_SHIFT, "voltage_l" + (phase + 1), millis);
            double there = day.network().voltage(subject.node(), phase, slot, busbar, along);
            highest = Math.max(highest, there * (1 + shift));
        }
        return highest;
    }

    @Override
    public void meter(Day day) {
        produced.count(output, day.hours());
    }

    /** Power of the panels in a slot in which the inverter runs. */
    private double panels(Day day, int slot) {
        double air = day.environment().air().temperature()[slot];
        double cell = Photovoltaics.faiman(light[slot], air, day.environment().wind()[slot]);
        double direct = Photovoltaics.direct(light[slot], cell, rated, GAMMA) * kept * (1 - cover[slot]);
        if (subject.faults().none(day)) {
            return direct;
        }
        double dirt = Math.min(MOST_SOILING, subject.faults().size(FaultKind.SOILING, day, slot));
        return direct
                * (1 - subject.faults().size(FaultKind.PANEL_LOSS, day, slot))
                * (1 - subject.faults().size(FaultKind.SNOW, day, slot))
                * (1 - dirt);
    }

    private boolean stands(Day day, int slot) {
        return light[slot] < STARTS_AT || tripped(day, slot);
    }

    private boolean tripped(Day day, int slot) {
        return away[slot] || subject.faults().size(FaultKind.INVERTER_TRIP, day, slot) != 0;
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

    /** What the inverter takes of the panels: while it is held down, no more than it gives. */
    private double taken(Day day, int slot) {
        double cap = subject.faults().none(day) ? 0 : subject.faults().size(FaultKind.CURTAILMENT, day, slot);
        double could = panels(day, slot);
        return cap == 0 ? could : Math.min(could, (cap * rated + OWN_USE) / EFFICIENCY);
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
        out[1] = stands(at.day(), slot) ? 0 : taken(at.day(), slot) * flicker;
        boolean tripped = tripped(at.day(), slot);
        boolean open = tripped && light[slot] >= STARTS_AT;
        out[2] = running || open
                ? (open ? OPEN_CIRCUIT : 1)
                        * 0.086
                        * (4000 + rated / 5)
                        * (1 - 0.0028 * (cell - 25))
                        * (1 + 0.003 * at.noise(subject.key(), 2))
                : 0;
        out[3] = running ? out[1] / out[2] : 0;
        out[4] = at.smooth(i -> heatSink(at.day(), i)) + 0.15 * at.noise(subject.key(), 3);
        out[5] = produced.at(at);
        out[6] = running ? 1 : tripped ? 2 : 0;
    }

    @Override
    public double[] save() {
        return new double[] {produced.end(), soiling, graceDays, snow};
    }

    @Override
    public void restore(double[] saved) {
        produced.restore(saved[0]);
        soiling = saved[1];
        graceDays = saved[2];
        snow = saved[3];
    }
}
