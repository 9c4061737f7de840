/** Sun, weather, river and grid of one village, one day at a time. One thread at a time. */
@NullMarked
@CheckReturnValue
package az.ocaq.simulation.environment;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
