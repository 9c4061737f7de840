package az.ocaq.simulation.model;

import az.ocaq.simulation.environment.Environment;
import az.ocaq.simulation.physics.Machines;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;

/** What the devices of a village share through one day: environment, network, water, and curves that many homes use. */
final class Day {
    private static final double DARK = StrictMath.sin(Math.toRadians(2));
    private static final double HEATING_LIMIT = 18;
    private static final double COOLING_FROM = 25.6;

    private final Environment environment;
    private final Network network;
    private final int slotMinutes;
    private final double[] felt;
    private final double[] effort;
    private final double[] heating;
    private final double[] cooling;
    private final double[] lighting;
    private final double[] water;
    private final double[] solar;
    private final double[] scratch;
    private final double[] vars;
    private LocalDate date = LocalDate.EPOCH;
    private long startMillis;

    Day(Environment environment, Network network, int slotMinutes) {
        this.environment = environment;
        this.network = network;
        this.slotMinutes = slotMinutes;
        int slots = slots();
        felt = new double[slots];
        effort = new double[slots];
        heating = new double[slots];
        cooling = new double[slots];
        lighting = new double[slots];
        water = new double[slots];
        solar = new double[slots];
        scratch = new double[slots];
        vars = new double[slots];
    }

    void begin(LocalDate newDate, Instant start) {
        date = newDate;
        startMillis = start.toEpochMilli();
        environment.day(newDate, start);
        network.clear();
        Arrays.fill(water, 0);
        Arrays.fill(solar, 0);
        for (int i = 0; i < heating.length; i++) {
            shared(i, (i + 0.5) * slotMinutes / 60.0);
        }
    }

    private void shared(int i, double hour) {
        double outside = environment.air().temperature()[i];
        felt[i] = 0.4 * outside + 0.6 * environment.air().slow()[i];
        double performance = Machines.airHeatPump(outside, Machines.heatingCurve(felt[i]));
        effort[i] = 1 / performance;
        double setBack = hour < 5.5 || hour > 23 ? 0.85 : 1.05;
        heating[i] = Math.max(0, HEATING_LIMIT - felt[i]) * setBack / performance;
        double awake = hour > 8 && hour < 24 ? 1 : 0.35;
        cooling[i] = Math.max(0, Math.min(1, (0.6 * outside + 0.4 * felt[i] - COOLING_FROM) / 9)) * awake;
        double dark = environment.up()[i] < DARK ? 1 : 0.08;
        lighting[i] = dark * (hour < 5.5 ? 0.06 : hour < 23 ? 1 : 1 - 0.94 * (hour - 23));
    }

    int slots() {
        return 24 * 60 / slotMinutes;
    }

    int slotMinutes() {
        return slotMinutes;
    }

    /** Length of a slot. */
    double hours() {
        return slotMinutes / 60.0;
    }

    LocalDate date() {
        return date;
    }

    boolean workday() {
        return date.getDayOfWeek() != DayOfWeek.SATURDAY && date.getDayOfWeek() != DayOfWeek.SUNDAY;
    }

    long startMillis() {
        return startMillis;
    }

    Environment environment() {
        return environment;
    }

    Network network() {
        return network;
    }

    /** The outdoor temperature as a house feels it, °C. */
    double[] felt() {
        return felt;
    }

    /** What a heat pump draws for a watt of heat, W. */
    double[] effort() {
        return effort;
    }

    /** Electric power that heats a house with a loss of 1 W/K, on average. */
    double[] heating() {
        return heating;
    }

    /** The share of the time that an air conditioner runs. */
    double[] cooling() {
        return cooling;
    }

    /** How much of its lamps a home has on. */
    double[] lighting() {
        return lighting;
    }

    /** Water that homes and buildings draw, m3/h; added up in stage 0. */
    double[] water() {
        return water;
    }

    /** A curve to work on while a device is produced; what was left in it means nothing. */
    double[] scratch() {
        return scratch;
    }

    /** Another one, of reactive power. */
    double[] vars() {
        return vars;
    }

    /** Power of all roofs, W; added up in stage 0. */
    double[] solar() {
        return solar;
    }
}
