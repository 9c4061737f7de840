package az.ocaq.simulation.model;

import az.ocaq.simulation.Draw;
import az.ocaq.simulation.environment.Air;

/**
 * A house and the heat pump that warms it: one resistance and one capacity (1R1C), a pump that gives from three tenths to all
 * of its heat as the thermostat asks, runs ten minutes at least, and in cold and damp air defrosts for five minutes every 45
 * to 90, without heat. The home's meter and the heat pump's each have one; they are alike because they draw from the same key.
 */
final class HeatedHouse {
    /** Values kept over midnight. */
    static final int STATE = 6;

    /** It is computed in steps of as many minutes, not all houses in the same one. */
    private static final int STEP_MINUTES = 5;

    /** The house holds 10 kWh for each kelvin. */
    private static final double PER_WATT_HOUR = 1 / 10_000.0;

    private static final double COMFORT = 20.9;
    private static final double NIGHT = 20.1;
    private static final double HYSTERESIS = 0.4;
    /** What people and appliances warm it by above a house without heating, K: the base of 18 °C of degree days. */
    private static final double WARMED_BY_USE = 2.6;

    /** Heat of the pump as the house's loss at so many K, enough for -12 °C. */
    private static final double SIZED_FOR = 33;

    private static final double WARMEST = 26;
    private static final double LEAST_SHARE = 0.3;
    /** More heat for each degree that it is too cold, as a multiple of the house's loss. */
    private static final double CATCHES_UP = 12;

    private static final double LEAST_RUN_MINUTES = 10;
    private static final double FROST_BELOW = 3;
    private static final double FROST_FROM_HUMIDITY = 75;
    private static final double DEFROST_MINUTES = 5;
    /** While it defrosts it draws half of what it draws for heating. */
    private static final double DEFROST_POWER = 0.5;

    /** What it draws when it does not run, W. */
    static final double STANDBY = 8;

    private final double heatLoss;
    private final double minutesToFrost;
    private final int offset;
    private double indoor;
    private double running;
    private double frost;
    private double defrosting;
    private double thermal;
    private double power;

    HeatedHouse(long siteKey, double heatLoss) {
        this.heatLoss = heatLoss;
        long key = Draw.key(siteKey, "heating");
        minutesToFrost = 45 + 45 * Draw.unit(key);
        offset = (int) (STEP_MINUTES * Draw.unit(key + 2));
        indoor = NIGHT + Draw.unit(key + 1);
    }

    /** Goes on by a slot of the day and gives the electric power in it, W. */
    double step(Day day, int slot) {
        int stepSlots = Math.max(1, STEP_MINUTES / day.slotMinutes());
        if ((slot + offset) % stepSlots == 0) {
            step(day, slot, (double) stepSlots * day.slotMinutes());
        }
        return power;
    }

    private void step(Day day, int slot, double minutes) {
        Air air = day.environment().air();
        double outside = air.temperature()[slot];
        double hour = slot * day.hours();
        double wanted = hour < 5 || hour > 22.5 ? NIGHT : COMFORT;
        boolean on = running > 0
                ? indoor < wanted + HYSTERESIS || running < LEAST_RUN_MINUTES
                : indoor < wanted - HYSTERESIS;
        power = STANDBY;
        thermal = 0;
        if (on) {
            double defrostShare = defrost(outside, air.humidity()[slot], minutes);
            double kelvins = wanted - outside - WARMED_BY_USE + CATCHES_UP * (wanted - indoor);
            double heat = heatLoss * Math.max(LEAST_SHARE * SIZED_FOR, Math.min(SIZED_FOR, kelvins));
            thermal = heat * (1 - defrostShare);
            power = heat * day.effort()[slot] * (1 - (1 - DEFROST_POWER) * defrostShare);
        }
        running = on ? running + minutes : 0;
        double gained = thermal - heatLoss * (indoor - outside - WARMED_BY_USE);
        // in summer windows and the air conditioner keep it below
        indoor = Math.min(WARMEST, indoor + gained * minutes / 60 * PER_WATT_HOUR);
    }

    /** The share of a slot in which it defrosts. */
    private double defrost(double outside, double humidity, double minutes) {
        boolean icy = outside < FROST_BELOW && humidity > FROST_FROM_HUMIDITY;
        frost = icy ? frost + minutes : Math.max(0, frost - minutes);
        if (frost >= minutesToFrost) {
            frost = 0;
            defrosting = DEFROST_MINUTES;
        }
        if (defrosting == 0) {
            return 0;
        }
        double now = Math.min(minutes, defrosting);
        defrosting -= now;
        return now / minutes;
    }

    /** Heat into the house, W. */
    double thermal() {
        return thermal;
    }

    double indoor() {
        return indoor;
    }

    /** Writes what the next day needs from a place on. */
    void save(double[] to, int place) {
        to[place] = indoor;
        to[place + 1] = running;
        to[place + 2] = frost;
        to[place + 3] = defrosting;
        to[place + 4] = thermal;
        to[place + 5] = power;
    }

    void restore(double[] from, int place) {
        indoor = from[place];
        running = from[place + 1];
        frost = from[place + 2];
        defrosting = from[place + 3];
        thermal = from[place + 4];
        power = from[place + 5];
    }
}
