package az.ocaq.simulation.physics;

/** Turbines, pumps, heat pumps and leaks. */
public final class Machines {
    private static final double GRAVITY = 9.81;
    /** NREL 2019COE_DW100: power at 0, 1, 2, ... 26 m/s, % of the rated 100 kW. */
    private static final double[] CURVE = {
        0, 0, 0, 2.16, 8.64, 17.856, 30.855, 48.997, 73.139, 90.828, 98.941, 99.988, 99.833, 99.833, 99.833, 98.333, 94,
        86.833, 79.833, 72.833, 65.833, 59.167, 53.167, 48, 44, 41.333, 0
    };

    private Machines() {}

    /** Power of falling water, W, from m3/s and m. */
    public static double hydro(double flow, double head, double efficiency) {
        return 1000 * GRAVITY * flow * head * efficiency;
    }

    /** Efficiency of an Archimedes screw by its load: flat above 30 %, 70 % at 15 %, none below 10 %. */
    public static double screwEfficiency(double load) {
        if (load < 0.1) {
            return 0;
        }
        return load >= 0.3 ? 0.7955 : 0.7 + (load - 0.15) / 0.15 * 0.0955;
    }

    /** Share of the rated power of a wind turbine at a wind speed, corrected for the density of the air (kg/m3). */
    public static double wind(double speed, double density) {
        double v = Math.max(0, speed * StrictMath.cbrt(density / 1.225));
        int below = (int) v;
        if (below >= CURVE.length - 1) {
            return 0;
        }
        return (CURVE[below] + (v - below) * (CURVE[below + 1] - CURVE[below])) / 100;
    }

    /** Power of a pump, W, from m3/h and m. */
    public static double pump(double flow, double head, double efficiency) {
        return 1000 * GRAVITY * flow / 3600 * head / efficiency;
    }

    /** Flow from a leak, m3/h, from its diameter and the head in m, as in BattLeDIM. */
    public static double leak(double diameter, double head) {
        return 3600 * 0.75 * Math.PI / 4 * diameter * diameter * Math.sqrt(2 * GRAVITY * Math.max(head, 0));
    }

    /** Coefficient of performance of an air-source heat pump in the field (Ruhnau 2019), between two temperatures. */
    public static double airHeatPump(double source, double flow) {
        double lift = Math.max(flow - source, 15);
        return 0.85 * (6.08 - 0.09 * lift + 0.0005 * lift * lift);
    }

    /** Temperature of the water to the floor: 35 °C at 15 °C outside, 50 °C at -10 °C. */
    public static double heatingCurve(double outside) {
        return Math.max(30, Math.min(55, 35 + (15 - outside) * 0.6));
    }
}
