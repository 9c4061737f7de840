package az.ocaq.live;

import java.util.OptionalDouble;

/**
 * The water supply of a settlement at one moment; absent where nothing reports.
 *
 * @param flow m3/h
 * @param tankLevel %
 * @param pressure bar
 */
public record WaterNow(OptionalDouble flow, OptionalDouble tankLevel, OptionalDouble pressure) {}
