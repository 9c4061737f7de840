/** Formulas of sun, panels, turbines, transformers and heat pumps: pure functions with their sources; any thread. */
@NullMarked
@CheckReturnValue
package az.ocaq.simulation.physics;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
