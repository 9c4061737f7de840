/**
 * Conventions described by data: {@code devices/dialects/*.yaml} say which topics are whose, what a field measures and in
 * which unit. A file is loaded into one {@link az.ocaq.decode.Decoder} per topic rule. One event-loop context.
 */
@NullMarked
@CheckReturnValue
package az.ocaq.decode.dialect;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
