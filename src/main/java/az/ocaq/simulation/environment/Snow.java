package az.ocaq.simulation.environment;

/** The snow that lies: what falls near freezing stays, and melts by 4 mm of water a day and degree above zero. */
final class Snow {
    private static final double FALLS_BELOW = 1;
    private static final double MELTS_A_DAY = 4;
    private static final double COVERS_FROM = 2;

    /** mm of water. */
    private double lying;

    double lying() {
        return lying;
    }

    void restore(double saved) {
        lying = saved;
    }

    /** Whether what comes down at a temperature is snow. */
    static boolean falls(double celsius) {
        return celsius < FALLS_BELOW;
    }

    void day(Air air, double hours) {
        for (int i = 0; i < air.temperature().length; i++) {
            double celsius = air.temperature()[i];
            double fallen = falls(celsius) ? air.rainRate()[i] * hours : 0;
            lying = Math.max(0, lying + fallen - MELTS_A_DAY / 24 * Math.max(0, celsius) * hours);
        }
    }

    boolean covers() {
        return lying > COVERS_FROM;
    }
}
