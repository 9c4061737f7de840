package az.ocaq.simulation.physics;

/**
 * Temperatures of an oil-immersed distribution transformer after IEC 60076-7.
 *
 * @param topOilRise rise of the oil at rated load, K
 * @param surcharge what the surroundings are warmer than the air, K
 * @param gradient of the winding above the oil at rated load, K
 * @param hotSpotFactor H
 * @param lossRatio load losses at rated load to no-load losses
 * @param oilMinutes time constant of the oil
 */
public record TransformerHeat(
        double topOilRise,
        double surcharge,
        double gradient,
        double hotSpotFactor,
        double lossRatio,
        double oilMinutes) {
    private static final double OIL_EXPONENT = 0.8;
    private static final double WINDING_EXPONENT = 1.6;

    /** Time constant of the winding of 4 minutes with k22 2; with k21 1 the oil's own flow adds no overshoot. */
    private static final double WINDING_MINUTES = 2 * 4;

    /** ONAN, 250 to 400 kVA. */
    public static final TransformerHeat DISTRIBUTION = new TransformerHeat(57, 0, 23, 1.1, 6, 180);

    /** The oil's temperature after some minutes at a load (1 is rated), by the exact exponential. */
    public double oilAfter(double oil, double air, double load, double minutes) {
        double target = finalOil(air, load);
        return target + (oil - target) * oilKeeps(minutes);
    }

    /** The oil's temperature after a long time at a load. */
    public double finalOil(double air, double load) {
        return air
                + (topOilRise + surcharge)
                        * StrictMath.pow((1 + lossRatio * load * load) / (1 + lossRatio), OIL_EXPONENT);
    }

    /** The share of its distance to the final temperature that the oil still has after some minutes. */
    public double oilKeeps(double minutes) {
        return StrictMath.exp(-minutes / oilMinutes);
    }

    /** How much hotter than the oil the hottest spot of the winding is after some minutes at a load, from a rise before, K. */
    public double riseAfter(double rise, double load, double minutes) {
        double target = finalRise(load);
        return target + (rise - target) * riseKeeps(minutes);
    }

    /** How much hotter than the oil the hottest spot is after a long time at a load, K. */
    public double finalRise(double load) {
        return hotSpotFactor * gradient * StrictMath.pow(load, WINDING_EXPONENT);
    }

    /** The share of its distance to the final rise that the winding still has after some minutes. */
    public double riseKeeps(double minutes) {
        return StrictMath.exp(-minutes / WINDING_MINUTES);
    }

    /** How many times faster than at 98 °C the insulation ages. */
    public static double ageing(double hotSpot) {
        return StrictMath.pow(2, (hotSpot - 98) / 6);
    }
}
