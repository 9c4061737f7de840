/** Who produces, stores and consumes: roles of devices, energy balance from counters, tariffs. Values on any thread; reads the store. */
@NullMarked
@CheckReturnValue
package az.ocaq.energy;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
