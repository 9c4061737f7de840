/** {@code Village} builds every part and joins them; {@code Pipeline} is the way of a reading. */
@NullMarked
@CheckReturnValue
package az.ocaq;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
