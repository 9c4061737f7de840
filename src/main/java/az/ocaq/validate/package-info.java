/** Credible time, range and rate of change: readings in, the same readings with their quality out. On the pipeline's event-loop context. */
@NullMarked
@CheckReturnValue
package az.ocaq.validate;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
