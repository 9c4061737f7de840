/** Faults that a schedule puts into a simulation, each with a label that says what must be found. Immutable; any thread. */
@NullMarked
@CheckReturnValue
package az.ocaq.simulation.fault;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
