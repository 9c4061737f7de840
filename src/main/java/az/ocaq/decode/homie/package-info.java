/** Homie 3, 4 and 5: attributes describe what properties measure. Keeps state; on one event-loop context. */
@NullMarked
@CheckReturnValue
package az.ocaq.decode.homie;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
