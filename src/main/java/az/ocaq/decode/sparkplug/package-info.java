/** Sparkplug B: what births describe, and the data that refers to it. Keeps state; on one event-loop context. */
@NullMarked
@CheckReturnValue
package az.ocaq.decode.sparkplug;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
