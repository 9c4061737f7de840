/** The newest value and the status of every device in memory, key figures, and what browsers follow. Confined to the pipeline's event-loop context. */
@NullMarked
@CheckReturnValue
package az.ocaq.live;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
