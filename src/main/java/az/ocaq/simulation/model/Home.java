package az.ocaq.simulation.model;

import az.ocaq.simulation.Draw;

/**
 * What a home is like, drawn from its key: the classes of use behind the electricity notice of January 2025 (65 %, 20 % and
 * 15 % of the customers), a family of five on average, a house that loses about 160 W/K.
 *
 * @param people who live there
 * @param scale electricity of its appliances as a multiple of the ordinary home's
 * @param heatLoss W/K
 * @param firstPhase the conductor with most of its load, from 0
 * @param threePhase whether it uses all three; 15 % do
 */
record Home(int people, double scale, double heatLoss, int firstPhase, boolean threePhase) {
    private static final double[] CLASS_SHARE = {0.65, 0.85, 1};
    private static final double[] CLASS_MONTHLY = {112, 253, 490};
    /** Energy of the appliances of {@link Household} in a month at scale 1, kWh. */
    private static final double ORDINARY = 190;

    static Home of(long key) {
        Draw draw = new Draw(Draw.key(key, "home"));
        double place = draw.unit();
        int kind = place < CLASS_SHARE[0] ? 0 : place < CLASS_SHARE[1] ? 1 : 2;
        double scale = CLASS_MONTHLY[kind] / ORDINARY * StrictMath.exp(0.25 * draw.normal() - 0.031);
        int people = Math.max(1, Math.min(10, (int) Math.round(4.98 + 1.7 * draw.normal())));
        double heatLoss = Math.max(90, 160 + 20 * draw.normal());
        boolean three = draw.unit() < 0.15;
        return new Home(people, scale, heatLoss, (int) draw.between(0, 3), three);
    }

    /** What of its load is on L1, L2 and L3. */
    double[] phaseShares() {
        double[] shares = new double[3];
        shares[firstPhase] = threePhase ? 0.42 : 0.92;
        shares[(firstPhase + 1) % 3] = threePhase ? 0.33 : 0.05;
        shares[(firstPhase + 2) % 3] = threePhase ? 0.25 : 0.03;
        return shares;
    }
}
