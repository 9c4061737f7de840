/** One model per kind of device, and the network that joins them. One thread at a time. */
@NullMarked
@CheckReturnValue
package az.ocaq.simulation.model;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
