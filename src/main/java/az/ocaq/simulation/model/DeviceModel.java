package az.ocaq.simulation.model;

import java.util.List;
import java.util.Map;

/** How one device behaves. Its curves are of the day last produced; what carries over midnight is in {@link #save}. */
interface DeviceModel {
    /** The metrics that {@link #report} fills, in its order. */
    List<String> metrics();

    /** The stage of the day at which it can be produced; stages run from 0 upwards. */
    default int stage() {
        return 0;
    }

    /** Computes its day and gives its power and its water to the village. */
    void produce(Day day);

    /** Switches itself off where the voltage of its site is too high, once all that is on the network has been added. */
    default void protect(Day day) {}

    /** Reads its registers, once the power of every site is known. */
    default void meter(Day day) {}

    /** What it measures at a moment of the day last produced; NaN for what it does not tell now. */
    void report(Moment at, double[] out);

    /** Truth of what it has used up to the beginning of the day last produced, Wh; empty for what is no home. */
    default Map<Use, Double> uses() {
        return Map.of();
    }

    /** What the next day needs to know of this one. */
    default double[] save() {
        return new double[0];
    }

    /** Goes on after the day that {@link #save} was called at the end of. */
    default void restore(double[] saved) {}
}
