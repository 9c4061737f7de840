/** Line protocols and clouds whose fields are named by their users. One event-loop context. */
@NullMarked
@CheckReturnValue
package az.ocaq.decode.generic;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
