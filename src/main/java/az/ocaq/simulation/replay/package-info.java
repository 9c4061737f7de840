/** Recorded series as the messages of devices: a mapping says which column is which metric. One thread at a time. */
@NullMarked
@CheckReturnValue
package az.ocaq.simulation.replay;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
