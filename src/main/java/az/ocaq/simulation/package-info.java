/** Simulated villages: the same messages for the same fleet, seed and time, at any speed. One thread at a time. */
@NullMarked
@CheckReturnValue
package az.ocaq.simulation;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
